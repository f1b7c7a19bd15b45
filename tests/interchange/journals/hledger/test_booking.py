"""Booking in the order of days: assertions, assignments, exchanges."""

from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.hledger.amounts import Money
from ledgerflow.interchange.journals.hledger.booking import Booking
from ledgerflow.interchange.journals.hledger.parsing import Parser


def booked(text):
    faults = Faults()
    journal = Parser(faults, Money(faults, "USD")).read(text)
    journal.transactions.sort(key=lambda t: t.date)
    booking = Booking(journal.precisions, faults)
    entries = [booking.book(t) for t in journal.transactions]
    told = [(f.code.removeprefix("journal_"), f.line) for f in faults.all()]
    return entries, [t for t in told if t[0] != "currency_read"]


def test_assertions_are_checked_in_the_order_of_days():
    text = "2024-02-01 x\n  a  1 USD = 3 USD\n  b\n2024-01-01 x\n  a  2 USD = 2 USD\n  b\n"
    assert booked(text)[1] == []
    assert booked(text.replace("= 3", "= 1"))[1] == [("balance", 2)]


def test_assertions_over_accounts_below_and_over_all_commodities():
    text = "2024-01-01 x\n  a:b  1 USD\n  a  2 USD =* 3 USD\n  c\n"
    assert booked(text)[1] == []
    text = "2024-01-01 x\n  a  1 EUR\n  c\n2024-01-02 x\n  a  2 USD == 2 USD\n  c\n"
    assert booked(text)[1] == [("balance", 5)]


def test_an_assignment_moves_what_is_missing():
    entries, told = booked("2024-01-01 x\n  a  5 USD\n  c\n2024-01-02 y\n  a  = 3 USD\n  c\n")
    assert (told, [str(x.amount) for x in entries[1].lines]) == ([], ["-2", "2"])


def test_two_commodities_without_a_price_are_an_exchange_only_in_and_out():
    entries, told = booked("2024-01-01 x\n  a  5 EUR\n  c  -6 USD\n")
    assert (told, len(entries[0].lines)) == ([], 4)
    assert {t[0] for t in booked("2024-01-01 x\n  a  5 EUR\n  c  6 USD\n")[1]} == {"unbalanced"}
    assert {t[0] for t in booked("2024-01-01 x\n  a  5 EUR\n  c  -6 USD\n  d  1 GBP\n")[1]} == {
        "unbalanced"
    }


def test_half_a_cent_of_a_price_is_tolerated_a_cent_is_not():
    text = "2024-01-01 x\n  a  10.01 EUR @ 1.1234 USD\n  c  -{} USD\n"
    assert booked(text.format("11.25"))[1] == []
    assert booked(text.format("11.26"))[1] == [("unbalanced", 1)]


def test_worked_out_amounts_are_rounded_to_cents_and_told():
    entries, told = booked("2024-01-01 x\n  a  1.23 EUR @ 1.23456 USD\n  c\n")
    assert (told, str(entries[0].lines[1].amount)) == ([("worked_out_rounded", 3)], "-1.52")
