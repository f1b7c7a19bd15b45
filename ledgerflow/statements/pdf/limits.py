"""How much a PDF statement may be, checked before its pages are loaded; pure.

Here: pages, their size, and streams that unpack to far more than a statement. Not here: memory
and time of the process (statements/containment.py).
"""

import re
import zlib
from collections.abc import Iterable, Iterator

from ledgerflow.core.errors import LimitError, UnreadableFile
from ledgerflow.statements.parsed import Fault
from ledgerflow.statements.pdf import faults

PAGES_MAX = 500
SIDE_MAX_POINTS = 14_400
"""The longest side that a PDF page may have: 200 inches."""
CHARACTERS_MAX = 60_000
"""On one page; a densely printed one has 8,000."""
OBJECTS_MAX = 50_000
"""Drawn on one page: letters drawn as outlines are 5,000."""
STREAM_BYTES_MAX = 32 << 20
"""What a page's drawing, unpacked, may take; a dense one takes 0.2 MB."""

_RATIO_MAX = 1032  # deflate packs nothing tighter
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/Fl(?:ateDecode)?\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_DICTIONARY_BYTES = 4_000
_STEP = 1 << 20


def check_count(count: int, name: str) -> int:
    """The number of pages. Raises UnreadableFile for none, LimitError for more than PAGES_MAX."""
    if count < 1:
        raise UnreadableFile(
            f"{name}: the PDF has no page.", code="pdf_no_pages", hint=faults.AGAIN
        )
    if count > PAGES_MAX:
        raise LimitError(
            f"{name}: the PDF has {count:,} pages; at most {PAGES_MAX} are read.",
            code="pdf_too_many_pages",
            hint="Download a shorter period from the bank, or split the file; import the parts.",
        )
    return count


def size_fault(number: int, width: float, height: float) -> Fault | None:
    """What is wrong with the size of a page, in points."""
    if max(width, height) <= SIDE_MAX_POINTS and min(width, height) > 0:
        return None
    return faults.too_large(number, f"{width:,.0f} by {height:,.0f} points large")


def content_fault(number: int, characters: int, objects: int) -> Fault | None:
    """What is wrong with the amount of what stands on a page."""
    if characters > CHARACTERS_MAX:
        return faults.too_large(number, f"too full: {characters:,} characters stand on it")
    if objects > OBJECTS_MAX:
        return faults.too_large(number, f"too full: {objects:,} things are drawn on it")
    return None


def check_streams(data: bytes, name: str) -> None:
    """Raises LimitError where a stream unpacks to more than STREAM_BYTES_MAX.

    Pictures are left out: reading text does not unpack them. What is encrypted or damaged is not
    judged here.
    """
    begin = 0
    for match in _STREAM.finditer(data):
        if match.start() < begin:
            continue
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        dictionary = data[max(match.start() - _DICTIONARY_BYTES, begin) : match.start()]
        dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
        begin = end
        filters = len(_FLATE.findall(dictionary))
        if not filters or _IMAGE.search(dictionary):
            continue
        if filters == 1 and (end - match.end()) * _RATIO_MAX <= STREAM_BYTES_MAX:
            continue
        if _unpacked(data[match.end() : end], filters) > STREAM_BYTES_MAX:
            raise LimitError(
                f"{name}: a part of the PDF unpacks to more than {STREAM_BYTES_MAX >> 20} MB.",
                code="pdf_unpacks_too_large",
                hint="No statement does that: download it again, or print it to a new PDF file.",
            )


def _unpacked(packed: bytes, filters: int) -> int:
    """How much a stream unpacks to through so many filters; counted to just above the limit."""
    steps: Iterable[bytes] = (packed,)
    for _ in range(min(filters, 8)):
        steps = _inflated(steps)
    size = 0
    for step in steps:
        size += len(step)
        if size > STREAM_BYTES_MAX:
            break
    return size


def _inflated(steps: Iterable[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    for step in steps:
        rest = step
        while rest and not inflater.eof:
            try:
                out = inflater.decompress(rest, _STEP)
            except zlib.error:
                return
            rest = inflater.unconsumed_tail
            if out:
                yield out
