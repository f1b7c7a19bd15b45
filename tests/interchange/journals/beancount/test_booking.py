"""Booking: what is missing is worked out as Beancount does it, and nothing else."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.beancount.booking import Booking
from ledgerflow.interchange.journals.beancount.postings import posting_read
from ledgerflow.interchange.journals.beancount.records import Journal, Transaction
from ledgerflow.interchange.journals.faults import Faults


def booked(*lines):
    faults = Faults()
    postings = [posting_read(n, f"  {line}") for n, line in enumerate(lines, 2)]
    done = Booking(Journal(), faults).book(Transaction(1, dt.date(2024, 1, 2), "Payee", postings))
    return done, [f.code.removeprefix("journal_") for f in faults.all() if f.severity == "error"]


def amounts(done):
    return {(x.account[-1], x.currency): x.amount for x in done.entry.lines}


def test_one_missing_amount_for_each_currency_is_worked_out():
    done, told = booked("Assets:A 10.00 USD", "Assets:B USD", "Assets:C 5.00 EUR", "Assets:D EUR")
    assert (told, amounts(done)["B", "USD"], amounts(done)["D", "EUR"]) == ([], -10, -5)


def test_a_worked_out_amount_that_books_cannot_keep_is_rounded_to_cents():
    done, told = booked("Assets:A 1.23 EUR @ 1.23456 USD", "Assets:B")
    assert (told, amounts(done)["B", "USD"]) == ([], Decimal("-1.52"))
    assert done.units[1] == ("Assets:B", "USD", Decimal("-1.52"))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("Assets:A", "Assets:B", "Assets:C 1 USD"), "missing_amounts"),
        (("Assets:A USD", "Assets:B USD", "Assets:C 1 USD"), "missing_amounts"),
        (("Assets:A 1 EUR", "Assets:B 1 USD", "Assets:C 2"), "no_currency"),
        (("Assets:A HOOL {5 USD}", "Assets:B -5 USD"), "missing_amount"),
        (("Assets:A 1 EUR @ 1.1", "Assets:B 5 USD", "Assets:C 1 CHF"), "no_currency"),
        (("Assets:A 1.00 USD", "Assets:B -1.01 USD"), "unbalanced"),
        (("Assets:A 1 HOOL", "Assets:B -1 HOOL"), "no_money"),
        (("Assets:A 1 HOOL {{}}", "Assets:B"), "missing_amounts"),
    ],
)
def test_what_cannot_be_worked_out_is_told(lines, code):
    assert code in booked(*lines)[1]


def test_a_sale_without_its_lot_is_told():
    faults = Faults()
    booking = Booking(Journal(), faults)
    for line in ("Assets:A 2 HOOL {5.00 USD}", "Assets:A -3 HOOL {5.00 USD}"):
        postings = [posting_read(2, f"  {line}"), posting_read(3, "  Assets:B")]
        booking.book(Transaction(1, dt.date(2024, 1, 2), "", postings))
    assert [f.code for f in faults.all() if f.severity == "error"] == ["journal_lot"]
