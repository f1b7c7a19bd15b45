"""What a check of a period is, and what it says.

Here: frozen records and the period that checks look at. Not here: any check (one file each) or
the order they come in (__init__.py).
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from ledgerflow.firms.models import Business
from ledgerflow.reports.figures import grouped
from ledgerflow.statements.covering import Coverage, coverage_of

type State = Literal["ok", "warning", "blocking"]
SHOWN = 5


class Books:
    """A business over the days to be closed (whole months, both ends included).

    `today` decides what is over already. What several checks need is read once.
    """

    def __init__(
        self, business: Business, start: dt.date, end: dt.date, today: dt.date, *, is_year: bool
    ) -> None:
        self.business, self.start, self.end = business, start, end
        self.today, self.is_year = today, is_year

    @property
    def parameters(self) -> dict[str, int | dt.date]:
        """What queries name: business, start, end."""
        return {"business": self.business.pk, "start": self.start, "end": self.end}

    @cached_property
    def coverage(self) -> Coverage:
        """Which months statements cover, of every bank account."""
        return coverage_of(self.business, today=self.today)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: both sides in words, and what to do where it is not as it should be."""

    state: State
    detail: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: an id for programs, a label for people, the question itself.

    It runs in the firm's scope. `year_only`: it is asked only when a fiscal year is closed.
    """

    id: str
    label: str
    find: Callable[[Books], Finding]
    year_only: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check after it was asked."""

    id: str
    label: str
    state: State
    detail: str
    todo: str = ""

    @property
    def as_json(self) -> dict[str, str]:
        """As the audit keeps it."""
        return {"id": self.id, "state": self.state, "detail": self.detail}


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency, as people read it."""
    return f"{grouped(amount, currency)} {currency}"


def counted(number: int, word: str) -> str:
    """ "1 line", "2 lines"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def listed(parts: Iterable[str], shown: int = SHOWN) -> str:
    """The first few in words, and how many more."""
    known = list(parts)
    more = f" and {len(known) - shown} more" if len(known) > shown else ""
    return "; ".join(known[:shown]) + more
