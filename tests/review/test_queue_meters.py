"""How far a business is: what waits, and percent of the money settled, rounded down."""

from ledgerflow.review.queueing import Meter, meters
from tests.published import checking, decide, publish

SAID = [("2025-01-02", "-1.00", "SMALL"), ("2025-01-03", "-899.00", "LARGE")]


def test_percent_of_the_money_is_rounded_down_and_never_whole_while_something_waits(books):
    with books.scope():
        publish(books, SAID)
        assert meters(None) == {books.place.business_id: (Meter("USD", 2, 0),)}
        decide(books, "LARGE", "supplies")
        assert meters([books.place.business_id])[books.place.business_id] == (Meter("USD", 1, 99),)
        decide(books, "SMALL", "supplies")
        assert meters(None)[books.place.business_id] == (Meter("USD", 0, 100),)


def test_the_books_own_currency_comes_first(books):
    with books.scope():
        euros = checking(books, "Euro", currency="EUR")
        publish(books, [("2025-01-02", "-100.00", "BERLIN SHOP")], account=euros)
        publish(books, SAID)
        (own, other) = meters(None)[books.place.business_id]
        assert (own.currency, other) == ("USD", Meter("EUR", 1, 0))


def test_without_statements_there_is_no_meter_and_two_queries_are_enough(
    books, django_assert_num_queries
):
    with books.scope(), django_assert_num_queries(2):
        assert meters(None) == {}
