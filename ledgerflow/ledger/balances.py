"""Balances from what the database keeps by month and by day; lines are not read.

Here: sums by account, and by account and month, of any span of days, one query each. Not here:
how a span is taken apart (span.py), the sums themselves (migrations/sql/read_functions.sql), or
sums from the lines (recomputed.py). Amounts are debit positive.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from ledgerflow.firms.models import Business
from ledgerflow.ledger.span import span_of

SPAN = """%(business)s, %(first_month)s, %(last_month)s, %(firsts)s::date[], %(lasts)s::date[],
    %(signs)s::integer[], %(closing_from)s, %(closing_to)s"""
# The table is named, quoted, so that a question outside a firm's scope is refused.
BALANCES = """
SELECT * FROM lf_account_balances({span}, %(chosen)s::bigint[]) -- of "ledger_monthbalance"
"""
BALANCES_OF_KEYS = """
SELECT * FROM lf_account_balances({span}, ARRAY(
    SELECT id FROM "ledger_account" WHERE business_id = %(business)s AND key = ANY(%(keys)s)
       AND (%(chosen)s::bigint[] IS NULL OR id = ANY(%(chosen)s))))"""
AMOUNTS = """
SELECT * FROM lf_month_amounts({span}, %(types)s::text[]) -- of "ledger_monthbalance"
"""


class Balance(NamedTuple):
    """An account's sum over some days; `lines` is the number of journal lines behind it.

    `month` is a month's first day where sums are by month. `parent_key` is the key of the heading
    the account stands under, "" at the top.
    """

    # A tuple, because a year's months are hundreds of these: a frozen dataclass takes six times
    # as long to make.
    account_id: int
    code: str
    name: str
    type: str
    key: str
    currency: str
    amount: Decimal
    lines: int
    month: dt.date | None = None
    parent_key: str = ""


def account_balances(
    business: Business,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    keys: Sequence[str] = (),
    account_ids: Sequence[int] | None = None,
    without_closing: bool = False,
) -> list[Balance]:
    """Sums by account over the days from `start` to `end`, both included; only non-empty ones.

    Of the accounts with the standard keys named, of all when none is; of `account_ids` only where
    they are given. `without_closing` leaves out year-end closing entries. By code.
    """
    values = _span_values(business, start, end, without_closing=without_closing)
    values["chosen"] = None if account_ids is None else list(account_ids)
    values["keys"] = list(keys)
    rows = _rows(BALANCES_OF_KEYS if keys else BALANCES, values)
    return [Balance._make(row) for row in rows]


def month_amounts(
    business: Business,
    *,
    start: dt.date,
    end: dt.date,
    types: Sequence[str] = (),
    without_closing: bool = False,
) -> list[Balance]:
    """Sums by account and calendar month over the days from `start` to `end`, both included.

    Of the account types named, of all when none is; only non-empty months. `without_closing`
    leaves out year-end closing entries. By code and month.
    """
    values = _span_values(business, start, end, without_closing=without_closing)
    values["types"] = list(types) or None
    found: list[Balance] = []
    for row in _rows(AMOUNTS, values):
        account, parent_key = row[:6], row[6:7]
        found += [Balance._make(account + one + parent_key) for one in _by_month(*row[7:])]
    return found


def _by_month(
    amounts: list[Decimal], lines: list[int], months: list[dt.date]
) -> Iterable[tuple[Decimal, int, dt.date]]:
    """Figures of slots as one a month; mostly they are that already."""
    if len(set(months)) == len(months):
        return zip(amounts, lines, months, strict=True)
    sums: dict[dt.date, tuple[Decimal, int]] = {}
    for amount, count, month in zip(amounts, lines, months, strict=True):
        before = sums.get(month, (Decimal(0), 0))
        sums[month] = before[0] + amount, before[1] + count
    return [(*figures, month) for month, figures in sums.items()]


def _span_values(
    business: Business, start: dt.date | None, end: dt.date | None, *, without_closing: bool
) -> dict[str, Any]:
    span = span_of(start, end)
    return {
        "business": business.pk,
        "first_month": span.first_month,
        "last_month": span.last_month,
        "firsts": [days.first for days in span.days],
        "lasts": [days.last for days in span.days],
        "signs": [days.sign for days in span.days],
        "closing_from": (start or dt.date.min) if without_closing else None,
        "closing_to": (end or dt.date.max) if without_closing else None,
    }


def _rows(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(span=SPAN), values)
        return list(cursor.fetchall())
