"""The workbook: dates are dates, amounts are exact numbers or say that they are not."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from ledgerflow.core.errors import LimitError
from ledgerflow.interchange.book import BookEntry, BookLine
from ledgerflow.interchange.exports import xlsx
from tests.interchange.invented_books import balances, nasty_book


def written(book):
    """The workbook as bytes."""
    out = io.BytesIO()
    xlsx.write(book, out)
    return out.getvalue()


def sheets(data):
    """Sheet name -> rows without the header, as calamine reads them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names}


@pytest.fixture(scope="module")
def read():
    """The nasty book's sheets."""
    return sheets(written(nasty_book()))


def one_entry(amount, day=dt.date(2025, 1, 1), text="x"):
    """The nasty book with one entry only."""
    lines = (BookLine("1010", amount, "USD"), BookLine("4000", -amount, "USD"))
    return replace(nasty_book(), entries=(BookEntry(1, day, "normal", text, lines),))


def test_the_journal_has_every_line(read):
    lines = [(e, x) for e in nasty_book().entries for x in e.lines]
    assert len(read["Journal"]) == len(lines)
    for row, (entry, line) in zip(read["Journal"], lines, strict=True):
        assert (row[0], row[1], row[2]) == (entry.number, entry.date, entry.kind)
        assert row[4] == ("" if entry.reverses is None else entry.reverses)
        assert row[6] == line.account_code
        debit, credit = (Decimal(str(cell or 0)) for cell in (row[8], row[9]))
        assert debit - credit == line.amount
        assert row[10] == line.currency


def test_the_accounts_are_there_with_their_state(read):
    assert [row[0] for row in read["Accounts"]] == [a.code for a in nasty_book().accounts]
    states = {row[0]: (row[5], row[6]) for row in read["Accounts"]}
    assert (states["1000"], states["5001"]) == (("yes", "yes"), ("no", "no"))


def test_the_trial_balance_is_that_of_the_lines_and_its_totals_are_equal(read):
    rows = [row for row in read["Trial balance"] if row[1] != "Total"]
    shown = {(r[0], r[3]): Decimal(str(r[4] or 0)) - Decimal(str(r[5] or 0)) for r in rows}
    assert {place: amount for place, amount in shown.items() if amount} == balances(nasty_book())
    totals = [row for row in read["Trial balance"] if row[1] == "Total"]
    assert {row[3] for row in totals} == {"USD", "EUR", "JPY", "KWD"}
    assert all(row[4] == pytest.approx(row[5], abs=1e-9) for row in totals)


def test_text_is_text_and_never_a_formula_or_a_link():
    book = one_entry(Decimal(5), text='=HYPERLINK("https://example.com")')
    with zipfile.ZipFile(io.BytesIO(written(book))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert [name for name, part in parts.items() if b"<f>" in part or b"<hyperlink" in part] == []
    assert sheets(written(book))["Journal"][0][3] == '=HYPERLINK("https://example.com")'


@pytest.mark.parametrize("amount", ["99999999999.9999", "0.0001", "1234567890123.45", "-0.01"])
def test_amounts_of_fifteen_digits_are_numbers(amount):
    rows = sheets(written(one_entry(Decimal(amount))))["Journal"]
    cell = rows[0][8] or rows[0][9]
    assert isinstance(cell, float)
    assert Decimal(repr(cell)) == abs(Decimal(amount))


def test_an_amount_a_number_cannot_hold_is_text_and_the_workbook_says_so():
    read = sheets(written(one_entry(Decimal("999999999999999.9999"))))
    assert read["Journal"][0][8] == "999999999999999.9999"
    notes = [
        cell for row in read["Trial balance"] for cell in row if "written as text" in str(cell)
    ]
    assert len(notes) == 1
    assert notes[0].startswith("6 ")  # two lines, two balances, two totals


def test_a_day_before_excel_counts_days_is_text():
    read = sheets(written(one_entry(Decimal(1), day=dt.date(1899, 12, 31))))
    assert read["Journal"][0][1] == "1899-12-31"


def test_a_journal_longer_than_a_sheet_goes_on_in_another(monkeypatch):
    monkeypatch.setattr(xlsx, "ROWS_MAX", 11)
    read = sheets(written(nasty_book()))
    journal = [row for name, rows in read.items() if name.startswith("Journal") for row in rows]
    assert len(journal) == sum(len(e.lines) for e in nasty_book().entries)
    assert [len(rows) for name, rows in read.items() if name.startswith("Journal")][:2] == [10, 10]


def test_a_text_longer_than_a_cell_is_refused_not_cut():
    with pytest.raises(LimitError, match="does not fit a cell"):
        written(one_entry(Decimal(1), text="x" * 40_000))
