"""The register of an account: its lines with the running balance, a page at a time.

Here: a page from any place, in a firm's scope, with one query. Not here: how lines are read
(registerlines.py). No page is counted off from the beginning: what the account stood at comes
from the months and the days before, which are kept, and from the lines of the place's own day.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.registerlines import LinesRead, RegisterPlace, RegisterRow, lines_read
from ledgerflow.ledger.span import DAY

LINES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Some lines of an account in order; debit positive.

    `opening` is the balance before the first of them, `closing` that after the last. Of the
    account's `total_lines`, `lines_before` come before this page. `previous` and `next` are the
    places to go on from (`before` and `after`), None where nothing is left.
    """

    account: Account
    rows: tuple[RegisterRow, ...]
    opening: Decimal
    closing: Decimal
    lines_before: int
    total_lines: int
    previous: RegisterPlace | None
    next: RegisterPlace | None


def account_register(
    business: Business,
    account: Account,
    *,
    after: RegisterPlace | None = None,
    before: RegisterPlace | None = None,
    on: dt.date | None = None,
    until: dt.date | None = None,
    limit: int = LINES_A_PAGE,
) -> RegisterPage:
    """A page of at most `limit` lines: the newest ones, unless a place is named.

    Those next `after` a place, those next `before` one, or those from the day `on`. With `until`
    the register ends with that day. Raises AccessError where the account is another business's,
    InputError where more than one place is named.
    """
    if account.business_id != business.pk:
        raise AccessError(
            f"The books of {business.name} have no such account.", hint="Open one of its own."
        )
    if sum(x is not None for x in (after, before, on)) > 1:
        raise InputError(
            "A page of a register is after a place, before one or from a day, not several.",
            code="register_place",
            hint="Name one of them.",
        )
    ending = until + DAY if until and until < dt.date.max else None
    start = RegisterPlace(on) if on else after
    if start is not None:
        read = lines_read(
            business, account.pk, start, is_backward=False, ending=ending, limit=limit
        )
        return _page(account, read, start, read.stood_at, read.lines_there)
    end = before or (RegisterPlace(ending) if ending else None)
    read = lines_read(business, account.pk, end, is_backward=True, ending=ending, limit=limit)
    opening = read.stood_at - read.amount
    return _page(account, read, end, opening, read.lines_there - len(read.found))


def _page(
    account: Account,
    read: LinesRead,
    place: RegisterPlace | None,
    opening: Decimal,
    lines_before: int,
) -> RegisterPage:
    rows = read.rows(opening)
    first, last = (rows[0].place, rows[-1].place) if rows else (place, place)
    return RegisterPage(
        account=account,
        rows=rows,
        opening=opening,
        closing=rows[-1].balance if rows else opening,
        lines_before=lines_before,
        total_lines=read.total_lines,
        previous=first if lines_before > 0 else None,
        next=last if lines_before + len(rows) < read.total_lines else None,
    )
