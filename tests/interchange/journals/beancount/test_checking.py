"""Accounts over time, pads and balances."""

from ledgerflow.interchange.journals.beancount import checking
from ledgerflow.interchange.journals.beancount.booking import Booking
from ledgerflow.interchange.journals.beancount.parsing import Parser
from ledgerflow.interchange.journals.faults import Faults

BOOKS = """2024-01-01 open Assets:A
2024-01-01 open Assets:A:Sub
2024-01-01 open Equity:O
2024-01-05 * "x"
  Assets:A:Sub  5.00 USD
  Equity:O
"""


def looked_at(text):
    faults = Faults()
    journal = Parser(faults).read(BOOKS + text)
    booking = Booking(journal, faults)
    booked = [booking.book(t) for t in sorted(journal.transactions, key=lambda t: t.date)]
    checking.accounts_check(journal, booked, faults)
    checking.references_check(journal, faults)
    pads = checking.pads_fill(journal, booked, faults)
    checking.balances_check(journal, booked + pads, faults)
    return pads, [(f.code.removeprefix("journal_"), f.line) for f in faults.all()]


def test_a_balance_holds_at_the_beginning_of_its_day_with_accounts_below():
    assert looked_at("2024-01-06 balance Assets:A 5.00 USD\n")[1] == []
    assert looked_at("2024-01-05 balance Assets:A 0.00 USD\n")[1] == []
    assert looked_at("2024-01-05 balance Assets:A 5.00 USD\n")[1] == [("balance", 7)]


def test_the_tolerance_is_stated_or_the_last_digit():
    assert looked_at("2024-01-06 balance Assets:A 5.01 USD\n")[1] == []
    assert looked_at("2024-01-06 balance Assets:A 5.02 USD\n")[1] == [("balance", 7)]
    assert looked_at("2024-01-06 balance Assets:A 6 ~ 1 USD\n")[1] == []
    assert looked_at("2024-01-06 balance Assets:A 6 USD\n")[1] == [("balance", 7)]


def test_a_pad_fills_once_up_to_the_next_balance_of_each_currency():
    pads, told = looked_at(
        "2024-01-02 pad Assets:A Equity:O\n2024-01-06 balance Assets:A 9.00 USD\n"
        "2024-01-06 balance Assets:A 3.00 EUR\n2024-01-07 balance Assets:A 10.00 USD\n"
    )
    assert [(p.units[0][1], str(p.units[0][2])) for p in pads] == [("USD", "4.00"), ("EUR", "3.00")]
    assert told == [("balance", 10)]


def test_a_second_pad_fills_only_what_the_first_one_left():
    pads, told = looked_at(
        "2024-01-02 pad Assets:A Equity:O\n2024-01-06 balance Assets:A 9.00 USD\n"
        "2024-01-07 pad Assets:A Equity:O\n2024-01-08 balance Assets:A 7.50 USD\n"
    )
    assert [str(pad.units[0][2]) for pad in pads] == ["4.00", "-1.50"]
    assert told == []


def test_pads_of_nothing_and_of_what_is_no_money():
    assert looked_at("2024-01-02 pad Assets:A Equity:O\n")[1] == [("pad_unused", 7)]
    text = "2024-01-02 pad Assets:A Equity:O\n2024-01-06 balance Assets:A 2 HOOL\n"
    assert ("pad_no_money", 7) in looked_at(text)[1]


def test_closed_and_unknown_accounts_are_told():
    closed = "2024-01-02 close Equity:O\n2024-01-03 balance Assets:Nowhere 0 USD\n"
    assert set(looked_at(closed)[1]) == {("account_closed", 6), ("account_not_open", 8)}
