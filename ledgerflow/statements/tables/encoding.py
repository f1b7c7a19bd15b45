"""From a file's bytes to text: byte order marks, UTF-8, UTF-16 and the Windows code pages.

Here: which encoding, and what cannot be decoded. Not here: delimiters and rows (dialect.py).
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault
from ledgerflow.statements.tables.headers import header_roles

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_UTF8_PAIR = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CENTRAL = re.compile(
    r"(?:datum za|zauct|částk|měn[ay]|účt|číslo|zůst|převod|příjem|plat[bn]|kwot|rachun|księg|"
    r"tytuł|odbiorc|waluty|złot|összeg|dátum|közlem|könyv|számla|értékn|częś|opłat|płatn|"
    r"sumă|tranzac|ţ|zostatok|čiastk|prevod|položk)",
    re.IGNORECASE,
)
_NEVER_WESTERN = re.compile(r"(?<=[a-zA-ZÀ-ÿ])[¹³¿£¥](?=[a-zà-ÿ]|\b)|[ìøèùò][a-z]*[ìøèùòšž]")
_SAMPLE = 200_000
_OTHER_SCRIPTS = (
    "cp932",
    "gb18030",
    "cp949",
    "big5",
    "cp1251",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp874",
)
_RUNS = re.compile(rb"[\x80-\xff][\x40-\xff][\x80-\xff]")
"""High bytes close together: letters of another script, not accents in Latin words."""
_HEAD_LINES = 40
_PIECE = 1 << 20
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Decoded:
    """The encoding's name, why it was chosen, what did not decode, and the text in pieces.

    `start` is the first byte behind a byte order mark. `mixed`: lines that are not of the
    encoding are read as cp1252.
    """

    data: bytes
    encoding: str
    why: str
    faults: tuple[Fault, ...] = ()
    start: int = 0
    mixed: bool = False

    def pieces(self) -> Iterator[str]:
        """The text from its beginning; no piece is empty."""
        if self.mixed:
            return map(_line_by_line, _whole_lines(self.data))
        return _decoded(self.data, self.encoding, self.start)


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Decide how a file's bytes become text. `encoding` is a remembered or stated one.

    Raises UnreadableFile where the bytes are no text (NUL bytes, control characters).
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data, name, "the byte order mark says so", len(mark))
    if b"\0" in data:
        return _utf16_without_mark(data)
    if encoding:
        return _strict(data, encoding, "the profile says so")
    if data.isascii():
        return Decoded(data, "utf-8", "all bytes are ASCII")
    if _fits(data, "utf-8"):
        return Decoded(data, "utf-8", "all bytes are valid UTF-8")
    return _eight_bit(data)


def _decoded(data: bytes, encoding: str, start: int = 0) -> Iterator[str]:
    """Raises _Undecodable with the position of the first byte that does not decode."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(start, len(data), _PIECE):
        waiting = len(decoder.getstate()[0])
        try:
            text = decoder.decode(data[at : at + _PIECE], at + _PIECE >= len(data))
        except UnicodeDecodeError as error:
            raise _Undecodable(at - waiting + error.start - start) from error
        if text:
            yield text


class _Undecodable(Exception):
    """The byte at `args[0]`, counted behind a byte order mark, is not of the encoding."""


def _fits(data: bytes, encoding: str) -> bool:
    try:
        return all(_decoded(data, encoding))
    except _Undecodable:
        return False


def _whole_lines(data: bytes) -> Iterator[bytes]:
    """The bytes in pieces that end where a line ends."""
    start = 0
    while start < len(data):
        stop = data.find(b"\n", min(start + _PIECE, len(data) - 1)) + 1 or len(data)
        yield data[start:stop]
        start = stop


def _strict(data: bytes, encoding: str, why: str, start: int = 0) -> Decoded:
    at = 0
    try:
        b"a".decode(encoding, "ignore")  # refuses what is a codec and no encoding of text
        for text in _decoded(data, encoding, start):
            if "\0" in text:
                raise _nul(at + text.index("\0"))
            at += len(text)
    except LookupError as error:
        raise UnreadableFile(
            f"The profile names an unknown encoding: {encoding!r}.",
            code="csv_encoding",
            hint="Use utf-8, cp1252, cp1250, iso-8859-1 or leave the encoding out.",
        ) from error
    except _Undecodable as error:
        if encoding == "utf-8":
            return _mixed(data[start:])
        raise UnreadableFile(
            f"Byte {error.args[0]:,} is not {encoding}, although {why}.",
            code="csv_encoding",
            hint="Download the file again; do not open and save it in between.",
        ) from error
    return Decoded(data, encoding, why, start=start)


def _nul(position: int) -> UnreadableFile:
    return UnreadableFile(
        f"The file has NUL bytes (first at byte {position:,}): it is damaged or no text.",
        code="csv_nul_bytes",
        hint="Download the file again from the bank.",
    )


def _utf16_without_mark(data: bytes) -> Decoded:
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return _strict(data, "utf-16-le", "every second byte is zero")
    if even > half * 0.6 and odd < half * 0.1:
        return _strict(data, "utf-16-be", "every second byte is zero")
    raise _nul(data.index(b"\0"))


def _eight_bit(data: bytes) -> Decoded:
    """Not UTF-8 as a whole: a Windows code page, or UTF-8 and another one mixed."""
    known = _by_known_headers(data)
    if known:
        return Decoded(data, known, "not UTF-8; column names are words only this way")
    pairs, others = _utf8_pairs_and_others(data)
    if pairs and pairs >= others:
        return _mixed(data)
    sample = data[:_SAMPLE]
    western = sample.decode("cp1252", "replace")
    central = sample.decode("cp1250", "replace")
    evidence = len(_NEVER_WESTERN.findall(western)) + 2 * (
        len(_CENTRAL.findall(central)) - len(_CENTRAL.findall(western))
    )
    if evidence >= 2 and "\ufffd" not in central:
        names = ("cp1250", "cp1252")
        why = "not UTF-8; letters and words are Central European"
    else:
        names = ("cp1252", "cp1250")
        why = "not UTF-8; read as Western European Windows text"
    found = next((name for name in names if _fits(data, name)), None)
    return Decoded(data, found, why) if found else _mixed(data)


def _utf8_pairs_and_others(data: bytes) -> tuple[int, int]:
    """How many byte sequences are letters of UTF-8, and how many runs of high bytes remain."""
    pairs = others = 0
    for part in _whole_lines(data):
        if not part.isascii():
            rest, found = _UTF8_PAIR.subn(b"", part)
            pairs += found
            others += sum(1 for _ in _HIGH.finditer(rest))
    return pairs, others


def _by_known_headers(data: bytes) -> str:
    """The encoding under which the first lines hold column names in another script, or ""."""
    head = b"\n".join(data.split(b"\n", _HEAD_LINES)[:_HEAD_LINES])
    if len(_RUNS.findall(head)) < 2:
        return ""
    found: dict[str, int] = {}
    for name in _OTHER_SCRIPTS:
        try:
            text = head.decode(name)
        except UnicodeDecodeError:
            continue
        if not _fits(data, name):
            continue
        cells = {c.strip(" \"'") for c in re.split(r"[,;\t|\n\r]", text)}
        found[name] = sum(map(_is_name_in_another_script, cells))
    best = max(found, key=lambda name: found[name], default="")
    return best if best and found[best] >= 2 else ""


def _is_name_in_another_script(cell: str) -> bool:
    other = sum(c > "\u036f" for c in cell)
    return other * 2 > len(cell) and max(header_roles(cell).values(), default=0.0) > 0.9


def _mixed(data: bytes) -> Decoded:
    """Line by line UTF-8, else cp1252; lines that were not UTF-8 are counted, the first named."""
    bad: list[int] = []
    count, number, excerpt = 0, 1, ""
    for part in _whole_lines(data):
        lines = part.split(b"\n")
        for at, line in enumerate(lines, number):
            if line.isascii() or _is_utf8(line):
                continue
            count += 1
            excerpt = excerpt or _line_by_line(line)[:EXCERPT_LIMIT]
            if len(bad) <= _NAMED:
                bad.append(at)
        number += len(lines) - 1
    named = ", ".join(map(str, bad[:_NAMED])) + (", ..." if count > _NAMED else "")
    fault = Fault(
        code="csv_mixed_encoding",
        message=f"{count} lines are not UTF-8 while others are (lines {named}).",
        hint="Download the file again; two files in different encodings may have been joined.",
        line=bad[0] if bad else None,
        excerpt=excerpt,
    )
    return Decoded(data, "utf-8", "mostly UTF-8, but not all of it", (fault,), mixed=True)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line_by_line(part: bytes) -> str:
    if _is_utf8(part):
        return part.decode()
    lines = part.split(b"\n")
    return "\n".join(
        line.decode() if _is_utf8(line) else line.decode("cp1252", "replace") for line in lines
    )
