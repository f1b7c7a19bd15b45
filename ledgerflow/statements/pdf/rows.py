"""Words of a page to rows: what a person reads as one line, from left to right.

Here: grouping words by their height on the page, and a row's text and cells. Not here: what a
row means. Words that are vertically off by less than half of a letter share a row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ledgerflow.statements.pdf.page import Page, Word
from ledgerflow.statements.tables.words import fold

_SHARED_TEXT = 0.5
_SHARED_OCR = 0.4
_MARKS = frozenset({"CR", "DR", "Cr", "Dr"})
_UNDER, _ALONE = 0.8, 3.0
"""How far below its figure, and beside other words, a mark stands, in heights of its letters."""
_CELL_GAP = 0.9
"""A gap wider than this share of the letters' height begins a new cell."""


@dataclass(frozen=True)
class Row:
    """Words that stand on one line of one page, from left to right."""

    page: int
    words: tuple[Word, ...]
    top: float
    bottom: float
    width: float
    height: float
    ocr: bool = False

    @property
    def left(self) -> float:
        """The left edge of the first word."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """The right edge of the last word."""
        return self.words[-1].right

    @property
    def middle(self) -> float:
        """The height on the page where the row stands."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The height of its letters, in points."""
        return max(self.bottom - self.top, 1.0)

    @cached_property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(w.text for w in self.words)

    @cached_property
    def folded(self) -> str:
        """The text in lower case without accents and marks."""
        return fold(self.text)

    @cached_property
    def has_digit(self) -> bool:
        """True where any word has a digit."""
        return any(c.isdecimal() for c in self.text)

    def cells(self) -> list[tuple[int, int]]:
        """Runs of words without a wide gap, as (first, after the last) word."""
        return cells_of(self.words)


def cells_of(words: Sequence[Word], share: float = _CELL_GAP) -> list[tuple[int, int]]:
    """Runs of words without a wide gap, as (first, after the last) word."""
    out: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(words)):
        before, word = words[at - 1], words[at]
        if word.left - before.right > share * min(_height(before), _height(word)):
            out.append((start, at))
            start = at
    if words:
        out.append((start, len(words)))
    return out


def _height(word: Word) -> float:
    return max(word.bottom - word.top, 4.0)


def rows_of(page: Page) -> list[Row]:
    """The rows of a page from top to bottom."""
    shared = _SHARED_OCR if page.source == "ocr" else _SHARED_TEXT
    words = sorted(page.words, key=lambda w: w.top + w.bottom)
    out: list[Row] = []
    for row in (_row(page, group) for group in _groups(words, shared)):
        if not out or not _is_mark_under(row, out[-1]):
            out.append(row)
            continue
        out[-1] = replace(out[-1], words=_in_order([*out[-1].words, row.words[-1]]))
        if len(row.words) > 1:
            out.append(replace(row, words=row.words[:-1]))
    return out


def _is_mark_under(row: Row, above: Row) -> bool:
    """True where a row ends in a mark such as CR that stands right below a figure without one.

    A narrow column breaks between a figure and its mark. The mark stands alone there, no words
    near it; its own row has no figure that it could belong to.
    """
    mark = row.words[-1]
    if mark.text not in _MARKS or row.has_digit or mark.top - above.bottom > _UNDER * row.size:
        return False
    if len(row.words) > 1 and mark.left - row.words[-2].right < _ALONE * row.size:
        return False
    last = above.words[-1]
    over = last.left < mark.right and mark.left < last.right
    return over and any(c.isdecimal() for c in last.text) and last.text[-1].isdecimal()


def _in_order(words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda w: w.left))


def _groups(words: Iterable[Word], shared: float) -> Iterator[list[Word]]:
    """Words whose heights overlap by a share of the smaller one."""
    group: list[Word] = []
    top = bottom = 0.0
    for word in words:
        low = min(bottom, word.bottom) - max(top, word.top)
        if group and low >= shared * min(bottom - top, word.bottom - word.top):
            group.append(word)
            if word.bottom - word.top > bottom - top:
                top, bottom = word.top, word.bottom
            continue
        if group:
            yield group
        group, top, bottom = [word], word.top, word.bottom
    if group:
        yield group


def _row(page: Page, group: list[Word]) -> Row:
    group.sort(key=lambda w: w.left)
    return Row(
        page=page.number,
        words=tuple(group),
        top=min(w.top for w in group),
        bottom=max(w.bottom for w in group),
        width=page.width,
        height=page.height,
        ocr=page.source == "ocr",
    )
