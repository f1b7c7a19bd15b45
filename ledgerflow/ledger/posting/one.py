"""Posting one entry: one call of a database function, one round trip.

Here: the call, its values and what its refusals mean. Not here: many entries (many.py), how the
call reaches the server (prepared.py), or the rules (migrations/sql). Outside a transaction the
call is one by itself and durable when it returns.
"""

import datetime as dt
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from ledgerflow.core.constraints import error_of
from ledgerflow.core.errors import FirmNotSet
from ledgerflow.core.scope import current_scope
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import DESCRIPTION_MAX, NOTE_MAX, EntryDraft, LineDraft
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.posting.prepared import Prepared

_TEXT, _BYTES = False, True
# Texts go as bytes with their length: a zero byte is then refused and ends nothing early.
POST = Prepared(
    b"lf_entry_post",
    "SELECT id, number, posted_at, posted_by, in_batch FROM lf_entry_post("
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    (*(_TEXT,) * 5, _BYTES, _BYTES, _TEXT, _BYTES, _BYTES, *(_TEXT,) * 4),
)
_FIRST_MOMENT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""From which PostgreSQL counts the microseconds of a moment."""


def entry_post(
    *, business: Business, draft: EntryDraft, batch_id: int | None = None
) -> JournalEntry:
    """Post a draft in the firm's scope and return its entry.

    The same idempotency key with the same content returns the entry already posted; with other
    content it raises ConflictError. Raises LockedPeriod, ClosedAccount, CurrencyMismatch,
    UnbalancedEntry, AccessError (another business's account) or RuleError.
    """
    user_id = scope_user(business)
    stored = {
        "firm_id": business.firm_id,
        "business_id": business.pk,
        "date": draft.date,
        "kind": draft.kind,
        "description": draft.description[:DESCRIPTION_MAX],
        "reverses_id": draft.reverses_id,
        "idempotency_key": draft.idempotency_key,
        "request_hash": draft.request_hash,
        "posted_by_id": user_id,
        "batch_id": batch_id,
        "line_count": len(draft.lines),
    }
    within = connections[DEFAULT_DB_ALIAS].in_atomic_block
    guard = transaction.atomic() if within else nullcontext()
    try:
        with guard:
            stored |= _made(POST.row(_values(stored, draft.lines)))
    except DatabaseError as error:
        known = error_of(error, draft.where)
        if known is None:
            raise
        raise known from error
    names = _field_names()
    return JournalEntry.from_db(DEFAULT_DB_ALIAS, names, [stored[name] for name in names])


def _values(stored: dict[str, Any], lines: Sequence[LineDraft]) -> list[bytes | None]:
    """The function's arguments, in its order."""
    return [
        *(_number(stored[name]) for name in ("firm_id", "posted_by_id", "business_id", "batch_id")),
        str(stored["date"]).encode(),
        stored["kind"].encode(),
        stored["description"].encode(),
        _number(stored["reverses_id"]),
        stored["idempotency_key"].encode(),
        stored["request_hash"],
        _array([str(line.account_id) for line in lines]),
        _array([str(line.amount) for line in lines]),
        _array([_quoted(line.currency) for line in lines]),
        _array([_quoted(line.note[:NOTE_MAX]) for line in lines]),
    ]


def _number(value: int | None) -> bytes | None:
    return None if value is None else b"%d" % value


def _array(elements: list[str]) -> bytes:
    return f"{{{','.join(elements)}}}".encode()


def _quoted(text: str) -> str:
    """An element of a text array."""
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _made(row: list[bytes | None]) -> dict[str, Any]:
    """What the function answers: it may be an entry that the key stands for already."""
    entry_id, number, moment, user_id, batch_id = map(_integer, row)
    return {
        "id": entry_id,
        "number": number,
        "posted_at": _FIRST_MOMENT + dt.timedelta(microseconds=moment or 0),
        "posted_by_id": user_id,
        "batch_id": batch_id,
    }


def _integer(value: bytes | None) -> int | None:
    return None if value is None else int.from_bytes(value, signed=True)


@cache
def _field_names() -> tuple[str, ...]:
    return tuple(field.attname for field in JournalEntry._meta.concrete_fields)


def scope_user(business: Business) -> int | None:
    """The user of the scope; FirmNotSet where the scope is not that of the business's firm."""
    scope = current_scope()
    if scope is None or scope[0] != str(business.firm_id):
        raise FirmNotSet(
            f"Something of business {business.pk} was posted outside its firm's scope.",
            hint="Wrap the work in `with firm_scope(firm_id):`.",
        )
    return int(scope[1]) if scope[1] else None
