"""Entries that a person writes: lines in debit and credit columns, posted once.

Here: what was written, its draft, and posting it with its event, in a firm's scope. Not here:
reading what was typed (web), what a decision posts (review/posting.py), or exchanges between
currencies (exchanging.py).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from ledgerflow.audit.models import AuditEvent
from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.posting import entry_post

KEY_PREFIX = "manual:"
ACTION, SUBJECT = "entry_write", "journal_entry"
FIRST_DAY = dt.date(1970, 1, 1)
DAYS_AHEAD_MAX = 366


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line as a person means it: debit positive, in the account's currency."""

    account: Account
    amount: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry as a person means it. `token` names the form it was written in: one form posts
    once, however often it is sent.
    """

    date: dt.date
    description: str
    lines: tuple[WrittenLine, ...]
    token: str

    @property
    def draft(self) -> EntryDraft:
        """What is posted. Raises UnbalancedEntry or RuleError, as drafts do."""
        return EntryDraft(
            date=self.date,
            description=self.description,
            lines=tuple(
                LineDraft(line.account.pk, line.amount, line.account.currency, line.note)
                for line in self.lines
            ),
            idempotency_key=f"{KEY_PREFIX}{self.token}",
        )


@transaction.atomic
def entry_write(*, business: Business, written: WrittenEntry, today: dt.date) -> JournalEntry:
    """Post what a person wrote, and record that it was written.

    The same form with the same content returns the entry that it posted before. Raises
    InputError for a day that no books are kept on, and what `entry_post` raises: LockedPeriod,
    ClosedAccount, UnbalancedEntry, ConflictError (the form was sent before with other content).
    """
    _refuse_day(written.date, today)
    entry = entry_post(business=business, draft=written.draft)
    known = AuditEvent.objects.filter(
        firm_id=business.firm_id, subject=SUBJECT, subject_id=entry.pk, action=ACTION
    )
    if not known.exists():
        event_record(
            firm_id=business.firm_id,
            business_id=business.pk,
            action=ACTION,
            subject=SUBJECT,
            subject_id=entry.pk,
            detail={"number": entry.number, "lines": len(written.lines)},
        )
    return entry


def gaps_of(lines: Sequence[WrittenLine]) -> dict[str, Decimal]:
    """By currency, what debits exceed credits by; only where they differ."""
    gaps: dict[str, Decimal] = {}
    for line in lines:
        currency = line.account.currency
        gaps[currency] = gaps.get(currency, Decimal(0)) + line.amount
    return {currency: gap for currency, gap in sorted(gaps.items()) if gap}


def _refuse_day(day: dt.date, today: dt.date) -> None:
    """A year with a digit too few or too many is a slip; books reach a year ahead at most."""
    if not FIRST_DAY <= day <= today + dt.timedelta(days=DAYS_AHEAD_MAX):
        raise InputError(
            f"{day} is no day to book on: it lies before 1970 or more than a year ahead.",
            code="bad_day",
            hint="Check the year.",
        )
