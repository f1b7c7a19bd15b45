"""What happens to files on their way: one damage at a time, decided by a seeded choice.

Here: bytes -> other bytes, of every kind that transfers, editors and programs make. Not here:
what a reader must make of it (oracle.py). A zip's members and a PDF's pages are damaged inside as
well, since damage to packed bytes is nearly always found by the container's own checksums.
"""

import base64
import binascii
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_DIGIT = re.compile(rb"[0-9]")
_DIGITS = re.compile(rb"[0-9]{2}")
_AMOUNT = re.compile(rb"[0-9]+[.,][0-9]{2}")
_INSIDE = 0.8
_STREAM = re.compile(rb"(\d+) 0 obj\s*<<([^>]*)>>\s*stream\r?\n")
_CODECS = ("utf-16", "utf-8-sig", "cp1252", "latin-1", "cp437")


def byte_flipped(data: bytes, random_: random.Random) -> bytes:
    """One bit of one byte."""
    at = random_.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random_.randrange(8)]) + data[at + 1 :]


def byte_changed(data: bytes, random_: random.Random) -> bytes:
    """One byte becomes any other one."""
    at = random_.randrange(len(data))
    return data[:at] + random_.randbytes(1) + data[at + 1 :]


def piece_deleted(data: bytes, random_: random.Random) -> bytes:
    """Up to sixty bytes are lost."""
    at = random_.randrange(len(data))
    return data[:at] + data[at + random_.randrange(1, 60) :]


def piece_inserted(data: bytes, random_: random.Random) -> bytes:
    """A few bytes of noise, or of characters that mean something somewhere."""
    at = random_.randrange(len(data))
    signs = bytes(random_.choices(b"<>&;,:/-+.'\"|?@\0\n\r\t 0159CDR\xef\xbb\xbf", k=4))
    noise = random_.choice([random_.randbytes(random_.randrange(1, 9)), signs])
    return data[:at] + noise + data[at:]


def piece_doubled(data: bytes, random_: random.Random) -> bytes:
    """Up to four hundred bytes stand there twice."""
    at = random_.randrange(len(data))
    end = at + random_.randrange(1, 400)
    return data[:end] + data[at:]


def block_repeated(data: bytes, random_: random.Random) -> bytes:
    """A block stands there many times, as when a transfer goes wrong."""
    at = random_.randrange(len(data))
    block = data[at : at + random_.randrange(1, 200)]
    return data[:at] + block * random_.randrange(2, 30) + data[at:]


def end_cut(data: bytes, random_: random.Random) -> bytes:
    """The file ends early."""
    return data[: random_.randrange(len(data))]


def line_deleted(data: bytes, random_: random.Random) -> bytes:
    """One line is lost."""
    lines = _LINE.findall(data)
    del lines[random_.randrange(len(lines))]
    return b"".join(lines)


def line_doubled(data: bytes, random_: random.Random) -> bytes:
    """One line stands there twice."""
    lines = _LINE.findall(data)
    at = random_.randrange(len(lines))
    return b"".join([*lines[:at], lines[at], *lines[at:]])


def lines_swapped(data: bytes, random_: random.Random) -> bytes:
    """Two lines change places."""
    lines = _LINE.findall(data)
    one, other = random_.randrange(len(lines)), random_.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def digit_changed(data: bytes, random_: random.Random) -> bytes:
    """One digit is another one."""
    places = [m.start() for m in _DIGIT.finditer(data)]
    if not places:
        return byte_changed(data, random_)
    at = random_.choice(places)
    return data[:at] + str(random_.randrange(10)).encode() + data[at + 1 :]


def digits_swapped(data: bytes, random_: random.Random) -> bytes:
    """Two digits beside each other change places."""
    places = [m.start() for m in _DIGITS.finditer(data)]
    if not places:
        return byte_changed(data, random_)
    at = random_.choice(places)
    return data[:at] + data[at + 1 : at + 2] + data[at : at + 1] + data[at + 2 :]


def amount_changed(data: bytes, random_: random.Random) -> bytes:
    """One amount gets another mark, sign, size, or is lost."""
    places = list(_AMOUNT.finditer(data))
    if not places:
        return digit_changed(data, random_)
    found = random_.choice(places)
    text = found[0]
    turned = text.translate(bytes.maketrans(b".,", b",."))
    other = random_.choice(
        [turned, b"-" + text, b"1" + text, text[1:], text + b"0", text[:-3], b"", b"0.00", b"("]
    )
    return data[: found.start()] + other + data[found.end() :]


def encoding_changed(data: bytes, random_: random.Random) -> bytes:
    """All of it, or its end, is written in another encoding."""
    text = data.decode("utf-8", "replace") if random_.random() < 0.5 else data.decode("latin-1")
    other = text.encode(random_.choice(_CODECS), "replace")
    if random_.random() < 0.5:
        return other
    at = random_.randrange(len(data))
    return data[:at] + other[at:]


KINDS: tuple[Mutation, ...] = (
    byte_flipped,
    byte_changed,
    piece_deleted,
    piece_inserted,
    piece_doubled,
    block_repeated,
    end_cut,
    line_deleted,
    line_doubled,
    lines_swapped,
    digit_changed,
    digits_swapped,
    amount_changed,
    encoding_changed,
)


def mutant(data: bytes, name: str, number: int) -> tuple[str, bytes]:
    """(kind of damage, damaged file): the `number`th of this file, the same on every run."""
    random_ = random.Random(f"{name}:{number}")  # noqa: S311 - a repeatable choice, no secret
    kind = KINDS[number % len(KINDS)]
    if data[:4] == b"PK\x03\x04" and random_.random() < _INSIDE:
        return f"{kind.__name__} inside", _inside_zip(data, kind, random_)
    if data[:5] == b"%PDF-" and (pages := _pages(data)) and random_.random() < _INSIDE:
        return f"{kind.__name__} inside", _inside_pdf(data, pages, kind, random_)
    return kind.__name__, kind(data, random_)


def _inside_zip(data: bytes, kind: Mutation, random_: random.Random) -> bytes:
    """The archive with one of its members damaged, the larger the likelier."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {i.filename: package.read(i) for i in package.infolist() if i.file_size}
    names = sorted(members)
    chosen = random_.choices(names, [len(members[n]) for n in names])[0]
    members[chosen] = kind(members[chosen], random_)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(zipfile.ZipInfo(name), members[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _pages(data: bytes) -> list[tuple[int, bytes]]:
    """(number of the object, content unpacked) of what draws text in a PDF."""
    found: list[tuple[int, bytes]] = []
    for match in _STREAM.finditer(data):
        packed = data[match.end() : data.find(b"endstream", match.end())]
        try:
            if b"ASCII85Decode" in match[2]:
                packed = base64.a85decode(packed.strip().removesuffix(b"~>"))
            if b"FlateDecode" in match[2]:
                packed = zlib.decompressobj().decompress(packed)
        except (ValueError, binascii.Error, zlib.error):
            continue
        if b"BT" in packed and (b"Tj" in packed or b"TJ" in packed):
            found.append((int(match[1]), packed))
    return found


def _inside_pdf(
    data: bytes, pages: list[tuple[int, bytes]], kind: Mutation, random_: random.Random
) -> bytes:
    """The PDF with one page's content damaged and put behind the file, which makes it count.

    The table of places is left out at the end, so that a reader has to look for all objects.
    """
    number, content = random_.choice(pages)
    content = kind(content, random_)
    head = f"\n{number} 0 obj\n<< /Length {len(content)} >>\nstream\n".encode()
    return data + head + content + b"\nendstream\nendobj\nstartxref\n0\n%%EOF\n"
