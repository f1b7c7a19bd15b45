"""Conditions of the queue's reads as SQL, and the cursors of its pages.

Here: texts and values for queries over WAITING. Not here: the queries
(queueing.py, queue_rows.py). Values are always parameters.
"""

import base64
import json
from collections.abc import Sequence
from typing import Any

from ledgerflow.core.errors import InputError
from ledgerflow.review.queue_records import IN, NONE, OUT, SURE, UNSURE, QueueFilter

TEXT_MAX = 200
_PARTER = ":"

WAITING = """"review_waitingtransaction" w JOIN "firms_business" o ON o.id = w.business_id"""
"""What the conditions are about: a row that waits, and its business."""

SURE_ENOUGH = "w.confidence >= 1 - o.target_error_rate"

_SURENESS = {
    SURE: f"w.confidence > 0 AND {SURE_ENOUGH}",
    UNSURE: f"w.confidence > 0 AND NOT {SURE_ENOUGH}",
    NONE: "w.confidence = 0",
}
_DIRECTION = {IN: "w.amount > 0", OUT: "w.amount <= 0"}

# Looked up one by one for those that wait: they are few among all transactions.
_TEXT = """(EXISTS (SELECT FROM "statements_banktransaction" t WHERE t.id = w.transaction_id
                     AND (t.description ILIKE %(text)s OR t.counterparty ILIKE %(text)s))
       OR EXISTS (SELECT FROM "classification_suggestion" s WHERE s.id = w.suggestion_id
                     AND s.payee_name ILIKE %(text)s))"""

_NOT_ASKED = """NOT EXISTS (SELECT FROM "review_questiontransaction" x
                    JOIN "review_question" q ON q.id = x.question_id
                   WHERE x.transaction_id = w.transaction_id AND q.state = 'waiting')"""


def conditions_of(
    wanted: QueueFilter, business_ids: Sequence[int] | None
) -> tuple[str, dict[str, Any]]:
    """A condition ("true" where nothing is wanted) and its values. InputError for unknown words."""
    found: list[str] = []
    if business_ids is not None:
        found.append("w.business_id = ANY (%(businesses)s)")
    if wanted.text.strip():
        found.append(_TEXT)
    if wanted.bank_account_id is not None:
        found.append("w.bank_account_id = %(bank_account)s")
    if wanted.start is not None:
        found.append("w.date >= %(start)s")
    if wanted.end is not None:
        found.append("w.date <= %(end)s")
    if wanted.hides_asked:
        found.append(_NOT_ASKED)
    for said, known in ((wanted.direction, _DIRECTION), (wanted.sureness, _SURENESS)):
        if said:
            found.append(_known(said, known))
    values = {
        "businesses": list(business_ids or ()),
        "text": f"%{_escaped(' '.join(wanted.text.split())[:TEXT_MAX])}%",
        "bank_account": wanted.bank_account_id,
        "start": wanted.start,
        "end": wanted.end,
    }
    return " AND ".join(found) or "true", values


def _known(said: str, known: dict[str, str]) -> str:
    if said not in known:
        raise InputError(
            f"The queue cannot be filtered by {said[:40]!r}.",
            code="bad_filter",
            hint=f"Choose one of {', '.join(known)}.",
        )
    return known[said]


def _escaped(text: str) -> str:
    """Any text as a pattern that means itself; no text of PostgreSQL holds a zero byte."""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\0", "")


def group_name(currency: str, group_key: str) -> str:
    """The name of a group within its business: one payee's money in two currencies is two."""
    return f"{currency}{_PARTER}{group_key}"


def group_parts(key: str) -> tuple[str, str]:
    """Currency and kept key of a group's name; ("", "") fits none."""
    currency, parter, group_key = key.replace("\0", "").partition(_PARTER)
    return (currency, group_key) if parter else ("", "")


def cursor_write(*values: Any) -> str:
    """Where a page ended, for an address."""
    text = json.dumps([str(value) for value in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def cursor_read(cursor: str, count: int) -> list[str]:
    """The texts of a cursor; InputError for one that the queue did not write."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        values = json.loads(text)
    except ValueError:
        values = None
    if (
        not isinstance(values, list)
        or len(values) != count
        or not all(isinstance(value, str) and "\0" not in value for value in values)
    ):
        raise bad_page()
    return values


def bad_page() -> InputError:
    """What a cursor of nowhere is answered with."""
    return InputError(
        "There is no such page of the queue.",
        code="bad_page",
        hint="Start again from the first page.",
    )
