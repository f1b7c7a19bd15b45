"""QIF records as LedgerFlow statements and lines, with every fault on the way.

Here: what the fields of a transaction and of an account mean. Not here: lines and records
(qif_records.py), values (qif_values.py). Signs are the holder's already in QIF.
"""

import datetime as dt
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledgerflow.statements.bulk import lines_from_rows
from ledgerflow.statements.formats import qif_faults as faults_of
from ledgerflow.statements.formats.qif_cash import cash_sign
from ledgerflow.statements.formats.qif_records import Account, Record
from ledgerflow.statements.formats.qif_values import Values
from ledgerflow.statements.parsed import Balance, Fault, ParsedLine, ParsedStatement
from ledgerflow.statements.tables.amounts import CODES, Amount

_ZERO = Decimal(0)
_ROWS_HELD = 10_000
_OPENING = frozenset(
    (
        "opening balance",
        "starting balance",
        "initial balance",
        "solde initial",
        "solde d'ouverture",
        "anfangsbestand",
        "anfangssaldo",
        "eröffnungssaldo",
        "saldo inicial",
        "saldo iniziale",
        "beginsaldo",
        "openingssaldo",
        "ingående saldo",
    )
)


@dataclass(slots=True)
class Register:
    """One account's transactions while they are collected, in the file's order."""

    account: Account | None
    kind: str
    line: int
    records: deque[Record] = field(default_factory=deque)
    trades: list[Record] = field(default_factory=list)


def registers_of(records: Iterable[Record]) -> list[Register]:
    """The accounts of a file in the order of their first transaction.

    Blocks of one account belong together; without a name the kind of account tells.
    """
    found: dict[tuple[str, str], Register] = {}
    for record in records:
        name = record.account.name if record.account else ""
        kind = record.section.account_kind
        title = "" if name else record.section.title.casefold()
        key = (name or title, "investment" if kind == "investment" else "")
        if key not in found:
            found[key] = Register(record.account, kind, record.line)
        register = found[key]
        if record.section.kind == "trades" and cash_sign(record) is None:
            register.trades.append(record)
        else:
            register.records.append(record)
    return list(found.values())


def statement_of(register: Register, values: Values, faults: list[Fault]) -> ParsedStatement | None:
    """One account's statement, or None where it has no transaction; faults are added.

    Takes the records out of the register one by one, so that a long file is not held twice.
    """
    if not register.records:
        return None
    rows: list[tuple[Any, ...]] = []
    lines: list[ParsedLine] = []
    account_name = register.account.name if register.account else ""
    opening = ""
    while register.records:
        record = register.records.popleft()
        row = _row(record, values, faults)
        if row is not None:
            rows.append(row)
            if len(rows) >= _ROWS_HELD:
                lines += lines_from_rows(rows)
                rows.clear()
        named = _opening_of(record, account_name)
        if named and not opening:
            opening = named
            faults.append(faults_of.opening_row(record))
    lines += lines_from_rows(rows) if rows else ()
    account_id = account_name or opening
    if not account_id:
        faults.append(_no_account(register))
    printed = {line.currency for line in lines}
    dates = [line.date for line in lines]
    return ParsedStatement(
        account_id=account_id,
        currency=printed.pop() if len(printed) == 1 else "",
        lines=tuple(lines),
        account_kind=register.kind,
        closing=_closing(register.account, max(dates, default=None), values, faults),
        period_start=min(dates, default=None),
        period_end=max(dates, default=None),
        newest_first=bool(dates) and dates[0] > dates[-1],
    )


def _row(record: Record, values: Values, faults: list[Fault]) -> tuple[Any, ...] | None:
    """The fields of a line in the order of LINE_FIELDS, or None with faults."""
    fields = record.fields
    found: list[Fault] = []
    if record.repeated:
        found.append(faults_of.repeated(record))
    if record.stray:
        found.append(faults_of.stray(record))
    date = _date(record, values, found)
    money = _amount(record, values, found)
    if money and record.splits:
        _check_splits(record, money, values, found)
    if date is None or money is None or found:
        faults += found
        return None
    payee = _text(fields.get("P", ""))
    number = _text(fields.get("N", ""))
    is_number = record.section.kind != "trades" and any(map(str.isdigit, number))
    sign = (cash_sign(record) or 1) if record.section.kind == "trades" else 1
    value = money.value if sign > 0 or not money.value else -money.value
    return (
        record.line,
        date,
        value,
        _description(fields, payee) or number,
        None,
        "",
        "" if is_number else number,
        number if is_number else "",
        payee,
        money.currency if money.currency in CODES else "",
        None,
        None,
        None,
        record.raw,
    )


def _date(record: Record, values: Values, found: list[Fault]) -> dt.date | None:
    text = record.fields.get("D", "")
    if not text:
        found.append(faults_of.missing(record, "D"))
        return None
    day = values.day(text)
    if day is None:
        found.append(faults_of.bad_date(record, text, values.order))
    return day


def _amount(record: Record, values: Values, found: list[Fault]) -> Amount | None:
    """T, or U, which is T for large amounts; both must say the same."""
    fields = record.fields
    is_trade = record.section.kind == "trades"
    codes = [code for code in ("TU$" if is_trade else "TU") if fields.get(code)]
    if not codes:
        found.append(faults_of.missing(record, "T"))
        return None
    amount = values.amount(fields[codes[0]])
    if amount is None:
        found.append(faults_of.bad_amount(record, codes[0], fields[codes[0]]))
        return None
    if codes[1:2] == ["U"] and fields["U"] != fields["T"]:
        other = values.amount(fields["U"])
        if other is None:
            found.append(faults_of.bad_amount(record, "U", fields["U"]))
        elif other.value != amount.value:
            found.append(faults_of.two_amounts(record))
    return amount


def _check_splits(record: Record, money: Amount, values: Values, found: list[Fault]) -> None:
    """Parts with amounts add up to the transaction, with its sign or without any."""
    if not all(record.splits):
        return
    total = _ZERO
    for text in record.splits:
        part = values.amount(text)
        if part is None:
            found.append(faults_of.bad_amount(record, "$", text))
            return
        total += part.value
    if abs(total) != abs(money.value):
        found.append(faults_of.split_sum(record, str(money.value), str(total)))


def _description(fields: dict[str, str], payee: str) -> str:
    """Payee and memo as one text; where both are missing the address or the category."""
    memo = _text(fields.get("M", ""))
    if not payee and not memo:
        return _text(fields.get("A", "")) or _text(fields.get("L", ""))
    if not memo or memo == payee:
        return payee
    short, long = payee.casefold(), memo.casefold()
    if short in long:
        return memo
    return payee if long in short else f"{payee} {memo}"


def _text(text: str) -> str:
    return " ".join(text.split()) if text else ""


def _opening_of(record: Record, account_name: str) -> str:
    """The account's name where this row states its opening balance, else "".

    Such a row is a transfer of the account to itself; it also names accounts that no list does.
    """
    category = record.fields.get("L", "")
    if category[:1] != "[" or category[-1:] != "]":
        return ""
    name = _text(category[1:-1])
    if account_name:
        return account_name if name == account_name else ""
    payee = _text(record.fields.get("P", "")).casefold()
    return name if payee in _OPENING else ""


def _closing(
    account: Account | None, last: dt.date | None, values: Values, faults: list[Fault]
) -> Balance | None:
    """The account list's statement balance, where it is as late as the last transaction."""
    if account is None or not account.fields.get("$"):
        return None
    amount = values.amount(account.fields["$"])
    printed = account.fields.get("/", "")
    date = values.day(printed) if printed else None
    if amount is None or (printed and date is None):
        faults.append(faults_of.bad_account_balance(account))
        return None
    if date is None or last is None or date < last:
        return None
    return Balance(amount.value, date)


def _no_account(register: Register) -> Fault:
    return faults_of.note(
        "qif_no_account",
        f"Line {register.line}: the file does not say which account the transactions are of.",
        "Say which account it is: --account NAME.",
        register.line,
    )
