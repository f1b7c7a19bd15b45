"""The CSV export: one row a line, formulas neutralised, everything read back."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings

from ledgerflow.core.spreadsheets import FORMULA_STARTS, text_restored
from ledgerflow.interchange.exports.csv import COLUMNS, ENCODING, write
from tests.interchange.invented_books import books, nasty_book


def written(book):
    """The export as bytes."""
    out = io.BytesIO()
    write(book, out)
    assert not out.closed
    return out.getvalue()


def read(data):
    """Rows by column, with texts as they were."""
    rows = csv.DictReader(io.StringIO(data.decode(ENCODING), newline=""), strict=True)
    return [{name: text_restored(cell) for name, cell in row.items()} for row in rows]


@pytest.fixture(scope="module")
def rows():
    """The nasty book's rows."""
    return read(written(nasty_book()))


def expected(book):
    """Rows as the book has them."""
    accounts = {a.code: a for a in book.accounts}
    return [
        (str(e.number), e.date, e.kind, e.description, e.reverses, x.account_code,
         accounts[x.account_code].name, x.amount, x.currency, x.note, e.posted_by)
        for e in book.entries for x in e.lines
    ]  # fmt: skip


def found(rows):
    """Rows as they were read."""
    return [
        (r["entry"], dt.date.fromisoformat(r["date"]), r["kind"], r["description"],
         int(r["reverses"]) if r["reverses"] else None, r["account_code"], r["account_name"],
         Decimal(r["amount"]), r["currency"], r["note"], r["posted_by"])
        for r in rows
    ]  # fmt: skip


def test_every_line_is_a_row_that_says_all(rows):
    assert tuple(rows[0]) == COLUMNS
    assert found(rows) == expected(nasty_book())


def test_debit_and_credit_show_the_amount(rows):
    for row in rows:
        debit, credit = row["debit"] or "0", row["credit"] or "0"
        assert Decimal(debit) - Decimal(credit) == Decimal(row["amount"])
        assert not (row["debit"] and row["credit"])


def test_positions_count_from_one_in_every_entry(rows):
    counted = {}
    for row in rows:
        counted.setdefault(row["entry"], []).append(int(row["position"]))
    assert all(places == list(range(1, len(places) + 1)) for places in counted.values())


def test_a_spreadsheet_knows_the_encoding_and_no_text_runs():
    data = written(nasty_book())
    assert data.startswith(b"\xef\xbb\xbfentry,date,")
    raw = csv.DictReader(io.StringIO(data.decode(ENCODING), newline=""))
    texts = ("description", "account_code", "account_name", "note", "currency", "posted_by")
    cells = [row[name] for row in raw for name in texts]
    assert any(cell.startswith("'=") for cell in cells)
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []


@settings(max_examples=30)
@given(book=books())
def test_any_book_is_read_back(book):
    assert found(read(written(book))) == expected(book)
