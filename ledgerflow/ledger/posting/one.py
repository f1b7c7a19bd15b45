"""Posting one entry: one call of a database function, one round trip.

Here: the call and what its refusals mean. Not here: many entries (many.py), or the rules
(migrations/sql). Outside a transaction the call is one by itself and durable when it returns.
"""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction

from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import FirmNotSet
from ledgerflow.core.scope import current_scope
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import DESCRIPTION_MAX, NOTE_MAX, EntryDraft
from ledgerflow.ledger.models import JournalEntry

CALL = """SELECT id, number, posted_at, posted_by, in_batch FROM lf_entry_post(
    %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::numeric[], %s::text[], %s::text[])"""


def entry_post(
    *, business: Business, draft: EntryDraft, batch_id: int | None = None
) -> JournalEntry:
    """Post a draft in the firm's scope and return its entry.

    The same idempotency key with the same content returns the entry already posted; with other
    content it raises ConflictError. Raises LockedPeriod, ClosedAccount, CurrencyMismatch,
    UnbalancedEntry, AccessError (another business's account) or RuleError.
    """
    user_id = scope_user(business)
    request_hash = draft.request_hash
    values = [
        *(business.firm_id, user_id, business.pk, batch_id, draft.date, draft.kind),
        *(draft.description[:DESCRIPTION_MAX], draft.reverses_id, draft.idempotency_key),
        *(request_hash, _numbers(x.account_id for x in draft.lines)),
        *(_numbers(x.amount for x in draft.lines), [x.currency for x in draft.lines]),
        [x.note[:NOTE_MAX] for x in draft.lines],
    ]
    with kind_errors(where=draft.where):
        entry_id, number, posted_at, posted_by_id, in_batch = _called(values)
    stored = {
        "id": entry_id,
        "firm_id": business.firm_id,
        "business_id": business.pk,
        "number": number,
        "date": draft.date,
        "kind": draft.kind,
        "description": draft.description[:DESCRIPTION_MAX],
        "reverses_id": draft.reverses_id,
        "idempotency_key": draft.idempotency_key,
        "request_hash": request_hash,
        "posted_at": posted_at,
        "posted_by_id": posted_by_id,
        "batch_id": in_batch,
        "line_count": len(draft.lines),
    }
    names = [field.attname for field in JournalEntry._meta.concrete_fields]
    return JournalEntry.from_db(connection.alias, names, [stored[name] for name in names])


def _numbers(values: Iterable[object]) -> str:
    """An array's text: half the work of the driver's own, which looks at each element."""
    return "{" + ",".join(map(str, values)) + "}"


def scope_user(business: Business) -> int | None:
    """The user of the scope; FirmNotSet where the scope is not that of the business's firm."""
    scope = current_scope()
    if scope is None or scope[0] != str(business.firm_id):
        raise FirmNotSet(
            f"Something of business {business.pk} was posted outside its firm's scope.",
            hint="Wrap the work in `with firm_scope(firm_id):`.",
        )
    return int(scope[1]) if scope[1] else None


def _called(values: list[Any]) -> tuple[Any, ...]:
    guard = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with guard, connection.cursor() as cursor:
        cursor.execute(CALL, values)
        return tuple(cursor.fetchone())
