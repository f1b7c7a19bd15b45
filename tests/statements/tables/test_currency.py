"""The currency of a table: the nearest evidence wins."""

from ledgerflow.statements.tables.context import Surroundings
from ledgerflow.statements.tables.currency import find_currency, settle_dollars
from ledgerflow.statements.tables.profile import CsvProfile

ROWS = [["2025-03-03", "5.00", "EUR"]]


def found(headers: list[str], roles: list[str], rows: list[list[str]] = ROWS, **more: str) -> str:
    around = Surroundings(currency=more.pop("around", ""))
    return find_currency(headers, roles, rows, ".", around, more)[0]


def test_a_stated_currency_wins_then_the_column_then_the_header() -> None:
    roles = ["date", "amount", "currency"]
    assert found(["Date", "Amount (USD)", "Currency"], roles, currency="CHF") == "CHF"
    assert found(["Date", "Amount (USD)", "Currency"], roles) == "EUR"
    assert found(["Date", "Amount (USD)", "x"], ["date", "amount", "ignore"]) == "USD"


def test_signs_at_the_amounts_then_the_preamble() -> None:
    roles = ["date", "amount"]
    assert found(["Date", "Amount"], roles, [["x", "£5.00"]]) == "GBP"
    assert found(["Date", "Amount"], roles, [["x", "5.00"]], around="NZD") == "NZD"
    assert found(["Date", "Amount"], roles, [["x", "5.00"]]) == ""


def test_several_currencies_in_a_column_name_none_for_the_file() -> None:
    rows = [["x", "5.00", "EUR"], ["x", "5.00", "USD"]]
    assert found(["Date", "Amount", "Cur"], ["date", "amount", "currency"], rows) == ""


def test_dollars_are_american_only_with_month_first_dates() -> None:
    assert settle_dollars(CsvProfile(date_order="mdy"), "$").currency == "USD"
    open_one = settle_dollars(CsvProfile(date_order="dmy"), "$")
    assert open_one.currency == ""
    assert "more than one" in open_one.why["currency"]
