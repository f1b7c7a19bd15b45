"""Which account is which: by map, code, path, or a name that leaves no doubt."""

import pytest

from ledgerflow.interchange.book import BookAccount
from ledgerflow.interchange.choosing import accounts_choose, bare, close_names, rest_of
from ledgerflow.interchange.journals.parsed import JournalAccount

CHART = (
    BookAccount("1000", "Bank accounts", "asset", "USD", is_heading=True),
    BookAccount("1010", "Checking", "asset", "USD", parent_code="1000"),
    BookAccount("1020", "Euro account EUR", "asset", "EUR"),
    BookAccount("6110", "Office expense", "expense", "USD"),
    BookAccount("6200", "Utilities", "expense", "USD"),
    BookAccount("6900", "Old", "expense", "USD", is_active=False),
)


def choose(*accounts, mapping=None):
    made = [JournalAccount(currency="USD", **a) if isinstance(a, dict) else a for a in accounts]
    return [(c.how, c.code) for c in accounts_choose(made, CHART, mapping or {})]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("6110", "", ("code", "6110")),
        ("Assets:1000-Bank-accounts:1010-Checking", "asset", ("path", "1010")),
        ("Expenses:Utilities", "expense", ("path", "6200")),
        ("Expenses:House:OfficeExpense", "expense", ("name", "6110")),
        ("Income:Utilities", "income", ("unknown", "")),
        ("House:Utilities", "", ("path", "6200")),
        ("Sub:House:Utilities", "", ("unknown", "")),
        ("Bank accounts", "asset", ("unknown", "")),
        ("Expenses:Old", "expense", ("unknown", "")),
        ("Equity:Trading:USD", "equity", ("trading", "")),
    ],
)
def test_accounts_are_found(name, kind, expected):
    assert choose({"name": name, "type": kind}) == [expected]


def test_a_map_comes_first_and_a_currency_is_kept_apart():
    utilities = {"name": "Expenses:Utilities", "type": "expense"}
    assert choose(utilities, mapping={"Expenses:Utilities": "6110"}) == [("map", "6110")]
    euro = JournalAccount("Assets:Euro account", "asset", "EUR")
    assert choose(euro) == [("path", "1020")]
    assert choose(JournalAccount("Assets:Checking", "asset", "EUR")) == [("unknown", "")]


def test_two_accounts_that_would_end_in_one_by_their_last_name_are_both_unknown():
    twins = [{"name": f"Expenses:{where}:Utilities", "type": "expense"} for where in ("A", "B")]
    assert choose(*twins) == [("unknown", ""), ("unknown", "")]


def test_names_are_compared_without_marks_and_close_ones_offered():
    assert (bare("Office-Expense_1"), rest_of("Assets:Bank:X"), rest_of("X")) == (
        "officeexpense1", "Bank:X", "X",
    )  # fmt: skip
    assert close_names(JournalAccount("Expenses:Ofice Expenses"), CHART) == ["6110 Office expense"]
