"""OFX aggregates as LedgerFlow statements and lines, with every fault on the way.

Here: what the values of STMTTRN, STMTRS, CCSTMTRS and INVSTMTRS mean. Not here: tags and
nesting (ofx_tree.py), the file as a whole (ofx.py). Signs are the holder's already in OFX.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ledgerflow.statements.bulk import lines_from_rows
from ledgerflow.statements.formats import ofx_faults as faults_of
from ledgerflow.statements.formats.ofx_tree import Aggregate
from ledgerflow.statements.formats.ofx_values import amount, day, is_ambiguous
from ledgerflow.statements.parsed import Balance, Fault, ParsedLine, ParsedStatement

_KINDS = {
    "CHECKING": "checking",
    "SAVINGS": "savings",
    "MONEYMRKT": "savings",
    "CD": "savings",
    "CREDITLINE": "loan",
}
_STATEMENT_KINDS = {"CCSTMTRS": "card", "INVSTMTRS": "investment"}
_CRITICAL = frozenset({"TRNAMT", "DTPOSTED", "FITID", "DTTRAN"})


@dataclass(slots=True)
class Rows:
    """What was collected of one statement while it was open.

    `booked` and `pending` hold the fields of each line in the order of LINE_FIELDS.
    """

    booked: list[tuple[Any, ...]] = field(default_factory=list)
    pending: list[tuple[Any, ...]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    without_id: list[int] = field(default_factory=list)
    trades: int = 0
    unreadable: int = 0


def row_add(rows: Rows, transaction: Aggregate, *, closes: bool) -> None:
    """Read one STMTTRN or STMTTRNP; what cannot be read becomes faults instead of a line.

    `closes` tells whether this file writes end tags for transactions.
    """
    fields = transaction.fields
    is_pending = transaction.name == "STMTTRNP"
    found: list[Fault] = []
    if transaction.repeated and not _CRITICAL.isdisjoint(transaction.repeated):
        found.append(faults_of.repeated(transaction))
    if not transaction.closed and closes:
        found.append(faults_of.unclosed(transaction))
    date = day(fields.get("DTPOSTED", ""))
    if date is None:
        date = _date(transaction, "DTTRAN" if is_pending else "DTPOSTED", "date", found)
    money = amount(fields.get("TRNAMT", ""))
    if money is None:
        money = _amount(transaction, "TRNAMT", found)
    if date is None or money is None or found:
        rows.faults += found
        rows.unreadable += 1
        return
    name, description = _texts(transaction)
    bank_id = fields.get("FITID", "")
    if not bank_id and not is_pending:
        rows.without_id.append(transaction.line)
    if fields.get("CORRECTFITID"):
        rows.faults.append(_correction(transaction))
    line = (
        transaction.line,
        date,
        money,
        description,
        _optional_date(transaction, "DTAVAIL", rows.faults) if "DTAVAIL" in fields else None,
        bank_id,
        fields.get("TRNTYPE", "").upper(),
        fields.get("CHECKNUM", ""),
        name,
        _currency(transaction),
        None,
        None,
        None,
        faults_of.excerpt(transaction),
    )
    (rows.pending if is_pending else rows.booked).append(line)


def _texts(transaction: Aggregate) -> tuple[str, str]:
    """(payee's name, name and memo without saying a thing twice)."""
    fields = transaction.fields
    name = fields.get("NAME", "")
    if transaction.parts and not name:
        payee = transaction.part("PAYEE", "EXTDPAYEE")
        name = payee.fields.get("NAME", "") if payee else ""
    name = name or fields.get("PAYEE", "")
    longer = fields.get("EXTDNAME", "")
    if longer and (not name or longer.casefold().startswith(name.casefold())):
        name = longer
    memo = fields.get("MEMO", "")
    if not memo or memo == name:
        return name, name
    short, long = name.casefold(), memo.casefold()
    if short in long:
        return name, memo
    return name, name if long in short else f"{name} {memo}"


def _currency(transaction: Aggregate) -> str:
    """The currency the amount is printed in, "" for the statement's own.

    CURRENCY says that the amount is in CURSYM; ORIGCURRENCY says that it was converted already.
    """
    symbol = transaction.fields.get("CURRENCY", "")
    if transaction.parts:
        part = transaction.part("CURRENCY")
        symbol = part.fields.get("CURSYM", symbol) if part else symbol
    return symbol.upper() if len(symbol) == 3 else ""


def _amount(aggregate: Aggregate, name: str, found: list[Fault]) -> Decimal | None:
    text = aggregate.fields.get(name, "")
    if not text:
        found.append(faults_of.missing(aggregate, name, "amount"))
        return None
    value = amount(text)
    if value is None:
        if is_ambiguous(text):
            found.append(faults_of.ambiguous(aggregate, name))
        else:
            found.append(faults_of.unreadable(aggregate, name, "amount"))
    return value


def _date(aggregate: Aggregate, name: str, what: str, found: list[Fault]) -> dt.date | None:
    text = aggregate.fields.get(name, "")
    if not text:
        found.append(faults_of.missing(aggregate, name, what))
        return None
    value = day(text)
    if value is None:
        found.append(faults_of.unreadable(aggregate, name, "date"))
    return value


def _optional_date(aggregate: Aggregate, name: str, found: list[Fault]) -> dt.date | None:
    """A date that nothing rests on: unreadable is told, and leaves the date unknown."""
    text = aggregate.fields.get(name, "")
    if not text:
        return None
    value = day(text)
    if value is None and text.strip("0"):
        found.append(faults_of.unreadable(aggregate, name, "date", is_note=True))
    return value


def statement_of(response: Aggregate, rows: Rows) -> ParsedStatement:
    """Put one statement together when its aggregate closes; faults go to `rows`."""
    account = response.part("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM")
    fields = account.fields if account else {}
    account_id = " ".join(fields.get("ACCTID", "").split())
    if not account_id:
        rows.faults.append(faults_of.missing(account or response, "ACCTID", "account number"))
    kind = _STATEMENT_KINDS.get(response.name, _KINDS.get(fields.get("ACCTTYPE", "").upper(), ""))
    lines = lines_from_rows(rows.booked)
    currency = _statement_currency(response, rows, lines)
    start, end, listed = _period(response, rows)
    _notes(response, rows, lines, currency)
    return ParsedStatement(
        account_id=account_id,
        currency=currency,
        lines=lines,
        bank_code=fields.get("BANKID", "") or fields.get("BROKERID", ""),
        account_kind=kind,
        closing=_closing(response, rows),
        period_start=start,
        period_end=end,
        pending=lines_from_rows(rows.pending),
        newest_first=_is_newest_first(lines),
        stated_empty=bool(listed and start and end)
        and not (lines or rows.pending or rows.unreadable or rows.trades),
    )


def _statement_currency(response: Aggregate, rows: Rows, lines: Sequence[ParsedLine]) -> str:
    currency = response.fields.get("CURDEF", "").upper()
    if currency:
        return currency
    printed = {line.currency for line in lines}
    if len(printed) == 1 and (only := printed.pop()):
        return only
    rows.faults.append(
        faults_of.note(
            "ofx_no_currency",
            f"Line {response.line}: the statement does not say its currency (<CURDEF>).",
            "Choose the bank account; its currency is used.",
            response.line,
            "CURDEF",
        )
    )
    return ""


def _period(response: Aggregate, rows: Rows) -> tuple[dt.date | None, dt.date | None, bool]:
    lists = [p for p in response.parts if p.name in ("BANKTRANLIST", "INVTRANLIST")]
    starts = [_optional_date(p, "DTSTART", rows.faults) for p in lists]
    ends = [_optional_date(p, "DTEND", rows.faults) for p in lists]
    start = min((d for d in starts if d), default=None)
    end = max((d for d in ends if d), default=None)
    return start, end, bool(lists) and all(p.closed for p in lists)


def _closing(response: Aggregate, rows: Rows) -> Balance | None:
    ledger = response.part("LEDGERBAL")
    if ledger is None or not ledger.fields.get("BALAMT"):
        return None
    value = _amount(ledger, "BALAMT", rows.faults)
    date = _optional_date(ledger, "DTASOF", rows.faults)
    return None if value is None else Balance(value, date)


def _is_newest_first(lines: Sequence[ParsedLine]) -> bool:
    if len(lines) < 2 or lines[0].date <= lines[-1].date:
        return False
    return all(a.date >= b.date for a, b in pairwise(lines))


def _correction(transaction: Aggregate) -> Fault:
    fields = transaction.fields
    action = fields.get("CORRECTACTION", "REPLACE").upper()
    verb = "takes back" if action == "DELETE" else "replaces"
    return faults_of.note(
        "ofx_correction",
        f"Line {transaction.line}: this row {verb} the earlier one {fields['CORRECTFITID']!r}.",
        "Look at both rows before deciding; nothing was changed by itself.",
        transaction.line,
        "CORRECTFITID",
    )


def _notes(response: Aggregate, rows: Rows, lines: Sequence[ParsedLine], currency: str) -> None:
    if rows.without_id:
        first = rows.without_id[0]
        rows.faults.append(
            faults_of.note(
                "ofx_no_id",
                f"{len(rows.without_id)} of {len(lines)} transactions have no id of the "
                f"bank (<FITID>), the first at line {first}.",
                "Nothing to do: they are compared by day, amount and description.",
                first,
                "FITID",
            )
        )
    foreign = [line for line in lines if line.currency not in ("", currency)]
    if foreign:
        rows.faults.append(
            faults_of.note(
                "ofx_other_currency",
                f"{len(foreign)} transactions are printed in {foreign[0].currency}, not in "
                f"{currency or 'the statement currency'}, the first at line {foreign[0].row}.",
                "The amounts are kept as printed; check them against the bank.",
                foreign[0].row,
                "CURRENCY",
            )
        )
    if rows.trades:
        rows.faults.append(
            faults_of.note(
                "ofx_trades_not_read",
                f"{rows.trades} security trades of this account are not read; its cash rows are.",
                "Book purchases and sales of securities by hand.",
                response.line,
                "INVTRANLIST",
            )
        )
