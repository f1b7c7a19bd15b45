"""What the walk over a document collects for each account.

Here: the records of one account: its rows of money, its printed balances and totals. Not here:
filling them (body.py) and reading them (candidates.py).
"""

from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.statements.pdf.days import PlacedDay
from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.rows import Row
from ledgerflow.statements.pdf.scanning import Scan


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a statement under one heading; `direction` is 1 in, -1 out, 0 open;
    payments alone (`is_payment`) are money in on a card and money out elsewhere.

    `kind` is "transactions", "checks", "daily", "pending" or "apart" (no transactions at all).
    """

    kind: str = "transactions"
    direction: int = 0
    is_payment: bool = False
    number: int = 0


@dataclass
class Item:
    """One row of money: its figures by column, its day, and the texts that belong to it.

    `texts` are (row, text) of the rows above, its own and those below, in order.
    """

    layout: int
    section: Section
    row: Row
    figures: dict[int, Figure]
    day: PlacedDay | None
    value_day: PlacedDay | None = None
    own_text: str = ""
    flag: str = ""
    reference: str = ""
    before: list[tuple[Row, str]] = field(default_factory=list)
    after: list[tuple[Row, str]] = field(default_factory=list)
    span: tuple[float, float] | None = None

    @property
    def description(self) -> str:
        """All texts, joined by one space."""
        texts = [t for _, t in self.before] + [self.own_text] + [t for _, t in self.after]
        return " ".join(t for t in texts if t)

    @property
    def rows(self) -> list[Row]:
        """The rows that it covers, top to bottom."""
        return [r for r, _ in self.before] + [self.row] + [r for r, _ in self.after]


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed balance or total: its label's kind, its figure, and where it stands.

    `items` counts the rows of money before it; `column` is its column in the table, None beside
    one. `day` is a day printed in its row.
    """

    kind: str
    figure: Figure
    items: int
    day: PlacedDay | None = None
    column: int | None = None
    layout: int = 0
    count: int | None = None
    text: str = ""
    in_table: bool = False
    at: int = 0

    @property
    def value(self) -> Decimal:
        """The figure with its own sign and mark."""
        return self.figure.signed


@dataclass
class Account:
    """All that a document says about one account."""

    number: str = ""
    heads: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    pending: list[Item] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    unread: list[tuple[Row, str]] = field(default_factory=list)
    left_out: list[Row] = field(default_factory=list)
    states_empty: bool = False

    def has_kind(self, *kinds: str) -> bool:
        """True where a balance or total of one of these kinds is printed."""
        return any(p.kind in kinds for p in self.printed)
