"""Reconciling as its page shows it: every bank account, how its sides agree, and what is open.

Here: one view put together from the reads of the pipeline. Not here: these reads
(pipeline/reconciliation.py, openitems.py).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.openitems import MonthSides, OpenItem, months_of, open_items
from ledgerflow.pipeline.reconciliation import (
    ClearingBalance,
    Reconciliation,
    clearing_balances,
    reconcile,
)
from ledgerflow.statements.spans import month_end
from ledgerflow.web.typed import day_of

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class AccountSides:
    """A bank account at the end of a month, its last months, and what is open on each side."""

    result: Reconciliation
    months: tuple[MonthSides, ...]
    waiting: Sequence[OpenItem]
    excluded: Sequence[OpenItem]
    beside: Sequence[OpenItem]

    @property
    def state(self) -> str:
        """ "equal", "unequal", or "nothing" where no statement says what to meet."""
        if self.result.closing is None:
            return "nothing"
        return "equal" if self.result.ok else "unequal"


@dataclass(frozen=True, slots=True)
class ReconcileView:
    """All bank accounts at the end of a month (its first day), and the transfers between them."""

    month: dt.date
    accounts: tuple[AccountSides, ...]
    clearing: tuple[ClearingBalance, ...]


def month_asked(text: str) -> dt.date | None:
    """The first day of the month that "2025-03" names, None for ""; InputError for no month."""
    if not text:
        return None
    try:
        return day_of(f"{text}-01")
    except InputError as error:
        raise InputError(
            _("%(text)s is no month.") % {"text": repr(text[:20])},
            code="bad_period",
            hint=_("Write it as 2025-03."),
        ) from error


def reconcile_view(business: Business, *, month: dt.date | None, today: dt.date) -> ReconcileView:
    """How the bank accounts stand at a month's end; of the newest statement where none is named.

    Six queries at most.
    """
    until = month_end(month) if month else None
    results = reconcile(business, until=until)
    days = {r.bank_account_id: r.day for r in results if r.day is not None}
    shown = month or max(days.values(), default=today).replace(day=1)
    sides = months_of(business, months_before(shown, MONTHS_SHOWN - 1), shown)
    unequal = [
        pk for pk, months in sides.items() if months[-1].month == shown and months[-1].beside
    ]
    items = open_items(business, days, month=shown, unequal=unequal)
    accounts = tuple(
        AccountSides(
            result=r,
            months=sides.get(r.bank_account_id, ()),
            waiting=items.waiting.get(r.bank_account_id, ()),
            excluded=items.excluded.get(r.bank_account_id, ()),
            beside=items.beside.get(r.bank_account_id, ()),
        )
        for r in results
    )
    currencies = {r.currency for r in results}
    clearing = clearing_balances(business, until=month_end(shown), currencies=currencies)
    return ReconcileView(shown, accounts, tuple(clearing))


def months_before(first: dt.date, count: int) -> dt.date:
    """The month that many months earlier, by its first day."""
    number = first.year * 12 + first.month - 1 - count
    return dt.date(max(number // 12, 1), number % 12 + 1, 1)
