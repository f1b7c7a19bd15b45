"""Which of the printed balances open and close a statement."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.formats.camt_balances import balance_currencies, balances_of
from ledgerflow.statements.formats.camt_faults import Found
from ledgerflow.statements.formats.camt_tree import Record


def balance(
    code: str, amount: str, sign: str = "CRDT", day: str = "2025-01-31", currency: str = "EUR"
) -> Record:
    record = Record("Bal", 3)
    record.update({"Code": code, "Amt": amount, "CdtDbtInd": sign, "Dt": day})
    record.currencies = {"Amt": currency}
    return record


def edges(*balances: Record) -> tuple[str | None, str | None, list[str]]:
    statement, found = Record("Stmt", 1), Found()
    for one in balances:
        statement.own(one)
    opening, closing, _ = balances_of(statement, "EUR", found)
    return (
        str(opening.amount) if opening else None,
        str(closing.amount) if closing else None,
        [f.code for f in found.capped()],
    )


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["OPBD", "CLBD"], ("1", "2")),
        (["PRCD", "CLBD"], ("1", "2")),
        (["PRCD", "OPBD", "CLBD"], ("2", "3")),
        (["OPBD", "ITBD"], ("1", "2")),
        (["ITBD", "CLBD"], ("1", "2")),
        (["ITBD", "ITBD"], ("1", "2")),
        (["ITBD"], (None, "1")),
        (["OPBD", "OPAV", "CLAV", "FWAV", "INFO", "XPCD"], ("1", None)),
        ([], (None, None)),
    ],
)
def test_booked_balances_open_and_close_and_available_ones_never(codes, expected):
    found = edges(*(balance(code, str(n)) for n, code in enumerate(codes, 1)))
    assert found == (*expected, [])


def test_a_debit_balance_is_money_owed():
    assert edges(balance("CLBD", "5.00", "DBIT"))[1] == "-5.00"


def test_several_days_in_one_statement_run_from_the_earliest_to_the_latest():
    days = [balance("CLBD", "2", day="2025-01-30"), balance("CLBD", "3", day="2025-01-31")]
    opening = [balance("OPBD", "2", day="2025-01-30"), balance("OPBD", "1", day="2025-01-29")]
    assert edges(*opening, *days) == ("1", "3", [])


def test_two_different_balances_of_one_day_are_a_fault():
    assert edges(balance("CLBD", "2"), balance("CLBD", "3"))[2] == ["camt_two_balances"]
    assert edges(balance("CLBD", "2"), balance("CLBD", "2.00"))[2] == []


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("Amt", "1,2,3", "camt_bad_amount"),
        ("Amt", None, "camt_missing_value"),
        ("CdtDbtInd", None, "camt_missing_value"),
        ("CdtDbtInd", "PLUS", "camt_bad_direction"),
    ],
)
def test_a_balance_that_cannot_be_read_is_a_fault_and_none(key, value, code):
    record = balance("OPBD", "1")
    if value is None:
        del record[key]
    else:
        record[key] = value
    assert edges(record) == (None, None, [code])


def test_a_date_that_is_no_day_is_told_and_the_balance_stays():
    assert edges(balance("OPBD", "1", day="yesterday")) == ("1", None, ["camt_bad_date"])


def test_balances_in_the_accounts_currency_come_before_others():
    assert edges(balance("OPBD", "9", currency="USD"), balance("OPBD", "1"))[0] == "1"
    assert edges(balance("OPBD", "9", currency="USD"))[0] == "9"


def test_the_currencies_are_those_of_booked_balances():
    statement = Record("Stmt", 1)
    statement.own(balance("OPBD", "1", currency="SEK"))
    statement.own(balance("CLAV", "1", currency="JPY"))
    assert balance_currencies(statement) == {"SEK"}


def test_a_balance_keeps_its_date():
    statement = Record("Stmt", 1)
    statement.own(balance("OPBD", "1", day="2025-01-29T00:00:00"))
    opening, _, _ = balances_of(statement, "EUR", Found())
    assert opening is not None
    assert (opening.amount, opening.date) == (Decimal(1), dt.date(2025, 1, 29))
