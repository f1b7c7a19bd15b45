"""The months that statements cover, as a grid: a row an account and year, a cell a month.

Here: from the coverage to cells with a shape, a word and where they lead. Not here: what a state
means (statements/coverage.py), loading it (statements/covering.py).
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from ledgerflow.statements.coverage import Month
from ledgerflow.statements.covering import Coverage
from ledgerflow.statements.models import BankAccount
from ledgerflow.web.marks import Mark

YEARS_SHOWN = 3

STATES = {
    "proved": Mark(gettext_noop("Proved"), "✓", "good"),
    "not_proved": Mark(gettext_noop("Not proved"), "✗", "bad"),
    "not_provable": Mark(gettext_noop("Not provable"), "○", "warn"),
    "partial": Mark(gettext_noop("Days missing"), "◐", "warn"),
    "missing": Mark(gettext_noop("No statement"), "–", "bad"),
    "awaited": Mark(gettext_noop("Not here yet"), "…", "wait"),
}
EXTRAS = {
    "duplicate": ("=", gettext_noop("a file is there twice")),
    "overlapping": ("+", gettext_noop("files overlap")),
    "waiting": ("!", gettext_noop("a file waits for you")),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one account; `file` is the only file that covers it, None for none or more."""

    first: dt.date
    mark: Mark
    extras: tuple[tuple[str, str], ...]
    days: str
    file: int | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """An account in a year: twelve cells, None where nothing is expected."""

    account: BankAccount
    year: int
    cells: tuple[Cell | None, ...]
    is_first: bool
    span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows, what signs they use, and whether earlier years are left out."""

    rows: tuple[GridRow, ...]
    legend: tuple[Mark, ...]
    extras: tuple[tuple[str, str], ...]
    has_earlier: bool
    missing: int


def grid_of(coverage: Coverage, *, today: dt.date, all_years: bool = False) -> Grid:
    """The grid of the last years, or of all. The words of the legend are those that occur."""
    since = 0 if all_years else today.year - YEARS_SHOWN + 1
    rows: list[GridRow] = []
    used: set[str] = set()
    marks: set[str] = set()
    has_earlier, missing = False, 0
    for one in coverage.accounts:
        years: dict[int, dict[int, Cell]] = {}
        for month in one.months:
            if month.first.year < since:
                has_earlier = True
                continue
            state = _state(month)
            used.add(state)
            marks |= EXTRAS.keys() & set(month.marks)
            missing += state in ("missing", "partial")
            years.setdefault(month.first.year, {})[month.first.month] = _cell(month, state)
        for place, (year, cells) in enumerate(sorted(years.items(), reverse=True)):
            twelve = tuple(cells.get(number) for number in range(1, 13))
            rows.append(GridRow(one.account, year, twelve, place == 0, len(years)))
    legend = tuple(_mark(state) for state in STATES if state in used)
    return Grid(tuple(rows), legend, _extras(marks), has_earlier, missing)


def _mark(state: str) -> Mark:
    shown = STATES[state]
    return Mark(gettext(shown.word), shown.shape, shown.tone)


def _extras(names: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((sign, gettext(word)) for name, (sign, word) in EXTRAS.items() if name in names)


def _state(month: Month) -> str:
    return "not_provable" if "not_provable" in month.marks else month.state


def _cell(month: Month, state: str) -> Cell:
    return Cell(
        first=month.first,
        mark=_mark(state),
        extras=_extras(set(month.marks)),
        days=", ".join(f"{a.day}" if a == b else f"{a.day}–{b.day}" for a, b in month.gaps),
        file=month.files[0] if len(month.files) == 1 else None,
    )
