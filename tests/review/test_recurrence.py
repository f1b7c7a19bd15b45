"""What recurs in a business, from decided and undecided transactions."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.pipeline.stages import business_settle
from ledgerflow.review.models import Decision
from ledgerflow.review.recurrence import business_recurring
from tests.published import checking, decide, publish, transaction


def monthly(text, amount="-20.00", months=range(1, 6)):
    return [(f"2025-{month:02}-05", amount, f"{text} {month:02}") for month in months]


def test_decided_and_undecided_rows_make_one_series(books):
    with books.scope():
        publish(books, monthly("STREAMLY INC"))
        decide(books, "STREAMLY INC 01", "travel")
        found = business_recurring(books.business)
        (series,) = found.recurring.series
        assert found.as_of == dt.date(2025, 5, 5)
        assert (series.cadence, len(series.transaction_ids)) == ("monthly", 5)
        assert found.recurring.series_key(transaction("STREAMLY INC 03").pk) == series.key


def test_an_earlier_date_sees_less_and_a_later_one_misses(books):
    with books.scope():
        publish(books, monthly("STREAMLY INC"))
        early = business_recurring(books.business, dt.date(2025, 4, 1)).recurring.series[0]
        assert len(early.transaction_ids) == 3
        late = business_recurring(books.business, dt.date(2025, 6, 20)).recurring.series[0]
        assert late.state == "missed"


def test_transfers_are_neither_payment_nor_income(books):
    with books.scope():
        savings = checking(books, "Savings", kind="savings")
        publish(books, monthly("TRANSFER TO SAVINGS", "-300.00"))
        publish(books, monthly("TRANSFER FROM CHECKING", "300.00"), account=savings)
        assert len(business_recurring(books.business).recurring.series) == 2, "nobody said so yet"
    business_settle(books.place, books.user.pk)
    with books.scope():
        assert business_recurring(books.business).recurring.series == ()


def test_decided_transfers_are_left_out_too(books):
    with books.scope():
        publish(books, monthly("ACORN PLAN"))
        for month in range(1, 6):
            decide(books, f"ACORN PLAN {month:02}", "travel", kind=Decision.Kind.TRANSFER)
        assert business_recurring(books.business).recurring.series == ()


def test_without_transactions_there_is_no_date(books):
    with books.scope():
        found = business_recurring(books.business)
        assert (found.as_of, found.recurring.series) == (None, ())


def test_the_number_of_queries_does_not_grow(books):
    counts = []
    for name in ("STREAMLY", "OTHERLY"):
        with books.scope():
            publish(books, monthly(name))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                business_recurring(books.business)
            counts.append(len(queries))
    assert counts[0] == counts[1]
