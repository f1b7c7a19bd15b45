"""The benchmark's book: what its files hold, and when a ledger's sums are not the book's."""

import json
import sys
import textwrap
from decimal import Decimal

import pytest

from benchmarks.books_file import BookFiles, entries_of, generate, month_faults, sum_faults

LINES = """\
entry_id,date,payee,account,amount
1,2024-01-05,"Harbor, Supply",Expenses:Repairs,12.50
1,2024-01-05,"Harbor, Supply",Assets:Cash,-12.50
2,2024-02-01,Alder Cafe,Assets:Cash,3.00
2,2024-02-01,Alder Cafe,Income:Sales,-2.00
2,2024-02-01,Alder Cafe,Income:Other,-1.00
"""
EXPECTED = {
    "lines": 5,
    "per_account_cents": {
        "Assets:Cash": -950,
        "Expenses:Repairs": 1250,
        "Income:Other": -100,
        "Income:Sales": -200,
        "Income:Unused": 0,
    },
    "per_month_cents": {
        "2023-12 Income:Sales": 7,
        "2024-01 Assets:Cash": -1250,
        "2024-01 Expenses:Repairs": 1250,
        "2024-02 Income:Other": -100,
        "2024-02 Income:Sales": -200,
    },
}


@pytest.fixture
def book(tmp_path):
    (tmp_path / "ledger.csv").write_text(LINES)
    (tmp_path / "expect.json").write_text(json.dumps(EXPECTED))
    return BookFiles(2, tmp_path)


def test_lines_are_put_together_to_entries(book):
    first, second = entries_of(book.lines_csv, 9)
    assert first == (
        "2024-01-05",
        "Harbor, Supply",
        [("Expenses:Repairs", Decimal("12.50")), ("Assets:Cash", Decimal("-12.50"))],
    )
    assert len(second[2]) == 3
    assert len(list(entries_of(book.lines_csv, 1))) == 1


def test_sums_of_the_book_are_no_fault_and_a_cent_is_one(book):
    right = {"Assets:Cash": "-9.5000", "Expenses:Repairs": Decimal("12.5")}
    right |= {"Income:Sales": "-2", "Income:Other": "-1.00"}
    assert sum_faults(book, right) == []
    assert sum_faults(book, {**right, "Income:Other": "-1.01"}) == [
        "Income:Other: -1.01 instead of -1"
    ]
    assert sum_faults(book, {**right, "Equity:Strange": "1"}) == ["Equity:Strange: 1 instead of 0"]
    del right["Income:Sales"]
    assert sum_faults(book, right) == ["Income:Sales: 0 instead of -2"]


def test_a_years_months_are_compared_for_income_and_expenses_alone(book):
    right = {
        "2024-01 Expenses:Repairs": "12.50",
        "2024-02 Income:Sales": "-2",
        "2024-02 Income:Other": "-1",
    }
    assert month_faults(book, right) == []
    assert month_faults(book, {**right, "2024-02 Income:Other": "0"}) != []


def test_a_book_is_generated_once(tmp_path):
    generator = tmp_path / "generator.py"
    generator.write_text(
        textwrap.dedent("""
        import pathlib, sys
        folder = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
        folder.mkdir(parents=True)
        (folder / "expect.json").write_text('{"entries": ' + sys.argv[2] + "}")
        """)
    )
    assert sys.executable
    book = generate(generator, 7, tmp_path / "books")
    assert book.expected() == {"entries": 7}
    generator.unlink()
    assert generate(generator, 7, tmp_path / "books") == book
