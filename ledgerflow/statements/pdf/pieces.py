"""What pdfium says about a page's characters: pieces between spaces, each with its box.

Here: all calls for characters, as few as can be: one per character would cost more than all
the rest, so a piece is known by its first and last, and looked into only where it was drawn in
several steps. Not here: pieces -> words of the page as a person sees it (text.py).
"""

import ctypes
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from math import inf
from typing import Any

import pypdfium2.raw as pdfium

from ledgerflow.statements.pdf.unseen import unseen

JOIN_EM = 0.09
"""What stands closer than this part of its height is one word."""
ALIKE = 0.75
"""What is lower than this part of its neighbour's height is a raised mark, not of its word."""
WIDE_FROM = 3
"""From more characters than this on it shows whether letters are set wide."""
NEAR_EM = 0.2
"""Below this gap it matters whether the space between two pieces is drawn or only assumed."""

_PIECE = re.compile(r"[^\s\x00\x01\x03-\x1f\x7f]+")


type Piece = tuple[str, float, float, float, float, int | None, bool]
"""Text, left, bottom, right and top in the page's own space (y grows upwards), direction, apart.

Direction counts quarter turns against the clock; None where one character does not tell. Apart:
a drawn space stands before it, however narrow. A plain tuple: a page has a thousand of them.
"""


def _direct(function: Any, *types: Any) -> Any:
    """A pdfium function without ctypes' checks of each argument: several times faster."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(*types)(address)


_int, _handle = ctypes.c_int, ctypes.c_void_p
_box_of = _direct(pdfium.FPDFText_GetLooseCharBox, _int, _handle, _int, _handle)
_object_of = _direct(pdfium.FPDFText_GetTextObject, _handle, _handle, _int)
_is_generated = _direct(pdfium.FPDFText_IsGenerated, _int, _handle, _int)


def page_pieces(page: Any) -> tuple[list[Piece], str]:
    """The pieces of an open page (pypdfium2's PdfPage) in drawing order, and all its text."""
    text_page = pdfium.FPDFText_LoadPage(page.raw)
    if not text_page:
        return [], ""
    try:
        text = _characters(text_page)
        return _pieces(ctypes.addressof(text_page.contents), text, page.raw), text
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _characters(text_page: Any) -> str:
    """One character for each of pdfium's, so that a place in the text is a character's index."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, units)
    text = bytes(units).decode("utf-16-le", "surrogatepass")[:-1]
    if written == count + 1 == len(text) + 1:
        return text
    # signs without a meaning are left out of that text, and rare ones take two units of it
    codes = map(pdfium.FPDFText_GetUnicode, repeat(text_page), range(count))
    return "".join(chr(code) if 0 < code <= 0x10FFFF else "\uffff" for code in codes)


def _pieces(handle: int, text: str, page: Any) -> list[Piece]:
    spans = [match.span() for match in _PIECE.finditer(text)]
    firsts, lasts = [begin for begin, _ in spans], [end - 1 for _, end in spans]
    begins, ends = _boxes(handle, firsts), _boxes(handle, lasts)
    pieces = [
        (text[first : last + 1], begin[0], begin[3], end[2], end[1], 0, False)
        if end[0] - begin[0] > abs(end[1] - begin[1])
        else _piece(text[first : last + 1], begin, end)
        for first, last, begin, end in zip(firsts, lasts, begins, ends, strict=True)
    ]
    _mark_spaces(handle, text, firsts, pieces)
    objects = list(map(_object_of, repeat(handle), firsts))
    hidden = unseen(page, objects, [piece[1:5] for piece in pieces])
    for at in sorted(hidden.union(_in_steps(handle, objects, firsts, lasts)), reverse=True):
        pieces[at : at + 1] = () if at in hidden else _parts(handle, pieces[at], firsts[at])
    return pieces


_Box = tuple[float, float, float, float]


def _boxes(handle: int, indexes: Sequence[int]) -> list[_Box]:
    """Left, top, right, bottom of characters: as wide as they advance, as high as their font."""
    count = len(indexes)
    boxes = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(boxes)
    steps = range(start, start + 16 * count, 16)
    deque(map(_box_of, repeat(handle), indexes, steps), 0)
    values = iter(boxes[:])
    return list(zip(values, values, values, values, strict=True))


def _piece(text: str, begin: _Box, end: _Box) -> Piece:
    """The piece between the boxes of its first and last character, whichever way it runs."""
    left, top, right, bottom = begin
    across, up = end[0] + end[2] - left - right, end[1] + end[3] - top - bottom
    direction = (0 if across >= 0 else 2) if abs(across) >= abs(up) else 1 if up > 0 else 3
    return (
        text,
        min(left, end[0]),
        min(bottom, end[3]),
        max(right, end[2]),
        max(top, end[1]),
        direction if len(text) > 1 else None,
        False,
    )


def _mark_spaces(handle: int, text: str, firsts: Sequence[int], pieces: list[Piece]) -> None:
    """Where pieces nearly touch, say whether the file itself has a space between them."""
    for at, (before, piece) in enumerate(pairwise(pieces), 1):
        _, left, bottom, _, top, _, _ = piece
        if before[1] < left < before[3] + NEAR_EM * (top - bottom):
            space = firsts[at] - 1
            if text[space] not in "\r\n" and not _is_generated(handle, space):
                pieces[at] = (*piece[:6], True)


def _in_steps(
    handle: int, objects: Sequence[int | None], firsts: Sequence[int], lasts: Sequence[int]
) -> list[int]:
    """The pieces that were drawn in several steps; `objects` are those of their firsts.

    Objects follow each other: a piece whose successor begins in its own object is of that one.
    """
    followers = [*objects[1:], None][: len(objects)]
    return [
        at
        for at, (mine, following) in enumerate(zip(objects, followers, strict=True))
        if mine != following and lasts[at] > firsts[at] and _object_of(handle, lasts[at]) != mine
    ]


def _parts(handle: int, piece: Piece, first: int) -> Iterator[Piece]:
    """A piece drawn in several steps, split where one goes further than its letters stand."""
    text, apart = piece[0], piece[6]
    count = len(text)
    boxes = _boxes(handle, range(first, first + count))
    steps = [_step(before, box) for before, box in pairwise(boxes)]
    # letters set wide have a gap after each of them
    usual = max(sorted(steps)[count // 2 - 1], 0.0) if count > WIDE_FROM else 0.0
    begin = 0
    for index, step in enumerate([*steps, inf], 1):
        if step < usual + JOIN_EM:
            continue
        part = _piece(text[begin:index], boxes[begin], boxes[index - 1])
        yield (*part[:6], apart and begin == 0)
        begin = index


def _step(before: _Box, box: _Box) -> float:
    """The gap between two characters in parts of their size; infinite where sizes differ."""
    across = max(box[0] - before[2], before[0] - box[2])
    up = max(box[3] - before[1], before[3] - box[1])
    if across >= up:
        size, other = box[1] - box[3], before[1] - before[3]
    else:
        size, other = box[2] - box[0], before[2] - before[0]
    if not ALIKE * size <= other <= size / ALIKE:
        return inf
    return max(across, up) / (size or 1.0)
