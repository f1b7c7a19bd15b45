"""PDF files built byte by byte: pages of invented text, and files that mean harm.

Here: the building. Not here: layouts of statements (tests/pdf_zoo).
"""

import hashlib
import zlib
from collections.abc import Mapping, Sequence

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
LETTER = "0 0 612 792"


def pdf_of(objects: Sequence[bytes], *, header: bytes = b"%PDF-1.4\n", root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with a right cross-reference table."""
    out, offsets = header, []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    count = len(objects) + 1
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, entries)
    end = b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, root, len(out))
    return out + table + end


def stream(content: bytes, dictionary: str = "") -> bytes:
    """A stream object's body."""
    head = b"<</Length %d%s>>" % (len(content), dictionary.encode())
    return head + b"stream\n" + content + b"\nendstream"


def pages_pdf(
    *contents: bytes, box: str = LETTER, page: str = "", objects: Mapping[str, bytes] | None = None
) -> bytes:
    """A PDF with one page for each content; `page` adds to every page's dictionary.

    `objects` are what contents draw by name (`/Im Do`): pictures.
    """
    more = list((objects or {}).items())
    first = 4 + 2 * len(contents)
    pictures = " ".join(f"/{name} {first + at} 0 R" for at, (name, _) in enumerate(more))
    resources = f"/XObject<<{pictures}>>" if more else ""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(contents)))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
        FONT,
    ]
    for index, content in enumerate(contents):
        bodies.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]{page}/Contents {5 + 2 * index} 0 R"
            f"/Resources<</Font<</F 3 0 R>>{resources}>>>>".encode()
        )
        bodies.append(stream(content))
    return pdf_of([*bodies, *(body for _, body in more)])


def drawn(text: str, *, x: float = 72, y: float = 700, size: float = 10, how: str = "") -> bytes:
    """Content that draws a text with its baseline at (x, y) from the lower left corner."""
    safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {how} {x} {y} Td ({safe}) Tj ET\n".encode("cp1252")


def rows(count: int, *, size: float = 8) -> bytes:
    """Content of `count` rows as a bank prints them: day, text, amount, balance."""
    content = b""
    for index in range(count):
        y = 760 - index * size * 1.4
        content += drawn(f"{index % 28 + 1:02}/03/2025", x=50, y=y, size=size)
        content += drawn(f"CARD PAYMENT HARBOR STREET {1000 + index}", x=110, y=y, size=size)
        content += drawn(f"{index + 1}.50", x=430, y=y, size=size)
        content += drawn(f"{9000 - index}.25", x=510, y=y, size=size)
    return content


def bomb(megabytes: int, times: int = 1) -> bytes:
    """A page's content that unpacks to so many megabytes of spaces, through `times` filters."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed)
    return stream(packed, "/Filter[" + "/FlateDecode" * times + "]")


def picture(
    width: int = 200, height: int = 200, *, data: bytes = b"", kind: str = "/FlateDecode"
) -> bytes:
    """A grey picture with a dark bar, or one whose data are as given."""
    pixels = (b"\xff" * width * 2 + b"\x00" * width) * (height // 3)
    pixels += b"\xff" * (width * height - len(pixels))
    return stream(
        data or zlib.compress(pixels, 1),
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray"
        f"/BitsPerComponent 8/Filter{kind}",
    )


def picture_page(x: int = 0, y: int = 0, width: int = 612, height: int = 792) -> bytes:
    """Content that draws the picture /Im there; see pages_pdf(objects={"Im": ...})."""
    return f"q {width} 0 0 {height} {x} {y} cm /Im Do Q\n".encode()


def scan_of(pdf: bytes, *, dpi: int = 150, turns: int = 0) -> bytes:
    """The same pages as pictures, turned by quarter turns with the clock."""
    import pypdfium2

    scans: dict[str, bytes] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = document[0].get_size()
        for index, page in enumerate(document):
            rotation = page.get_rotation()
            page.set_rotation((rotation + 90 * turns) % 360)
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            pixels, stride = bytes(bitmap.buffer), bitmap.stride
            rows_of = [pixels[at : at + bitmap.width] for at in range(0, len(pixels), stride)]
            data = zlib.compress(b"".join(rows_of), 1)
            scans[f"Im{index}"] = picture(bitmap.width, bitmap.height, data=data)
    if turns % 2:
        width, height = height, width
    contents = [
        f"q {width} 0 0 {height} 0 0 cm /Im{index} Do Q\n".encode() for index in range(len(scans))
    ]
    return pages_pdf(*contents, box=f"0 0 {width} {height}", objects=scans)


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FORBIDS_CHANGES = -44


def locked_pdf(*texts: str, user: str, owner: str = "owner-secret") -> bytes:
    """An encrypted PDF of one page with these rows; `user` opens it, "" opens it for everyone.

    The oldest encryption of the format (RC4, 40 bits), as its reference gives it.
    """
    of_user, of_owner = ((p.encode() + _PAD)[:32] for p in (user, owner))
    owner_entry = _rc4(_md5(of_owner)[:5], of_user)
    rights = _FORBIDS_CHANGES.to_bytes(4, "little", signed=True)
    key = _md5(of_user + owner_entry + rights + b"0" * 16)[:5]
    entries = f"/O<{owner_entry.hex()}>/U<{_rc4(key, _PAD).hex()}>/P {_FORBIDS_CHANGES}"
    content = b"".join(drawn(text, y=700 - 14 * i, size=9) for i, text in enumerate(texts))
    object_key = _md5(key + (5).to_bytes(3, "little") + b"\0\0")[:10]
    plain = pages_pdf(content)
    locked = plain.replace(content, _rc4(object_key, content))
    encryption = f"/ID[<{'30' * 16}>()]/Encrypt<</Filter/Standard/V 1/R 2{entries}>>".encode()
    return locked.replace(b"/Root 1 0 R>>", b"/Root 1 0 R" + encryption + b">>")


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    box, at = list(range(256)), 0
    for index in range(256):
        at = (at + box[index] + key[index % len(key)]) % 256
        box[index], box[at] = box[at], box[index]
    out, i, at = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        at = (at + box[i]) % 256
        box[i], box[at] = box[at], box[i]
        out.append(byte ^ box[(box[i] + box[at]) % 256])
    return bytes(out)
