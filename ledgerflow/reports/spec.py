"""What a report is: frozen records that every builder returns and every writer reads.

Here: cells with the way back to the journal, rows, sections, checks. Not here: how figures are
added (engine.py), single reports (one file each) or how they look (writers/).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

type RowKind = Literal["heading", "account", "line", "subtotal", "total", "note"]
type ColumnKind = Literal["money", "whole", "text"]
type Needs = Literal["balances", "months", "worksheet", "holdings", "changes", "register", "ledger"]


@dataclass(frozen=True, slots=True)
class Trace:
    """The question that opens a figure: whose entries of which days are behind it.

    Both days are included, None is open-ended. `without_closing`: year-end closing entries are
    no part of the figure. ledger/drilldown.py answers it.
    """

    account_ids: tuple[int, ...]
    start: dt.date | None
    end: dt.date | None
    without_closing: bool = False


@dataclass(frozen=True, slots=True)
class ReportCell:
    """One figure or text. Decimals are exact; None is an empty cell, not zero."""

    value: Decimal | str | None
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column after the label. "money" has the currency's decimals, "whole" has none."""

    label: str
    kind: ColumnKind = "money"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row with one cell a column, or none at all. `code` is an account's or a form line's.

    `line` is a tax form's line; `account` rows below it say what it is made of.
    """

    kind: RowKind
    label: str
    code: str = ""
    cells: tuple[ReportCell, ...] = ()
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReportSection:
    """Rows that belong together; `title` may be empty."""

    title: str
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """A sum that must hold, with both sides in words. Shown whether it holds or not."""

    label: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Bank transactions of the period that no one has decided yet: not in the books.

    `amount` is their signed sum in the holder's view: money in is positive.
    """

    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report. `start` is None where figures reach back to the start of the books."""

    id: str
    title: str
    business: str
    currency: str
    period_label: str
    start: dt.date | None
    end: dt.date
    columns: tuple[ReportColumn, ...]
    sections: tuple[ReportSection, ...]
    undecided: Undecided
    notes: tuple[str, ...] = ()
    checks: tuple[ReportCheck, ...] = ()
    draft: bool = False

    def __post_init__(self) -> None:
        """A row with too few or too many cells would shift figures: a fault of the builder."""
        for row in self.rows:
            if row.cells and len(row.cells) != len(self.columns):
                raise ValueError(f"{self.id}: row {row.label!r} has {len(row.cells)} cells")

    @property
    def rows(self) -> tuple[ReportRow, ...]:
        """The rows of all sections in order."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def in_order(self) -> bool:
        """True when every check holds."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A report that can be asked for. `needs` names the input its builder takes after the header:
    "balances" (Sequence[AccountBalance]), "months" (Sequence[MonthAmount]), "worksheet"
    (WorksheetResult[AccountBalance]), "holdings" (ExchangeResult), "changes" (LateEntries),
    "register" or "ledger" (Sequence[RegisterAccount]). `figure`: the columns, each with its sign,
    that make up the one figure by which two periods are compared; () where there is none.
    """

    id: str
    title: str
    description: str
    needs: Needs
    builder: Callable[..., Report]
    figure: tuple[tuple[int, int], ...] = ()
