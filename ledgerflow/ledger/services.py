"""Writes of the ledger: opening a business's books, adding accounts, posting, reversing.

Here: one transaction each, inside a firm's scope; posting itself is posting/, locking months is
periods.py. Not here: what a decision means for the books (review/posting.py). PostgreSQL holds
every rule again (migrations/sql).
"""

import datetime as dt
from typing import Any

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import RuleError
from ledgerflow.firms.models import Business
from ledgerflow.firms.services import business_create
from ledgerflow.ledger.charts import chart_get
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.opposites import opposite_draft
from ledgerflow.ledger.periods import period_lock, period_unlock
from ledgerflow.ledger.posting import Posted, entries_post, entry_post
from ledgerflow.ledger.selectors import account_by_key

__all__ = [
    "Posted",
    "account_add",
    "business_open",
    "entries_post",
    "entry_post",
    "entry_reverse",
    "period_lock",
    "period_unlock",
]


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
def entry_reverse(*, entry: JournalEntry, reason: str, date: dt.date | None = None) -> JournalEntry:
    """Post the opposite entry (same date unless given); the original stays as it is."""
    if JournalEntry.objects.filter(reverses=entry).exists():
        raise RuleError(
            f"Entry {entry.number} is reversed already.",
            code="already_reversed",
            hint="Nothing is left to undo.",
        )
    if entry.reverses_id is not None:
        raise RuleError(
            f"Entry {entry.number} is itself a reversal.",
            code="reversal_of_reversal",
            hint="Post the original again instead.",
        )
    draft = opposite_draft(entry, entry.lines.order_by("position"), reason, date)
    return entry_post(business=entry.business, draft=draft)
