"""Rows with what they hold: days, figures and the words between.

Here: reading each row of a document once. Not here: what the rows are together (body.py).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ledgerflow.statements.pdf.days import PlacedDay, days_in
from ledgerflow.statements.pdf.figures import Figure, Style, figures_in
from ledgerflow.statements.pdf.headers import header_at
from ledgerflow.statements.pdf.labels import Label, read_label
from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.pdf.rows import Row

_PARTED = 1.2
"""Furniture stands further from a table than this many heights of its letters."""
_FUSED = re.compile(r"^(.*[^\W\d_])([-+\u2212]?\d{1,3}(?:[.,']?\d{3})*[.,]\d{2})$")
_POINTED = re.compile(r"^\d{1,2}[.,]\d{2}$")


@dataclass(frozen=True)
class Scan:
    """One row, its days and its figures, each from left to right.

    `is_day_total` marks the total of a day's money in or out that heads its rows (daytotals.py).
    `is_text` marks a text of a transaction, whatever it says (daysbelow.py).
    """

    row: Row
    days: tuple[PlacedDay, ...] = ()
    figures: tuple[Figure, ...] = ()
    is_furniture: bool = False
    spans: frozenset[int] = field(default=frozenset(), repr=False)
    is_day_total: bool = False
    is_text: bool = False

    @cached_property
    def leading(self) -> tuple[PlacedDay, ...]:
        """The days that the row begins with, one word before them allowed."""
        out: list[PlacedDay] = []
        at = 0
        for day in self.days:
            if day.start > at and (out or day.start > 1):
                break
            out.append(day)
            at = day.end
        return tuple(out)

    @cached_property
    def is_day_heading(self) -> bool:
        """True for a row that is a day, alone or with that day's balance or total."""
        if self.is_day_total:
            return True
        if not self.days or self.days[0].start > 0 or len(self.days) > 1:
            return False
        words = len(self.row.words) - self.days[0].end
        return not words or (bool(self.figures) and self.label.figure_kind == "balance")

    @cached_property
    def label_words(self) -> list[str]:
        """The words that are no part of a figure or a day."""
        held = {i for f in self.figures for i in range(f.start, f.end)}
        held |= {i for d in self.days for i in range(d.start, d.end)}
        return [w.text for i, w in enumerate(self.row.words) if i not in held]

    @cached_property
    def label(self) -> Label:
        """The row's text without its figures, as a label."""
        return read_label(" ".join(self.label_words))


def scan(row: Row, style: Style, *, is_furniture: bool = False) -> Scan:
    """Read one row; days come before figures."""
    if not row.has_digit:
        return Scan(row, is_furniture=is_furniture)
    days = [d for d in days_in(row.words) if not _is_figure(row, d, style)]
    spans = frozenset(i for d in days for i in range(d.start, d.end))
    figures = figures_in(row.words, style, spans)
    return Scan(row, tuple(days), tuple(figures), is_furniture, spans)


def split_fused(scans: Sequence[Scan], style: Style) -> list[Scan]:
    """Cut amounts off words that touch them, where the amount ends in a column of figures."""
    ends = Counter(round(f.right) for s in scans for f in s.figures)
    usual = {end + i for end, count in ends.items() if count > 2 for i in (-1, 0, 1)}
    out: list[Scan] = []
    for found in scans:
        words = found.row.words
        if usual and any(round(w.right) in usual and _fused(w) for w in words):
            parts = [p for w in words for p in (_cut(w) if round(w.right) in usual else (w,))]
            row = replace(found.row, words=tuple(parts))
            out.append(scan(row, style, is_furniture=found.is_furniture))
        else:
            out.append(found)
    return out


def _fused(word: Word) -> re.Match[str] | None:
    return _FUSED.match(word.text) if word.text[-1:].isdigit() else None


def _cut(word: Word) -> tuple[Word, ...]:
    found = _fused(word)
    if found is None:
        return (word,)
    at = word.left + (word.right - word.left) * len(found[1]) / len(word.text)
    return replace(word, text=found[1], right=at), replace(word, text=found[2], left=at)


def _is_figure(row: Row, day: PlacedDay, style: Style) -> bool:
    """'12.05' behind the row's beginning is an amount where amounts have points."""
    text = row.words[day.start].text
    return (
        day.start > 0
        and day.end == day.start + 1
        and bool(_POINTED.match(text))
        and style.decimal in text
        and not text.startswith("0")
    )


def furniture_of(pages: Sequence[Sequence[Row]]) -> set[int]:
    """Rows (by id) that pages share at their top or bottom: letterheads, addresses, numbers.

    Rows that begin with figures' tables are never among them: a day or a header ends the search.
    """
    if len(pages) < 2:
        return set()
    found: set[int] = set()
    heads = [[(_shape(r), r) for r in _to_header(rows[:12])] for rows in pages]
    tails = [[(_shape(r), r) for r in rows[:-9:-1]] for rows in pages]
    least = max(2, (3 * len(pages) + 4) // 5) if len(pages) > 2 else 2
    for group in (heads, tails):
        known: dict[tuple[str, int], int] = {}
        for rows in group:
            for key in {(shape, round(r.middle / 4)) for shape, r in rows}:
                known[key] = known.get(key, 0) + 1
            if group is heads:  # letterheads of later pages may stand higher
                for text in {r.text for _, r in rows}:
                    known[text, -9] = known.get((text, -9), 0) + 1
        for rows in group:
            found.update(id(r) for r in _repeated(rows, known, least, at_top=group is heads))
    return found


def _to_header(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows above a page's first table header."""
    at = next((i for i in range(len(rows)) if header_at(rows, i) is not None), len(rows))
    return rows[:at]


def _repeated(
    rows: Sequence[tuple[str, Row]], known: dict[tuple[str, int], int], least: int, *, at_top: bool
) -> list[Row]:
    """The repeated rows from the edge inwards; below a table a gap must part them from it."""
    out: list[Row] = []
    kept = 0
    for at, (shape, row) in enumerate(rows):
        step = round(row.middle / 4)
        same = max(known.get((shape, step + i), 0) for i in (-1, 0, 1))
        if max(same, known.get((row.text, -9), 0)) < least:
            break
        if days_in(row.words[:3]) and row.words[-1].text[-1:].isdigit():
            break
        out.append(row)
        inner = rows[at + 1][1] if at + 1 < len(rows) else None
        if at_top or inner is None or row.top - inner.bottom > _PARTED * row.size:
            kept = len(out)
    return out[:kept]


def _shape(row: Row) -> str:
    return re.sub(r"\d+", "#", row.text)
