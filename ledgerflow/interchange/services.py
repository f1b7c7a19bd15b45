"""Moving in: the journal of another program becomes entries of the books, all or nothing.

Here: preview and import, in a firm's scope. Not here: reading (journals/), which account is which
(choosing.py), taking it back (pipeline/undo.py, by the batch).
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.interchange.choosing import Choice, accounts_choose, close_names
from ledgerflow.interchange.journals import Reading, Target, journal_read
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.opening import accounts_open
from ledgerflow.interchange.refusing import refusal
from ledgerflow.interchange.repeats import digest_of, import_record, refuse_repeated
from ledgerflow.interchange.selectors import book_of
from ledgerflow.ledger.lookup import account_find
from ledgerflow.ledger.models import Account, Period
from ledgerflow.ledger.posting.many import rows_post
from ledgerflow.ledger.posting.stage import Staged
from ledgerflow.ledger.trading import trading_account
from ledgerflow.statements.parsed import Fault

NAMED_MAX = 12
_FIRST_DAY = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class JournalFile:
    """A journal and how a person wants it read.

    `mapping` goes from the journal's accounts to codes, keys or names of the books. `currency`
    is that of amounts without one, and of $ and other shared signs; "" stands for the books' own.
    """

    name: str
    data: bytes
    mapping: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    open_accounts: bool = False
    format_id: str = ""


@dataclass(frozen=True, slots=True)
class JournalPreview:
    """What an import would do; `faults` with severity "error" are why it would not."""

    format: str
    entries: int
    first_day: dt.date | None
    last_day: dt.date | None
    choices: tuple[Choice, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class JournalImported:
    """What an import did. `notes` tell what was left out or read in a certain way."""

    batch: Batch
    entries: int
    first_number: int
    last_number: int
    opened: tuple[Account, ...]
    notes: tuple[Fault, ...]


def journal_preview(*, business: Business, file: JournalFile) -> JournalPreview:
    """Read a journal and say what an import would do; writes nothing.

    Raises InputError where the file is no journal at all.
    """
    reading = _read(business, file)
    choices = _choices(business, file, reading)
    faults = Faults()
    _unknown_told(business, file, choices, faults)
    _days_check(business, reading, faults)
    seen = {c.key: Target(0, c.account.currency) for c in choices}
    entries = sum(1 for _ in reading.entries(seen))
    days = sorted(reading.days)
    return JournalPreview(
        reading.format,
        entries,
        dt.date.fromisoformat(days[0]) if days else None,
        dt.date.fromisoformat(days[-1]) if days else None,
        tuple(choices),
        (*reading.all_faults(), *faults.all()),
    )


@transaction.atomic
def journal_import(*, business: Business, file: JournalFile) -> JournalImported:
    """Post every entry of a journal as one batch, or nothing of it.

    Raises ConflictError where the same file is in the books, an error with all faults in
    `extra` where the journal or its accounts have some, and what posting raises.
    """
    digest = digest_of(file.data)
    refuse_repeated(business=business, name=file.name, digest=digest)
    reading = _read(business, file)
    _refuse_errors(file.name, reading.all_faults())
    choices = _choices(business, file, reading)
    faults = Faults()
    _unknown_told(business, file, choices, faults)
    _days_check(business, reading, faults)
    _refuse_errors(file.name, faults.all())
    targets, opened = _targets(business, file, choices)
    batch = batch_open(
        firm_id=business.firm_id,
        business_id=business.pk,
        kind=Batch.Kind.JOURNAL,
        title=f"Journal {file.name}",
    )
    posted = rows_post(business=business, staged=_staged(file.name, reading, targets), batch=batch)
    if not posted.count:
        raise InputError(
            f"{file.name}: the journal has no entries.",
            code="journal_empty",
            hint="Export the journal again, with its entries.",
        )
    import_record(
        business=business,
        batch=batch,
        digest=digest,
        format=reading.format,
        entries=posted.count,
        accounts_opened=len(opened),
    )
    return JournalImported(
        batch,
        posted.count,
        posted.first_number,
        posted.last_number,
        tuple(opened),
        tuple(f for f in reading.all_faults() if f.severity == "note"),
    )


def _read(business: Business, file: JournalFile) -> Reading:
    currency = file.currency or business.base_currency
    return journal_read(file.name, file.data, currency=currency, format_id=file.format_id)


def _staged(
    name: str, reading: Reading, targets: Mapping[tuple[str, str], Target]
) -> Iterator[Staged]:
    """The entries; at the end of a file with faults, the error that takes all of them back."""
    yield from reading.entries(targets)
    _refuse_errors(name, reading.all_faults())


def _refuse_errors(name: str, faults: Sequence[Fault]) -> None:
    if any(fault.severity == "error" for fault in faults):
        raise refusal(name, faults)


def _choices(business: Business, file: JournalFile, reading: Reading) -> list[Choice]:
    """Which account is which. A mapping that names no account of the books is an InputError."""
    mapping = {name: account_find(business, to).code for name, to in file.mapping.items()}
    return accounts_choose(reading.accounts, book_of(business).accounts, mapping)


def _unknown_told(
    business: Business, file: JournalFile, choices: Sequence[Choice], faults: Faults
) -> None:
    """Accounts that are nowhere and may not be opened, and accounts of another currency."""
    chart = book_of(business).accounts
    by_code = {account.code: account for account in chart}
    unknown = [c.account for c in choices if c.how == "unknown"]
    if not file.open_accounts and unknown:
        named = []
        for account in unknown[:NAMED_MAX]:
            close = close_names(account, chart)
            named.append(account.name + (f" (close: {', '.join(close)})" if close else ""))
        more = f" and {len(unknown) - NAMED_MAX} more" if len(unknown) > NAMED_MAX else ""
        faults.add(
            "unknown_account",
            unknown[0].line,
            f"the books have no account for {', '.join(named)}{more}",
            "Say which they are with --map FILE, or open them with --open-accounts.",
        )
    for account in unknown if file.open_accounts else ():
        if not account.type:
            what = f"{account.name} does not say what kind of account it is"
            hint = "Begin its name with Assets, Liabilities, Equity, Income or Expenses, declare"
            faults.add("account_type", account.line, what, f"{hint} its type, or name it in --map.")
    for choice in choices:
        there = by_code.get(choice.code)
        if there is not None and there.currency != choice.account.currency:
            wanted = choice.account.currency
            faults.add(
                "account_currency",
                choice.account.line,
                f"{choice.account.name} is posted in {wanted}; {there.code} {there.name} is kept"
                f" in {there.currency}",
                f"Map it to an account kept in {wanted}.",
            )


def _days_check(business: Business, reading: Reading, faults: Faults) -> None:
    """Days in locked months, and days outside any fiscal year, each with its first line."""
    locked = {
        f"{start:%Y-%m}"
        for start in Period.objects.filter(business=business, is_locked=True).values_list(
            "start", flat=True
        )
    }
    told: set[str] = set()
    last = _last_day(business)
    for day, line in sorted(reading.days.items(), key=lambda item: item[1]):
        month = day[:7]
        if month in locked and month not in told:
            told.add(month)
            what = f"{_entry(reading, day, line)} lies in {month}, which is locked"
            hint = f"`ledgerflow unlock {month}` with a reason, or leave the month out."
            faults.add("locked_month", line, what, hint, column="date")
        if not _FIRST_DAY <= dt.date.fromisoformat(day) <= last:
            entry = _entry(reading, day, line)
            what = f"{entry} lies outside any fiscal year ({_FIRST_DAY} to {last})"
            faults.add("date_out_of_range", line, what, "Correct its year.", column="date")


def _entry(reading: Reading, day: str, line: int) -> str:
    return f"the entry of {day} ({reading.described(line)[:60]!r})"


def _last_day(business: Business) -> dt.date:
    """The last day that PostgreSQL lets entries have, asked of itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lf_last_day(%s)", [business.fiscal_year_start_month])
        day: dt.date = cursor.fetchone()[0]
    return day


def _targets(
    business: Business, file: JournalFile, choices: Sequence[Choice]
) -> tuple[dict[tuple[str, str], Target], list[Account]]:
    """Each of the journal's accounts with its ledger account; those that are missing are opened."""
    by_code = {a.code: a for a in Account.objects.filter(business=business)}
    unknown = [c for c in choices if c.how == "unknown"]
    opened = accounts_open(business=business, wanted=[c.account for c in unknown])
    made = {c.key: account for c, account in zip(unknown, opened, strict=True)}
    targets = {}
    for choice in choices:
        if choice.how == "trading":
            account = trading_account(business, choice.account.currency)
        else:
            account = made.get(choice.key) or by_code[choice.code]
        targets[choice.key] = Target(account.pk, account.currency)
    return targets, opened
