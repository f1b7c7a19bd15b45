"""The records of repairs: what contradicts, what could have happened, and the proposal.

Here: frozen records and the effect of one changed line on every printed figure. Not here:
finding (changes.py) or judging candidates (ranking.py).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

RepairKind = Literal[
    "flipped_sign",
    "duplicate_line",
    "swapped_digits",
    "shifted_point",
    "misread_digit",
    "misread_balance",
    "misread_opening",
    "misread_closing",
    "misread_money_in",
    "misread_money_out",
    "missing_line",
]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Break:
    """Lines `start` to `end` (positions, oldest first) do not lead to the balance at `end`.

    `gap` is the printed balance minus the computed one. Behind the last line the stretch may
    be empty: `end` is then before `start`, and the balance is the closing one.
    """

    start: int
    end: int
    gap: Decimal


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """All that contradicts in one statement; every gap is printed minus computed.

    `gaps` names each figure the bank printed ("closing", "money_in", "money_out", "count",
    "count_in", "count_out"), also those that hold (gap 0): a repair must not break them.
    `breaks` are the first of `break_count` broken stretches, oldest first. `figures` holds the
    printed values that may be misread themselves.
    """

    gaps: Mapping[str, Decimal]
    breaks: tuple[Break, ...] = ()
    break_count: int = 0
    newest_first: bool = False
    figures: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def place(self) -> Break | None:
        """The first stretch that does not lead to its balance."""
        return self.breaks[0] if self.breaks else None

    @property
    def following(self) -> Break | None:
        """The break right after the first, where there is one."""
        if len(self.breaks) > 1 and self.breaks[1].start == self.breaks[0].end + 1:
            return self.breaks[1]
        return None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could have happened: a line says `old` and should say `new`.

    `old` is None for a line that is not there, `new` for one that should not be. `at` is the
    line's position, oldest first. `settles` names the figures that are misread themselves,
    `mends` how many breaks it explains.
    """

    kind: RepairKind
    old: Decimal | None
    new: Decimal | None
    at: int | None = None
    settles: frozenset[str] = frozenset()
    mends: int = 1

    @property
    def effects(self) -> dict[str, Decimal]:
        """By how much each figure computed from the lines would change."""
        if self.settles:
            return {}
        old, new = self.old or ZERO, self.new or ZERO
        paid_in, paid_out = max(new, ZERO) - max(old, ZERO), max(-new, ZERO) - max(-old, ZERO)
        return {
            "closing": new - old,
            "money_in": paid_in,
            "money_out": paid_out,
            "count": Decimal((self.new is not None) - (self.old is not None)),
            "count_in": Decimal((new > 0) - (old > 0)),
            "count_out": Decimal((new < 0) - (old < 0)),
        }


@dataclass(frozen=True, slots=True)
class Repair:
    """A proposal. `row` is the line meant; `amount` what it should say (or the new line's).

    A missing line lies between `after_row` and `before_row`, None where unknown. `position` is
    the line's index in the file's own order (for a missing line: where it belongs, None where
    unknown) and `old_amount` what stands there now: both say exactly what is to be changed.
    `date` is a missing line's day where its neighbours leave only one.
    """

    kind: RepairKind
    message: str
    row: int | None = None
    amount: Decimal | None = None
    after_row: int | None = None
    before_row: int | None = None
    position: int | None = None
    old_amount: Decimal | None = None
    date: dt.date | None = None
