"""What a receipt's bytes are, whatever its name says; pure.

Here: JPEG, PNG, WebP, HEIC and PDF by their marks and their structure. Not here: storing
(storing.py). What is none of them is refused: an SVG, a page or an archive may carry a programme.
"""

from collections.abc import Callable

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
HEIC, PDF = "image/heic", "application/pdf"

SHOWN_INLINE = frozenset({JPEG, PNG, WEBP})
"""What browsers show as an image without running anything; the others are handed out as files."""

HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
PDF_TAIL = 4096
JPEG_PLAIN = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers of a JPEG that carry no length."""


def media_type_of(data: bytes) -> str:
    """The media type of a receipt's bytes, "" for what is none that is kept."""
    for media_type, is_one in CHECKS:
        if is_one(data):
            return media_type
    return ""


def _is_jpeg(data: bytes) -> bool:
    """Segments up to the first scan, a frame among them, and an end."""
    if not data.startswith(b"\xff\xd8\xff"):
        return False
    at, has_frame = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == 0xFF or kind in JPEG_PLAIN:
            at += 1 if kind == 0xFF else 2
            continue
        if kind == 0xDA:
            return has_frame and data.find(b"\xff\xd9", at) > 0
        has_frame = has_frame or (0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC))
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _is_png(data: bytes) -> bool:
    """The header first, then chunks up to the last one."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"):
        return False
    at, has_data = 8, False
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        has_data = has_data or kind == b"IDAT"
        at += 12 + size
        if kind == b"IEND":
            return has_data and at <= len(data)
    return False


def _is_webp(data: bytes) -> bool:
    """A RIFF file of the size that it says, with a picture in it."""
    size = int.from_bytes(data[4:8], "little")
    kinds = (b"VP8 ", b"VP8L", b"VP8X")
    is_riff = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return is_riff and data[12:16] in kinds and 12 < size <= len(data) - 8


def _is_heic(data: bytes) -> bool:
    """A file type box that names the format, followed by another box."""
    size = int.from_bytes(data[:4], "big")
    if data[4:8] != b"ftyp" or not 16 <= size <= min(512, len(data) - 8):
        return False
    brands = {data[at : at + 4] for at in (8, *range(16, size - 3, 4))}
    return bool(brands & HEIC_BRANDS)


def _is_pdf(data: bytes) -> bool:
    """The mark at the very beginning, a version, and an end."""
    return data.startswith(b"%PDF-") and data[5:6].isdigit() and b"%%EOF" in data[-PDF_TAIL:]


CHECKS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    (JPEG, _is_jpeg),
    (PNG, _is_png),
    (WEBP, _is_webp),
    (HEIC, _is_heic),
    (PDF, _is_pdf),
)
