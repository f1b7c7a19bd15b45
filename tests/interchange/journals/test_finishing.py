"""An entry is finished so that every currency adds up to zero, within what books can keep."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.finishing import Head, entry_of
from ledgerflow.interchange.journals.parsed import JournalLineRead

HEAD = Head(3, dt.date(2024, 1, 5), "Payee")


def line(account, amount, currency="USD"):
    return JournalLineRead(account, Decimal(amount), currency, "", 4)


def finished(*lines, head=HEAD):
    faults = Faults()
    return entry_of(head, lines, faults), [f.code for f in faults.all()]


def test_two_currencies_meet_on_trading_accounts():
    entry, told = finished(line("A", "100", "EUR"), line("B", "-110"))
    added = {(x.account, x.amount) for x in entry.lines[2:]}
    assert added == {("Equity:Trading:EUR", Decimal(-100)), ("Equity:Trading:USD", Decimal(110))}
    assert told == []


def test_what_is_left_in_one_currency_is_rounding_and_told():
    entry, told = finished(line("A", "10.004"), line("B", "-10"))
    assert entry.lines[-1].account == "Equity:Rounding"
    assert told == ["journal_rounding"]


def test_lines_of_zero_and_empty_entries_are_left_out():
    assert len(finished(line("A", "1"), line("B", "-1"), line("C", "0"))[0].lines) == 2
    assert finished(line("A", "0")) == (None, ["journal_empty"])


@pytest.mark.parametrize(
    ("amount", "code"),
    [("1.00001", "journal_too_many_decimals"), ("1E16", "journal_amount_too_large"),
     ("NaN", "journal_amount_too_large")],
)  # fmt: skip
def test_amounts_that_books_cannot_keep_name_their_line(amount, code):
    faults = Faults()
    assert entry_of(HEAD, [line("A", amount)], faults) is None
    assert (faults.all()[0].code, faults.all()[0].line) == (code, 4)


def test_too_many_lines_and_years_beyond_are_refused():
    many = [line("A", "1")] * 1000 + [line("B", "-1000")]
    assert finished(*many) == (None, ["journal_long_entry"])
    old = Head(3, dt.date(1815, 6, 18), "Battle")
    assert finished(line("A", "1"), line("B", "-1"), head=old)[1] == ["journal_date_out_of_range"]


def test_long_descriptions_are_cut_and_told():
    entry, told = finished(line("A", "1"), line("B", "-1"), head=Head(1, HEAD.date, "x" * 400))
    assert (len(entry.description), told) == (300, ["journal_description_cut"])
    assert finished(line("A", "1"), line("B", "-1"), head=Head(1, HEAD.date, " "))[0].description
