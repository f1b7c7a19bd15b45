"""The general ledger of a period: every account with its lines, read as a stream.

Here: accounts one by one, each with an iterator over its lines, in a firm's scope. Not here: a
page of one account (register.py). Memory does not grow with the books: lines come in chunks by
their place. Whoever wants all of it at one moment reads inside `core.snapshot.one_picture`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.firms.models import Business
from ledgerflow.ledger.balances import Balance, account_balances
from ledgerflow.ledger.registerlines import RegisterPlace, RegisterRow, lines_read
from ledgerflow.ledger.span import DAY

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """An account over a period: what it stood at before, its lines, what it stands at after.

    `lines` reads while it is walked, once and inside the scope; there are `line_count` of them.
    Amounts are debit positive.
    """

    account_id: int
    code: str
    name: str
    type: str
    currency: str
    opening: Decimal
    closing: Decimal
    line_count: int
    lines: Iterator[RegisterRow]


def general_ledger(
    business: Business, *, start: dt.date | None = None, end: dt.date | None = None
) -> Iterator[LedgerAccount]:
    """The accounts that have a balance or lines from `start` to `end`, both included; by code."""
    before = account_balances(business, end=start - DAY) if start else []
    moved = account_balances(business, start=start, end=end)
    openings = {b.account_id: b for b in before}
    movements = {b.account_id: b for b in moved}
    for one in sorted({b.code: b for b in (*before, *moved)}.values(), key=lambda b: b.code):
        opening = _amount(openings.get(one.account_id))
        movement = movements.get(one.account_id)
        if opening or movement:
            yield LedgerAccount(
                account_id=one.account_id,
                code=one.code,
                name=one.name,
                type=one.type,
                currency=one.currency,
                opening=opening,
                closing=opening + _amount(movement),
                line_count=movement.lines if movement else 0,
                lines=_lines(business, one.account_id, start, end, opening),
            )


def _amount(balance: Balance | None) -> Decimal:
    return balance.amount if balance else Decimal(0)


def _lines(
    business: Business,
    account_id: int,
    start: dt.date | None,
    end: dt.date | None,
    opening: Decimal,
) -> Iterator[RegisterRow]:
    place, balance = RegisterPlace(start or dt.date.min), opening
    ending = end + DAY if end and end < dt.date.max else None
    while True:
        read = lines_read(
            business, account_id, place, is_backward=False, ending=ending, limit=CHUNK
        )
        rows = read.rows(balance)
        yield from rows
        if len(rows) < CHUNK:
            return
        place, balance = rows[-1].place, rows[-1].balance
