"""BAI2 accounts as LedgerFlow statements: one for each account record (03).

Here: group and account, balances, the control figures of an account. Not here: single rows
(bai2_rows.py), groups and file as a whole (bai2.py).
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledgerflow.statements.bulk import lines_from_rows
from ledgerflow.statements.formats import bai2_faults as faults_of
from ledgerflow.statements.formats.bai2_records import Record
from ledgerflow.statements.formats.bai2_rows import ZERO, SummaryItem, row_of, summary_of
from ledgerflow.statements.formats.bai2_types import CLOSING, OPENING
from ledgerflow.statements.formats.bai2_values import amount, day
from ledgerflow.statements.parsed import Balance, Fault, ParsedStatement

ONE_DAY = dt.timedelta(days=1)
DEFAULT_CURRENCY = "USD"
_STATUSES_TOLD = frozenset({"2", "3", "4"})
_SUMMARIES = (("100", 1, "credits"), ("400", -1, "debits"))


@dataclass(slots=True)
class Group:
    """A group header (02) and what was counted since: accounts, records, totals as printed."""

    record: Record
    date: dt.date | None = None
    currency: str = ""
    originator: str = ""
    accounts: int = 0
    records: int = 1
    total: Decimal | None = ZERO


@dataclass(slots=True)
class Account:
    """An account record and its rows so far. `sums` are printed amounts as trailers add them."""

    record: Record
    group: Group
    account_id: str
    currency: str
    opening: Decimal | None = None
    closing: Decimal | None = None
    summary: list[SummaryItem] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    rows_read: int = 0
    records: int = 1
    summary_sum: Decimal = ZERO
    rows_sum: Decimal = ZERO
    faults: list[Fault] = field(default_factory=list)


def group_of(record: Record, faults: list[Fault]) -> Group:
    """Read a 02 record: as-of date, currency, status."""
    fields = [f.strip() for f in record.fields()] + [""] * 7
    group = Group(record, day(fields[3]), records=record.count, originator=fields[1])
    if group.date is None:
        faults.append(faults_of.bad_date(record, fields[3], "as-of date"))
    if fields[2] in _STATUSES_TOLD:
        faults.append(faults_of.group_status(record, fields[2]))
    group.currency = _currency(record, fields[5], faults)
    return group


def account_of(record: Record, group: Group) -> Account:
    """Read a 03 record: number, currency, balances and totals."""
    fields = record.fields()
    found: list[Fault] = []
    account_id = " ".join(fields[0].split())
    currency = _currency(record, fields[1].strip() if len(fields) > 1 else "", found)
    currency = currency or group.currency
    if not account_id:
        found.append(faults_of.no_account(record))
    if not currency:
        found.append(faults_of.default_currency(record))
    account = Account(record, group, account_id, currency or DEFAULT_CURRENCY, faults=found)
    account.records = record.count
    for item in summary_of(record, fields[2:], account.currency, found):
        _take(account, item)
    return account


def _currency(record: Record, text: str, faults: list[Fault]) -> str:
    text = text.upper()
    if not text or (len(text) == 3 and text.isascii() and text.isalpha()):
        return text
    faults.append(faults_of.bad_currency(record, text))
    return ""


def _take(account: Account, item: SummaryItem) -> None:
    if item.amount is None:
        return
    account.summary_sum += item.amount
    account.summary.append(item)
    if item.code == OPENING:
        if account.opening not in (None, item.amount):
            account.faults.append(faults_of.second_balance(account.record, item.code))
        account.opening = item.amount
    elif item.code == CLOSING:
        if account.closing not in (None, item.amount):
            account.faults.append(faults_of.second_balance(account.record, item.code))
        account.closing = item.amount


def row_add(account: Account, record: Record) -> None:
    """Read one 16 record into its account."""
    line, printed = row_of(record, account.group.date, account.currency, account.faults)
    account.records += record.count
    account.rows_read += 1
    account.rows_sum += printed
    if line is not None:
        account.rows.append(line)


def statement_of(account: Account, trailer: Record | None, faults: list[Fault]) -> ParsedStatement:
    """Put one account together when its trailer (49) comes; None where it is missing."""
    date = account.group.date
    before = date - ONE_DAY if date else None
    statement = ParsedStatement(
        account_id=account.account_id,
        currency=account.currency,
        lines=lines_from_rows(account.rows),
        bank_code=account.group.originator,
        opening=None if account.opening is None else Balance(account.opening, before),
        closing=None if account.closing is None else Balance(account.closing, date),
        period_start=date,
        period_end=date,
        stated_empty=trailer is not None and not account.rows_read,
    )
    if trailer is None:
        account.faults.append(faults_of.no_trailer(account.record, "the account"))
    else:
        _check_trailer(account, statement, trailer)
    _check_summary(account, statement)
    faults += account.faults
    return statement


def _check_trailer(account: Account, statement: ParsedStatement, trailer: Record) -> None:
    """Sum and number of records, as the standard has them or as banks are known to count.

    A figure that does not fit is an error where the balances alone would prove the statement,
    since rows that cancel each other may be missing; elsewhere it is a note.
    """
    account.records += trailer.count
    account.group.accounts += 1
    account.group.records += account.records
    fields = [f.strip() for f in trailer.fields()]
    if len(fields) < 2:
        account.faults.append(faults_of.bad_record(trailer, "the trailer (49) is cut off"))
        return
    opening, closing = statement.opening, statement.closing
    proves = bool(opening and closing and opening.amount + statement.sum == closing.amount)
    printed = amount(fields[0], account.currency) if fields[0] else None
    if fields[0] and printed is None:
        account.faults.append(faults_of.bad_amount(trailer, fields[0], "control total"))
    both = account.summary_sum + account.rows_sum
    if printed is not None and printed not in (both, account.rows_sum, statement.sum):
        text = f"the control total is {printed}, balances and rows add up to {both}"
        account.faults.append(faults_of.control(trailer, "control total", text, is_note=not proves))
    _add_total(account.group, amount(fields[0], ""))
    count = _number(fields[1])
    if fields[1] and count not in (account.records, account.rows_read, account.rows_read + 2):
        text = f"the trailer counts {fields[1][:20]} records, the account has {account.records}"
        account.faults.append(faults_of.control(trailer, "records", text, is_note=not proves))


def _add_total(group: Group, printed: Decimal | None) -> None:
    """Totals above accounts are sums of minor units, whatever the currencies."""
    if group.total is not None:
        group.total = None if printed is None else group.total + printed


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _check_summary(account: Account, statement: ParsedStatement) -> None:
    """Totals of credits and debits beside rows that do not reach them: told, and no more.

    Banks report totals of everything and rows of a part, so these totals prove nothing.
    """
    if not account.rows:
        return
    for code, sign, word in _SUMMARIES:
        items = [i.amount for i in account.summary if i.code == code and i.amount is not None]
        rows = sum((x.amount * sign for x in statement.lines if x.amount * sign > 0), ZERO)
        if items and items[0] != rows:
            text = f"the summary has {word} of {items[0]}, the rows have {rows}"
            account.faults.append(faults_of.summary_differs(account.record, text))
