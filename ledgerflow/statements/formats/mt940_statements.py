"""MT940 messages as LedgerFlow statements, with every fault on the way.

Here: which field means what, one statement for each message (a page of a longer statement is
one of its own). Not here: finding fields (mt940_fields.py), one entry (mt940_entries.py), how
the statements of a file belong together (mt940.py).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.statements.bulk import lines_from_rows
from ledgerflow.statements.formats import mt940_faults as faults_of
from ledgerflow.statements.formats.mt940_details import spaced
from ledgerflow.statements.formats.mt940_entries import EntryRow, entry_row
from ledgerflow.statements.formats.mt940_fields import Field, Message
from ledgerflow.statements.formats.mt940_values import (
    PrintedBalance,
    balance,
    floor_currency,
    report_day,
    total,
)
from ledgerflow.statements.parsed import Balance, Fault, ParsedStatement, PrintedTotals

ONE_DAY = dt.timedelta(days=1)
_BANK_CODE_MAX = 11


@dataclass(slots=True)
class Page:
    """A statement and where it stands: statement number, page, intermediate balances."""

    statement: ParsedStatement
    line: int
    number: str = ""
    page: str = ""
    continues: bool = False
    continued: bool = False
    is_interim: bool = False


@dataclass(slots=True)
class _Draft:
    """What was collected of one statement so far."""

    first: Field
    accounts: list[Field] = field(default_factory=list)
    number: str = ""
    opening: tuple[Field, PrintedBalance] | None = None
    closing: tuple[Field, PrintedBalance] | None = None
    entries: list[tuple[Field, list[Field]]] = field(default_factory=list)
    totals: dict[str, tuple[Field, int | None, str, Decimal]] = field(default_factory=dict)
    currency: str = ""
    report_day: dt.date | None = None
    is_interim: bool = False
    has_balance: bool = False
    open_entry: bool = False
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_statement(self) -> bool:
        """False for a message of header fields only."""
        return bool(self.entries or self.has_balance or self.is_interim)


def pages_of(message: Message, faults: list[Fault]) -> Iterator[Page]:
    """The statements of one message: one, or more where an opening balance begins anew.

    Nothing for a message that has neither balance nor entry.
    """
    draft = _Draft(message.fields[0])
    for one in message.fields:
        if one.tag in ("60F", "60M") and draft.entries:
            yield _page(draft, faults)
            draft = _Draft(one, accounts=draft.accounts)
        _take(draft, one)
    if draft.is_statement:
        yield _page(draft, faults)
    else:
        faults += draft.faults


def _take(draft: _Draft, one: Field) -> None:
    tag = one.tag
    if tag == "61":
        draft.entries.append((one, []))
        draft.open_entry = True
    elif tag in ("86", "NS"):
        if draft.open_entry:
            draft.entries[-1][1].append(one)
    elif tag in ("25", "25P"):
        draft.accounts.append(one)
    elif tag in ("28", "28C"):
        draft.number = spaced(one.lines[0])
    elif tag in ("60F", "60M", "62F", "62M"):
        draft.open_entry = False
        _take_balance(draft, one)
    elif tag in ("34F", "13", "13D", "90C", "90D"):
        draft.open_entry = False
        draft.is_interim = True
        _take_interim(draft, one)
    elif tag in ("64", "65"):
        draft.open_entry = False


def _take_balance(draft: _Draft, one: Field) -> None:
    draft.has_balance = True
    printed = balance(one.lines[0])
    if printed is None:
        draft.faults.append(faults_of.bad_balance(one))
        return
    if printed.date is None:
        draft.faults.append(faults_of.bad_date(one, one.lines[0], "date", is_note=True))
    if not printed.currency:
        draft.faults.append(faults_of.no_currency(one))
        return
    is_opening = one.tag[:2] == "60"
    before = draft.opening if is_opening else draft.closing
    if before and before[1] != printed:
        draft.faults.append(faults_of.second_balance(one, is_note=is_opening))
    if draft.currency and printed.currency != draft.currency:
        draft.faults.append(faults_of.two_currencies(one, draft.currency, printed.currency))
    draft.currency = draft.currency or printed.currency
    if is_opening:
        draft.opening = (one, printed)
    else:
        draft.closing = (one, printed)


def _take_interim(draft: _Draft, one: Field) -> None:
    text = one.lines[0]
    if one.tag == "34F":
        draft.currency = draft.currency or floor_currency(text)
    elif one.tag in ("13", "13D"):
        draft.report_day = report_day(text)
    else:
        found = total(text)
        if found is None:
            draft.faults.append(faults_of.bad_total(one))
            return
        count, currency, money = found
        if draft.currency and currency != draft.currency:
            draft.faults.append(faults_of.two_currencies(one, draft.currency, currency))
        draft.currency = draft.currency or currency
        draft.totals[one.tag] = (one, count, currency, money)


def _page(draft: _Draft, faults: list[Fault]) -> Page:
    booked: list[EntryRow] = []
    pending: list[EntryRow] = []
    account_id, bank_code, currency = _account(draft)
    currency = draft.currency or currency
    for entry, details in draft.entries:
        row, expected = entry_row(entry, details, currency, draft.faults)
        if row is not None:
            (pending if expected else booked).append(row)
    if draft.closing is None and not draft.is_interim and not _has_closing_field(draft):
        draft.faults.append(faults_of.no_closing(draft.first))
    faults += draft.faults
    start, end = _period(draft)
    statement = ParsedStatement(
        account_id=account_id,
        currency=currency,
        lines=lines_from_rows(booked),
        bank_code=bank_code,
        opening=_balance(draft.opening),
        closing=_balance(draft.closing),
        period_start=start,
        period_end=end,
        totals=_totals(draft),
        pending=lines_from_rows(pending),
        stated_empty=bool(draft.opening and draft.closing) and not draft.entries,
    )
    number, _, page = draft.number.partition("/")
    return Page(
        statement,
        draft.first.line,
        number.strip(),
        page.strip(),
        continues=bool(draft.opening and draft.opening[0].tag == "60M"),
        continued=bool(draft.closing and draft.closing[0].tag == "62M"),
        is_interim=draft.is_interim,
    )


def _has_closing_field(draft: _Draft) -> bool:
    """True where a closing balance is printed that was not usable; that was told already."""
    return any(f.column.startswith(":62") for f in draft.faults)


def _account(draft: _Draft) -> tuple[str, str, str]:
    """(account number as printed, bank's code, currency printed behind the number)."""
    if not draft.accounts:
        draft.faults.append(faults_of.no_account(draft.first))
        return "", "", ""
    one = draft.accounts[0]
    numbers = [spaced(a.lines[0]).removeprefix("/") for a in draft.accounts]
    if any(number != numbers[0] for number in numbers):
        draft.faults.append(faults_of.second_account(draft.accounts[-1]))
    account_id = numbers[0]
    if not account_id:
        draft.faults.append(faults_of.no_account(one))
    bank, mark, rest = account_id.partition("/")
    if not mark or not rest or not bank.isalnum() or len(bank) > _BANK_CODE_MAX:
        bank = spaced(one.lines[1]) if one.tag == "25P" and len(one.lines) > 1 else ""
    tail = account_id[-3:]
    has_currency = tail.isalpha() and tail.isupper() and account_id[-4:-3].isdigit()
    return account_id, bank, tail if has_currency else ""


def _balance(printed: tuple[Field, PrintedBalance] | None) -> Balance | None:
    return Balance(printed[1].amount, printed[1].date) if printed else None


def _totals(draft: _Draft) -> PrintedTotals:
    """Sums and counts of an interim report; all of them are about what is booked."""
    paid_in, paid_out = draft.totals.get("90C"), draft.totals.get("90D")
    return PrintedTotals(
        money_in=paid_in[3] if paid_in else None,
        money_out=paid_out[3] if paid_out else None,
        count_in=paid_in[1] if paid_in else None,
        count_out=paid_out[1] if paid_out else None,
    )


def _period(draft: _Draft) -> tuple[dt.date | None, dt.date | None]:
    """The days covered: after the opening balance's, up to the closing balance's.

    An opening balance carries the day that it closed; some banks print the first day instead.
    """
    opened = draft.opening[1].date if draft.opening else None
    closed = draft.closing[1].date if draft.closing else draft.report_day
    if opened is None or closed is None or opened > closed:
        return None, closed
    return min(opened + ONE_DAY, closed), closed
