"""The words of a page that carries text, where a person sees them.

Here: pieces -> words: turned upright, joined where they touch, in the order of their places.
Not here: what pdfium is asked (pieces.py), pages that are images (scanned.py), what the words
say (reading.py).

pdfium assumes a space where it sees a gap. Where that gap is small the pieces are joined again:
kerning and figures set one by one break no words, a space drawn by the file always does. The
order comes from places only: what a file draws first says nothing about where it stands.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.pdf.pieces import ALIKE, JOIN_EM, Piece, page_pieces

OVERLAP_EM = 0.5
"""Pieces that overlap by more than this part of their height are two texts, not one word."""
ROW_EM = 0.25
"""Pieces whose middles differ by less than this part of their height stand in one row."""
SAME_EM = 0.15
"""The same text again, moved by less than this part of its height, is drawn twice to look bold."""

_UNKNOWN = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\x7f�\uffff\ue000-\uf8ff]")
_LIGATURES = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), 0xFB00))
# pdfium marks hyphens at the end of a row; a soft hyphen that is drawn is seen as a hyphen
_HYPHENS = dict.fromkeys((0x02, 0xAD, 0xFFFE), "-")
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "")
_UNDECODED = dict.fromkeys((*range(0xE000, 0xF900), 0xFFFD, 0xFFFF), "")
_PLAIN = {**_LIGATURES, **_HYPHENS, **_UNSEEN, **_UNDECODED}

Box = tuple[float, float, float, float]

# Left, top, right, bottom, text, apart: a piece as a person sees it. Tuples, as there are many.
_Seen = tuple[float, float, float, float, str, bool]


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of one page in reading order and the page's size as a person sees it, in points.

    `undecodable` is the share of signs (0 to 1) whose meaning the file does not tell, `turns` the
    quarter turns with the clock that make the text upright, `box` the page in its own space.
    """

    words: tuple[Word, ...]
    width: float
    height: float
    characters: int = 0
    undecodable: float = 0.0
    turns: int = 0
    box: Box = (0.0, 0.0, 1.0, 1.0)


def text_layer(page: Any) -> TextLayer:
    """Read the text of an open pdfium page (pypdfium2's PdfPage)."""
    pieces, text = page_pieces(page)
    turns = _turns(pieces, page.get_rotation() // 90)
    box = page.get_bbox()
    width, height = box[2] - box[0], box[3] - box[1]
    if turns % 2:
        width, height = height, width
    seen = [
        piece
        for piece in _upright(pieces, turns, box)
        if 0 <= piece[0] + piece[2] <= 2 * width and 0 <= piece[1] + piece[3] <= 2 * height
    ]
    words = tuple(_words(seen))
    if not text.isascii() or "\x02" in text:
        words = tuple(_plain(words))
    signs = sum(len(piece[0]) for piece in pieces)
    unknown = len(_UNKNOWN.findall(text))
    share = unknown / max(signs, unknown, 1)
    return TextLayer(words, width, height, len(text), share, turns, box)


def seen_box(box: Box, layer: TextLayer) -> Box:
    """Left, top, right, bottom, as a person sees it, of a box in the page's own space."""
    piece: Piece = ("", *box, None, False)
    ((left, top, right, bottom, _, _),) = _upright([piece], layer.turns, layer.box)
    return left, top, right, bottom


def _turns(pieces: Iterable[Piece], of_page: int) -> int:
    """By how many quarter turns with the clock most of the text stands upright."""
    counts = [0, 0, 0, 0]
    for piece in pieces:
        if piece[5] is not None:
            counts[piece[5]] += 1
    most = max(counts)
    return of_page if most == counts[of_page] else counts.index(most)


def _upright(pieces: Iterable[Piece], turns: int, box: Box) -> Iterator[_Seen]:
    """The pieces from the top left corner; what runs another way is left out."""
    x0, y0, x1, y1 = box
    for text, left, bottom, right, top, direction, apart in pieces:
        if direction != turns and direction is not None:
            continue
        if turns == 0:
            yield left - x0, y1 - top, right - x0, y1 - bottom, text, apart
        elif turns == 1:
            yield bottom - y0, left - x0, top - y0, right - x0, text, apart
        elif turns == 2:
            yield x1 - right, bottom - y0, x1 - left, top - y0, text, apart
        else:
            yield y1 - top, x1 - right, y1 - bottom, x1 - left, text, apart


def _words(pieces: list[_Seen]) -> Iterator[Word]:
    """Row by row from the top, each from the left: pieces that touch joined, doubles dropped."""
    for row in _rows(pieces):
        row.sort()
        left, top, right, bottom, text, _ = row[0]
        for piece in row[1:]:
            gap, size = piece[0] - right, piece[3] - piece[1]
            if gap < JOIN_EM * size and not piece[5]:
                if piece[4] == text and piece[0] - left < SAME_EM * size:
                    continue
                if gap > -OVERLAP_EM * size and ALIKE < size / (bottom - top or 1) < 1 / ALIKE:
                    text += piece[4]
                    top, right, bottom = min(top, piece[1]), piece[2], max(bottom, piece[3])
                    continue
            yield Word(text, left, top, right, bottom)
            left, top, right, bottom, text, _ = piece
        yield Word(text, left, top, right, bottom)


def _rows(pieces: list[_Seen]) -> Iterator[list[_Seen]]:
    pieces.sort(key=_height)
    row: list[_Seen] = []
    limit = 0.0
    for piece in pieces:
        height = piece[1] + piece[3]
        if row and height > limit:
            yield row
            row = []
        if not row:
            limit = height + 2 * ROW_EM * (piece[3] - piece[1])
        row.append(piece)
    if row:
        yield row


def _height(piece: _Seen) -> float:
    return piece[1] + piece[3]


def _plain(words: Iterable[Word]) -> Iterator[Word]:
    """Ligatures as letters, every hyphen as one sign, nothing that cannot be seen."""
    for word in words:
        if word.text.isascii() and "\x02" not in word.text:
            yield word
        elif text := word.text.translate(_PLAIN):
            yield Word(text, word.left, word.top, word.right, word.bottom)
