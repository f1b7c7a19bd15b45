"""Opening balances into the books: one entry a day, balanced or refused.

Here: accounts, the difference, posting. Not here: the file (reading.py).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.core.errors import InputError, UnbalancedEntry
from ledgerflow.firms.models import Business
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.openings.reading import OpeningRow, openings_read
from ledgerflow.interchange.refusing import refusal
from ledgerflow.interchange.repeats import digest_of, import_record, refuse_repeated
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.lookup import account_find
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.posting import entries_post
from ledgerflow.ledger.trading import account_in

EQUITY = "opening_balance_equity"
DESCRIPTION = "Opening balances"


@dataclass(frozen=True, slots=True)
class OpeningsImported:
    """What was posted. `differences` went to opening balance equity: (currency, amount)."""

    batch: Batch
    entries: int
    first_number: int
    accounts: int
    differences: tuple[tuple[str, Decimal], ...]


@transaction.atomic
def openings_import(
    *,
    business: Business,
    name: str,
    data: bytes,
    date: dt.date | None = None,
    difference_to_equity: bool = False,
) -> OpeningsImported:
    """Post a trial balance as opening entries, one for each day, as one batch or not at all.

    `date` is that of rows without one. What does not add up goes to opening balance equity only
    with `difference_to_equity`; else UnbalancedEntry names it. Raises ConflictError for the same
    file again, InputError with all faults of the file, and what posting raises.
    """
    digest = digest_of(data)
    refuse_repeated(business=business, name=name, digest=digest)
    rows, faults = openings_read(data)
    by_day = _lines_by_day(business, rows, date, faults)
    if faults.has_errors:
        raise refusal(name, faults.all())
    if not by_day:
        raise InputError(
            f"{name}: there is no balance in it.",
            code="openings_empty",
            hint="Give a file with one row for each account and its balance.",
        )
    drafts, differences = _drafts(business, name, by_day, to_equity=difference_to_equity)
    batch = batch_open(
        firm_id=business.firm_id,
        business_id=business.pk,
        kind=Batch.Kind.JOURNAL,
        title=f"Opening balances {name}",
    )
    posted = entries_post(business=business, drafts=drafts, batch=batch)
    import_record(
        business=business, batch=batch, digest=digest, format="openings", entries=posted.count
    )
    return OpeningsImported(
        batch, posted.count, posted.first_number, sum(map(len, by_day.values())), tuple(differences)
    )


def _lines_by_day(
    business: Business, rows: Sequence[OpeningRow], date: dt.date | None, faults: Faults
) -> dict[dt.date, list[LineDraft]]:
    by_day: defaultdict[dt.date, list[LineDraft]] = defaultdict(list)
    seen: dict[tuple[int, dt.date], int] = {}
    for row in rows:
        account = _account(business, row, faults)
        day = row.date or date
        if day is None:
            faults.once("no_date", "", row.line, "the balance has no date", "Give it with --date.")
        elif account is not None and (account.pk, day) in seen:
            first = seen[account.pk, day]
            what = f"{account} has a second balance (the first is in line {first})"
            faults.add("twice", row.line, what, "Write each account once.")
        elif account is not None:
            seen[account.pk, day] = row.line
            by_day[day].append(LineDraft(account.pk, row.amount, account.currency))
    return by_day


def _account(business: Business, row: OpeningRow, faults: Faults) -> Account | None:
    try:
        account = account_find(business, row.account)
    except InputError as error:
        faults.add("unknown_account", row.line, error.message.rstrip("."), error.hint)
        return None
    if row.currency and row.currency.upper() != account.currency:
        what = f"{account} is kept in {account.currency}, not {row.currency}"
        faults.add("account_currency", row.line, what, "Use an account kept in that currency.")
        return None
    return account


def _drafts(
    business: Business, name: str, by_day: Mapping[dt.date, list[LineDraft]], *, to_equity: bool
) -> tuple[list[EntryDraft], list[tuple[str, Decimal]]]:
    """One balanced draft a day, and the differences that went to equity."""
    drafts, differences = [], []
    for day, lines in sorted(by_day.items()):
        gaps = _gaps(lines)
        if gaps and not to_equity:
            raise _unbalanced(name, day, gaps)
        balancing = [
            LineDraft(account_in(business, EQUITY, currency).pk, -gap, currency)
            for currency, gap in gaps
        ]
        differences += gaps
        drafts.append(EntryDraft(day, DESCRIPTION, (*lines, *balancing), "", kind="opening"))
    return drafts, differences


def _gaps(lines: Sequence[LineDraft]) -> list[tuple[str, Decimal]]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.currency] += line.amount
    return [(currency, gap) for currency, gap in sorted(sums.items()) if gap]


def _unbalanced(name: str, day: dt.date, gaps: Sequence[tuple[str, Decimal]]) -> UnbalancedEntry:
    said = ", ".join(
        f"{'debits' if gap > 0 else 'credits'} are {abs(gap):f} {currency} more than"
        f" {'credits' if gap > 0 else 'debits'}"
        for currency, gap in gaps
    )
    return UnbalancedEntry(
        f"{name}: the balances of {day} do not add up to zero: {said}. Nothing was imported.",
        hint="Correct the file, or put the difference to opening balance equity with"
        " --difference-to-equity.",
    )
