"""Lines as a statement's page shows them, the bank's balance beside the computed one.

Here: the record, where each line's original stands, and the running check; pure. Not here: loading
them (filelines.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ledgerflow.statements.models import StatementLine
from ledgerflow.statements.parsed import ParsedLine


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line beside its original. `at` counts from 1 within the page and names its element.

    `holds`: the printed balance follows from the one before and the lines between; None where
    there is nothing to compare. `computed` is what should stand there. `pk` is None for a line
    of a file that is not taken in. `merged`: why it was taken for a known transaction, `others`
    how many other lines report that, `excluded` why a decision keeps it out of the books.
    """

    at: int
    row: int
    date: date
    description: str
    amount: Decimal
    currency: str
    counterparty: str = ""
    balance: Decimal | None = None
    holds: bool | None = None
    computed: Decimal | None = None
    raw: str = ""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    pk: int | None = None
    merged: str = ""
    unsure: bool = False
    others: int = 0
    entry: int | None = None
    excluded: str = ""
    is_live: bool = True

    @property
    def element(self) -> str:
        """The id of its element: stable over pages for a line that is taken in."""
        return f"line-{self.pk}" if self.pk else f"row-{self.at}"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line stands on its page, as an SVG rectangle in parts of width and height."""

    at: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page of a PDF with the boxes of the lines that are shown."""

    number: int
    boxes: tuple[Box, ...]


def shown_line(at: int, line: StatementLine | ParsedLine, currency: str) -> ShownLine:
    """A stored line, or one just read, as it is shown."""
    box = line.box
    return ShownLine(
        at=at,
        row=line.row,
        date=line.date,
        description=line.description,
        amount=line.amount,
        currency=line.currency or currency,
        counterparty="" if line.counterparty == line.description else line.counterparty,
        balance=line.balance,
        raw=line.raw,
        page=line.page,
        box=(box[0], box[1], box[2], box[3]) if box else None,
    )


def with_checks(
    lines: Sequence[ShownLine], before: Decimal | None = None, after: Decimal | None = None
) -> list[ShownLine]:
    """The same lines of one statement with their balances followed.

    `before` is the balance before the first of them, `after` the one before the last where the
    file has its newest line first. The order is the one in which more balances follow.
    """
    ahead = _followed(lines, before)
    back = _followed(list(reversed(lines)), after)[::-1]
    if sum(line.holds is False for line in back) < sum(line.holds is False for line in ahead):
        return back
    return ahead


def _followed(lines: Sequence[ShownLine], known: Decimal | None) -> list[ShownLine]:
    found = []
    for line in lines:
        known = None if known is None else known + line.amount
        if line.balance is None:
            found.append(line)
            continue
        holds = None if known is None else known == line.balance
        found.append(replace(line, holds=holds, computed=known))
        known = line.balance
    return found


def pages_shown(lines: Sequence[ShownLine]) -> tuple[PageShown, ...]:
    """The pages on which these lines stand, in order, each with their boxes."""
    boxes: dict[int, list[Box]] = {}
    for line in lines:
        if line.page is None:
            continue
        on_page = boxes.setdefault(line.page, [])
        if line.box is not None:
            left, top, right, bottom = line.box
            on_page.append(Box(line.at, left, top, right - left, bottom - top))
    return tuple(PageShown(number, tuple(found)) for number, found in sorted(boxes.items()))
