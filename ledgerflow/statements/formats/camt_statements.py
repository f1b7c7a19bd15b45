"""CAMT statements, reports and notifications as LedgerFlow statements.

Here: account, currency, period, undated entries, and putting one statement together when its
element closes. Not here: entries (camt_entries.py), balances (camt_balances.py), totals
(camt_totals.py), pages of one statement (camt_pages.py).
"""

import datetime as dt
from typing import Any

from ledgerflow.statements.bulk import lines_from_rows
from ledgerflow.statements.formats import camt_faults as faults_of
from ledgerflow.statements.formats.camt_balances import balance_currencies, balances_of
from ledgerflow.statements.formats.camt_entries import CURRENCY, DATE, Rows
from ledgerflow.statements.formats.camt_totals import states_nothing, totals_of
from ledgerflow.statements.formats.camt_tree import Record
from ledgerflow.statements.formats.camt_values import day
from ledgerflow.statements.parsed import Fault, ParsedStatement, Severity

_KINDS = {
    "CACC": "checking",
    "TRAN": "checking",
    "CASH": "checking",
    "SVGS": "savings",
    "MOMA": "savings",
    "CARD": "card",
    "LOAN": "loan",
}
_REPORT = "Rpt"


def rows_for(statement: Record) -> Rows:
    """Where the entries of an open statement are collected; its account stands before them."""
    owner = " ".join(statement.get("Acct/Owner", "").split()).casefold()
    return Rows(owner=(_number(statement), owner), is_report=statement.name == _REPORT)


def statement_of(statement: Record, rows: Rows, found: faults_of.Found) -> ParsedStatement:
    """Put one statement together when its element closes."""
    number = _number(statement)
    if not number:
        found.add(faults_of.missing(statement, "Acct/Id", "account number"))
    elif "Acct/IBAN" in statement.more or "Acct/Ccy" in statement.more:
        key = "Acct/IBAN" if "Acct/IBAN" in statement.more else "Acct/Ccy"
        found.add(faults_of.repeated(statement, key))
    start, end = (_day(statement, key, found) for key in ("From", "To"))
    _give_dates(statement, rows, start, end, found)
    currency = _currency(statement, rows, found)
    opening, closing, foreign = balances_of(statement, currency, found)
    totals = totals_of(statement, rows, found)
    _notes(statement, rows, currency, found)
    lines = lines_from_rows(_in_currency(rows.booked, currency))
    parsed = ParsedStatement(
        account_id=number,
        currency=currency,
        lines=lines,
        bank_code=statement.get("Acct/Bank") or statement.get("Acct/BankNumber", ""),
        account_kind=_KINDS.get(statement.get("Acct/Tp", "").upper(), ""),
        opening=opening,
        closing=closing,
        period_start=start,
        period_end=end,
        totals=totals,
        pending=lines_from_rows(_in_currency(rows.pending, currency)),
        stated_empty=states_nothing(statement)
        and not (rows.booked or rows.pending or rows.unreadable),
    )
    _check_currencies(statement, parsed, foreign, found)
    return parsed


def _number(statement: Record) -> str:
    """The account's number: an IBAN without its spaces, another number as printed."""
    if iban := statement.get("Acct/IBAN"):
        return "".join(iban.split()).upper()
    return " ".join(statement.get("Acct/Other", "").split())


def _day(statement: Record, key: str, found: faults_of.Found) -> dt.date | None:
    """A day of the period; nothing rests on it, so one that is no day is told."""
    if key not in statement:
        return None
    date = day(statement[key])
    if date is None:
        found.add(faults_of.unreadable(statement, key, "date", is_note=True))
    return date


def _give_dates(
    statement: Record,
    rows: Rows,
    start: dt.date | None,
    end: dt.date | None,
    found: faults_of.Found,
) -> None:
    """Entries without any date are of the statement's day, if it is about one day only.

    Pending entries are in no sum: for them the last day of the statement is enough.
    """
    if not rows.undated:
        return
    parent = statement.parent
    made = day(statement.get("CreDtTm") or (parent.get("CreDtTm", "") if parent else ""))
    only_day = end if start == end else None
    if start is None and end is None:
        only_day = made
    given = 0
    for entry, rows_of_kind, at in reversed(rows.undated):
        date = only_day if rows_of_kind is rows.booked else (end or made)
        if date is None:
            found.add(faults_of.missing(entry, "BookgDt", "booking date"))
            rows.unreadable += 1
            del rows_of_kind[at]
        else:
            row = rows_of_kind[at]
            rows_of_kind[at] = (*row[:DATE], date, *row[DATE + 1 :])
            given += 1
    if given:
        text = f"{given} entries have no date; they get the day of the statement"
        hint = "Compare the day with the bank before you decide."
        found.add(faults_of.about(statement, "camt_no_date", "BookgDt", text, hint, "note"))


def _currency(statement: Record, rows: Rows, found: faults_of.Found) -> str:
    """The account's own currency, else that of its entries, else that of its balances."""
    own = "".join(statement.get("Acct/Ccy", "").split()).upper()
    if own:
        return own
    entries = {row[CURRENCY] for row in (*rows.booked, *rows.pending)} - {""}
    balances = balance_currencies(statement)
    for currencies in (entries, balances):
        if len(currencies) == 1:
            return next(iter(currencies))
    if not (entries or balances):
        text = "the statement does not say its currency (<Ccy>)"
        hint = "Choose the bank account; its currency is used."
        found.add(faults_of.about(statement, "camt_no_currency", "Ccy", text, hint, "note"))
    return ""


def _in_currency(rows: list[tuple[Any, ...]], currency: str) -> list[tuple[Any, ...]]:
    """A row names its currency only where it is not the statement's."""
    return [
        (*row[:CURRENCY], "", *row[CURRENCY + 1 :]) if row[CURRENCY] == currency else row
        for row in rows
    ]


def _notes(statement: Record, rows: Rows, currency: str, found: faults_of.Found) -> None:
    foreign = [row for row in rows.booked if row[CURRENCY] not in ("", currency)]
    if foreign:
        text = (
            f"{len(foreign)} entries are in {foreign[0][CURRENCY]}, not in "
            f"{currency or 'one currency'}, the first at line {foreign[0][0]}"
        )
        hint = "The amounts are kept as printed; check them against the bank."
        found.add(_note(statement, "camt_other_currency", "Ccy", text, hint))
    if rows.without_status:
        text = f"{len(rows.without_status)} entries have no status; in a statement they are booked"
        found.add(_note(statement, "camt_no_status", "Sts", text, "Nothing to do."))
    if rows.information:
        text = f"{rows.information} entries are for information only (INFO) and are not booked"
        hint = "Nothing to do: they are shown beside the pending ones."
        found.add(_note(statement, "camt_information", "Sts", text, hint))


def _check_currencies(
    statement: Record, parsed: ParsedStatement, foreign: set[str], found: faults_of.Found
) -> None:
    """Balances in another currency are told; where the sums agree all the same, it is an error.

    Sums over two currencies prove nothing, and only an error keeps them from seeming to.
    """
    if not (parsed.currency and foreign):
        return
    opening, closing = parsed.opening, parsed.closing
    agrees = opening and closing and opening.amount + parsed.sum == closing.amount
    others = ", ".join(sorted(foreign))
    text = f"balances are printed in {others}, the account is in {parsed.currency}"
    hint = "Ask the bank which currency holds; sums over two currencies prove nothing."
    severity: Severity = "error" if agrees else "note"
    found.add(faults_of.about(statement, "camt_other_balance", "Bal", text, hint, severity))


def _note(statement: Record, code: str, column: str, text: str, hint: str) -> Fault:
    return faults_of.about(statement, code, column, text, hint, "note")
