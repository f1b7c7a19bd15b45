"""What waits, what was decided, what is proved."""

import datetime as dt
from decimal import Decimal

from ledgerflow.review.selectors import (
    NotBooked,
    WaitingMoney,
    excluded,
    excluded_totals,
    is_proved,
    live_decision,
    newest_suggestions,
    not_booked,
    queue,
    undecided,
    undecided_totals,
)
from ledgerflow.review.services import decision_undo
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.publishing import statements_withdraw
from tests.published import decide, publish, transaction
from tests.review.test_services import exclude, suggest

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
CLIENT = ("2025-01-20", "500.00", "HARBOR CLIENT")


def texts(books):
    return [t.description for t in undecided(books.business)]


def test_what_waits_is_live_and_undecided_oldest_first(books):
    with books.scope():
        publish(books, [CLIENT])
        publish(books, [COFFEE])
        assert texts(books) == ["CORNER COFFEE", "HARBOR CLIENT"]
        made = decide(books, "CORNER COFFEE", "meals")
        assert texts(books) == ["HARBOR CLIENT"]
        assert live_decision(transaction("CORNER COFFEE")) == made
        decision_undo(decision=made, batch=books.batch("undo"), reason="x")
        assert texts(books) == ["CORNER COFFEE", "HARBOR CLIENT"]
        assert live_decision(transaction("CORNER COFFEE")) is None


def test_the_queue_is_numbered_and_shows_the_newest_suggestion(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT])
        suggest(books, "HARBOR CLIENT", "other_income")
        newest = suggest(books, "HARBOR CLIENT", "sales")
        assert [(w.number, w.suggestion) for w in queue(books.business)] == [(1, None), (2, newest)]
        assert newest_suggestions([]) == {}


def test_what_is_not_in_the_books_is_counted_and_summed(books, make_books):
    other = make_books()
    with other.scope():
        publish(other, [COFFEE])
    with books.scope():
        assert undecided_totals(books.business) == []
        publish(books, [COFFEE, CLIENT])
        waiting = undecided_totals(books.business)
        assert waiting == [WaitingMoney("USD", 2, 500, -4)]
        assert (waiting[0].net, waiting[0].gross) == (496, 504)


def test_what_is_excluded_is_counted_apart(books):
    with books.scope():
        publish(books, [("2025-01-03", "-5.00", "TEA"), ("2025-01-04", "-7.50", "CAKE")])
        exclude(books, "CAKE")
        assert texts(books) == ["TEA"]
        assert [t.description for t in excluded(books.business)] == ["CAKE"]
        january = not_booked(books.business, start=None, end=dt.date(2025, 1, 31))
        assert january == [
            NotBooked("USD", False, 1, Decimal(-5)),
            NotBooked("USD", True, 1, Decimal("-7.50")),
        ]
        fourth = dt.date(2025, 1, 4)
        assert not_booked(books.business, start=fourth, end=fourth) == january[1:]
        (money,) = excluded_totals(books.business)
        assert (money.count, money.net) == (1, Decimal("-7.50"))


def test_money_of_two_currencies_is_never_added_up(books):
    dollars, abroad = WaitingMoney("USD", 2, 500, -4), WaitingMoney("EUR", 1, 0, -30)
    with books.scope():
        publish(books, [COFFEE, CLIENT])
        euros = bank_account_add(business=books.business, name="Euro account", currency="EUR")
        publish(books, [("2025-01-21", "-30.00", "BERLIN HOTEL")], account=euros, currency="EUR")
        assert undecided_totals(books.business) == [dollars, abroad]


def test_proved_is_what_a_live_proved_statement_reports(books):
    with books.scope():
        file, _ = publish(books, [COFFEE])
        publish(books, [COFFEE, CLIENT], proved=False)
        coffee, client = transaction("CORNER COFFEE"), transaction("HARBOR CLIENT")
        assert is_proved([coffee.pk, client.pk]) == {coffee.pk}
        statements_withdraw(batch=file.batch, undo=books.batch("undo"))
        assert is_proved([coffee.pk]) == set()
