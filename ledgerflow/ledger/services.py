"""Writes of the ledger: opening a business's books, posting, reversing, locking.

Here: one transaction each, inside a firm's scope. Not here: what a decision means for the
books (review/posting.py). PostgreSQL holds every rule again (migrations/sql/invariants.sql).
"""

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import ConflictError, InputError, RuleError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.firms.services import business_create
from ledgerflow.ledger.charts import chart_get
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine, Period
from ledgerflow.ledger.selectors import account_by_key


@transaction.atomic
def business_open(*, firm_id: int, name: str, chart: str, **profile: Any) -> Business:
    """A business with its chart of accounts, in the firm's scope."""
    template = chart_get(chart)
    business = business_create(firm_id=firm_id, name=name, **profile)
    by_code: dict[str, Account] = {}
    for item in template.accounts:
        by_code[item.code] = Account.objects.create(
            firm_id=firm_id,
            business=business,
            code=item.code,
            name=item.name,
            type=item.type,
            key=item.key,
            currency=business.base_currency,
            parent=by_code.get(item.parent_code),
            is_heading=item.is_heading,
            description=item.description,
        )
    event_record(
        firm_id=firm_id,
        business_id=business.pk,
        action="business_open",
        subject="business",
        subject_id=business.pk,
        detail={"chart": template.id, "accounts": len(by_code)},
    )
    return business


@transaction.atomic
def account_add(*, business: Business, heading_key: str, name: str, currency: str = "") -> Account:
    """Add an account under the heading with this standard key, with the next free code."""
    heading = account_by_key(business, heading_key)
    Account.objects.select_for_update().get(pk=heading.pk)  # one at a time, or codes collide
    taken = Account.objects.filter(business=business, parent=heading).values_list("code", flat=True)
    numbers = [int(code) for code in (heading.code, *taken) if code.isdecimal()]
    code = max(numbers, default=0) + 10
    existing = set(Account.objects.filter(business=business).values_list("code", flat=True))
    while str(code) in existing:
        code += 1
    return Account.objects.create(
        firm_id=business.firm_id,
        business=business,
        code=str(code),
        name=name[:120],
        type=heading.type,
        currency=currency or business.base_currency,
        parent=heading,
    )


@transaction.atomic
def entry_post(*, business: Business, draft: EntryDraft) -> JournalEntry:
    """Post a draft and return its entry.

    The same idempotency key with the same content returns the entry already posted; with other
    content it raises ConflictError. Raises LockedPeriod, ClosedAccount, CurrencyMismatch,
    UnbalancedEntry or RuleError.
    """
    known = JournalEntry.objects.filter(
        business=business, idempotency_key=draft.idempotency_key
    ).first()
    if known is not None:
        return _repeated(known, draft)
    with kind_errors(where=f"Entry of {draft.date} ({draft.description[:60]!r})"):
        entry = JournalEntry.objects.create(
            firm_id=business.firm_id,
            business=business,
            date=draft.date,
            kind=draft.kind,
            description=draft.description[:300],
            reverses_id=draft.reverses_id,
            idempotency_key=draft.idempotency_key,
            request_hash=draft.request_hash,
            posted_by_id=current_user_id(),
        )
        JournalLine.objects.bulk_create(
            _line(business, entry, position, line) for position, line in enumerate(draft.lines, 1)
        )
        connection.check_constraints()
    entry.refresh_from_db(fields=["number"])
    return entry


def _line(business: Business, entry: JournalEntry, position: int, draft: LineDraft) -> JournalLine:
    return JournalLine(
        firm_id=business.firm_id,
        business=business,
        entry=entry,
        position=position,
        account_id=draft.account_id,
        date=entry.date,
        amount=draft.amount,
        currency=draft.currency,
        note=draft.note[:200],
    )


def _repeated(known: JournalEntry, draft: EntryDraft) -> JournalEntry:
    if known.request_hash != draft.request_hash:
        raise ConflictError(
            f"The key {draft.idempotency_key!r} was used for entry {known.number} with other"
            " content.",
            code="idempotency_conflict",
            hint="Reverse that entry first, or use another key.",
        )
    return known


@transaction.atomic
def entry_reverse(*, entry: JournalEntry, reason: str, date: dt.date | None = None) -> JournalEntry:
    """Post the opposite entry (same date unless given); the original stays as it is."""
    if JournalEntry.objects.filter(reverses=entry).exists():
        raise RuleError(
            f"Entry {entry.number} is reversed already.",
            code="already_reversed",
            hint="Nothing is left to undo.",
        )
    if entry.kind == JournalEntry.Kind.REVERSAL:
        raise RuleError(
            f"Entry {entry.number} is itself a reversal.",
            code="reversal_of_reversal",
            hint="Post the original again instead.",
        )
    lines = tuple(
        LineDraft(line.account_id, -line.amount, line.currency, line.note)
        for line in entry.lines.order_by("position")
    )
    draft = EntryDraft(
        date=date or entry.date,
        description=f"Reversal of {entry.number}: {reason}"[:300],
        lines=lines,
        idempotency_key=f"reverse:{entry.pk}",
        kind=JournalEntry.Kind.REVERSAL,
        reverses_id=entry.pk,
    )
    return entry_post(business=entry.business, draft=draft)


@transaction.atomic
def period_lock(*, business: Business, month: dt.date, reason: str) -> Period:
    """Lock a calendar month: nothing more is posted into it, whoever asks."""
    return _period_set(business, month, is_locked=True, reason=reason)


@transaction.atomic
def period_unlock(*, business: Business, month: dt.date, reason: str) -> Period:
    """Open a locked month again; needs a reason, which the audit keeps."""
    if not reason.strip():
        raise InputError(
            f"Opening {month:%Y-%m} again needs a reason.", hint="Say why; it is kept."
        )
    return _period_set(business, month, is_locked=False, reason=reason)


def _period_set(business: Business, month: dt.date, *, is_locked: bool, reason: str) -> Period:
    start = month.replace(day=1)
    Period.objects.get_or_create(firm_id=business.firm_id, business=business, start=start)
    period = Period.objects.select_for_update().get(business=business, start=start)
    period.is_locked = is_locked
    period.locked_at = timezone.now() if is_locked else None
    period.locked_by_id = current_user_id() if is_locked else None
    period.reason = reason[:300]
    period.save(update_fields=["is_locked", "locked_at", "locked_by", "reason"])
    event_record(
        firm_id=business.firm_id,
        business_id=business.pk,
        action="period_lock" if is_locked else "period_unlock",
        subject="period",
        subject_id=period.pk,
        reason=reason,
    )
    return period
