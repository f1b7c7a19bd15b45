"""Looking through a business's transactions, newest first, among a bounded number at a time.

Here: the SQL of one page, in a firm's scope. Not here: what an address says (transactionfilter.py)
or what is shown of a row (transactions.py).

Row-level security lets no index answer whether a text contains a word, so that rows are looked at
one by one. The inner query takes at most a window of them in the order of an index and the outer
one stops at a full page: no question costs more because the books are large. Where the window ends
first, the page says how far back it looked, and the next one goes on from there.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ledgerflow.web.transactionfilter import (
    BOOKED,
    EXCLUDED,
    WAITING,
    Cursor,
    TransactionFilter,
)

A_PAGE = 50
WINDOW = 50_000
WINDOW_OF_JOINS = 10_000
"""Where each row is looked up in another table, fewer are looked at."""

_ALL = """
    SELECT id, date, amount, description, counterparty, is_live
      FROM "statements_banktransaction"
     WHERE business_id = %(business)s AND {within}
       AND (date, id) < (%(day)s, %(id)s)
     ORDER BY date DESC, id DESC LIMIT %(window)s"""
_WAITING = """
    SELECT t.id, t.date, t.amount, t.description, t.counterparty, t.is_live
      FROM (SELECT transaction_id, date, amount FROM "review_waitingtransaction"
             WHERE business_id = %(business)s AND {within}
               AND (date, transaction_id) < (%(day)s, %(id)s)
             ORDER BY date DESC, transaction_id DESC LIMIT %(window)s) q
      JOIN "statements_banktransaction" t ON t.id = q.transaction_id
     ORDER BY q.date DESC, q.transaction_id DESC"""

_LIVE_DECISION = """SELECT FROM "review_decision" d {join}
     WHERE d.transaction_id = w.id AND {what}
       AND NOT EXISTS (SELECT FROM "review_decision" later
                        WHERE later.transaction_id = w.id AND later.version > d.version)"""
_EXCLUDED = f"EXISTS ({_LIVE_DECISION.format(join='', what="d.kind = 'exclude'")})"
_ON_ACCOUNT = "EXISTS ({})".format(
    _LIVE_DECISION.format(
        join='JOIN "ledger_journalline" l ON l.entry_id = d.entry_id',
        what="d.kind <> 'undo' AND l.account_id = %(account)s",
    )
)
_NOT_WAITING = """NOT EXISTS (SELECT FROM "review_waitingtransaction" q
     WHERE q.transaction_id = w.id)"""

_PAGE = """SELECT w.id, w.date FROM ({seen}) w WHERE {fits}
            ORDER BY w.date DESC, w.id DESC LIMIT %(most)s"""
# The window's last, where it is full.
_LAST = """SELECT w.date, w.id FROM ({seen}) w
            ORDER BY w.date DESC, w.id DESC OFFSET %(window)s - 1"""
_BEGIN = Cursor(dt.date.max, 2**62)


@dataclass(frozen=True, slots=True)
class Scanned:
    """The ids of a page, newest first. `after`: where the next page goes on, None at the end.

    `searched_back_to` is the day that the looking ended with because enough was looked at.
    """

    ids: tuple[int, ...]
    after: Cursor | None
    searched_back_to: dt.date | None = None


def scan(
    business_id: int, wanted: TransactionFilter, after: Cursor | None, *, window: int | None = None
) -> Scanned:
    """A page of those that are wanted; two queries where few are found, else one."""
    if wanted.problems:
        return Scanned((), None)
    seen, values = _seen(business_id, wanted, after or _BEGIN)
    values["window"] = window or window_of(wanted)
    with connection.cursor() as cursor:
        page = _PAGE.format(seen=seen, fits=_fits(wanted, values))
        cursor.execute(page, values | {"most": A_PAGE + 1})
        rows = cursor.fetchall()
        ids = tuple(row[0] for row in rows[:A_PAGE])
        if len(rows) > A_PAGE:
            return Scanned(ids, Cursor(rows[A_PAGE - 1][1], ids[-1]))
        cursor.execute(_LAST.format(seen=seen), values)
        last = cursor.fetchone()
    return Scanned(ids, Cursor(*last), last[0]) if last else Scanned(ids, None)


def window_of(wanted: TransactionFilter) -> int:
    """How many transactions one page may look at."""
    joins = wanted.account_id is not None or wanted.state in (BOOKED, EXCLUDED)
    return WINDOW_OF_JOINS if joins else WINDOW


def _seen(business_id: int, wanted: TransactionFilter, after: Cursor) -> tuple[str, dict[str, Any]]:
    """The window's query, which indexes answer, and its values."""
    within = ["date >= %(start)s"] if wanted.start else []
    if wanted.bank_account_id is not None:
        within.append("bank_account_id = %(bank)s")
    if wanted.end and wanted.end < after.day:
        after = Cursor(wanted.end, _BEGIN.transaction_id)  # an index scan begins at one bound only
    seen = (_WAITING if wanted.state == WAITING else _ALL).format(
        within=" AND ".join(within) or "true"
    )
    return seen, {
        "business": business_id,
        "bank": wanted.bank_account_id,
        "start": wanted.start,
        "day": after.day,
        "id": after.transaction_id,
    }


def _fits(wanted: TransactionFilter, values: dict[str, Any]) -> str:
    """The conditions on rows of the window, the cheap ones first."""
    fits = ["w.is_live"]
    if wanted.direction:
        fits.append("w.amount > 0" if wanted.direction == "in" else "w.amount < 0")
    if wanted.low is not None:
        fits.append("abs(w.amount) BETWEEN %(low)s AND %(high)s")
        values |= {"low": wanted.low, "high": wanted.high}
    if wanted.text:
        fits.append("(w.description ILIKE %(text)s OR w.counterparty ILIKE %(text)s)")
        values["text"] = f"%{_as_itself(wanted.text)}%"
    if wanted.state == EXCLUDED:
        fits.append(_EXCLUDED)
    if wanted.state == BOOKED:
        fits += [_NOT_WAITING, f"NOT {_EXCLUDED}"]
    if wanted.account_id is not None:
        fits.append(_ON_ACCOUNT)
        values["account"] = wanted.account_id
    return " AND ".join(fits)


def _as_itself(text: str) -> str:
    """A text as a pattern that means itself."""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text
