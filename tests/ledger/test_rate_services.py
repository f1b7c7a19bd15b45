"""Stating rates: corrected by stating anew, never changed."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import InputError, LockedPeriod
from ledgerflow.ledger.rate_models import ExchangeRate
from ledgerflow.ledger.rate_services import rate_book, rate_state, rates_state, rates_stated
from ledgerflow.ledger.rates import StatedRate
from ledgerflow.ledger.services import period_lock
from tests.currencies import state

DAY = dt.date(2025, 3, 31)


def test_a_rate_stated_anew_corrects_the_first_and_both_are_kept(books):
    with books.scope():
        assert state(books, "EUR", "2025-03-31", "1.08")
        assert state(books, "EUR", "2025-03-31", "1.09")
        assert rate_book(books.business).rate("EUR", DAY) == Decimal("1.09")
        assert [(r.version, r.stated_by_id) for r in ExchangeRate.objects.order_by("pk")] == [
            (1, books.user.pk),
            (2, books.user.pk),
        ]
        assert str(rates_stated(books.business).get(currency="EUR")) == "2025-03-31 1 EUR = 1.09"
        details = AuditEvent.objects.filter(action="rate_state").order_by("pk")
        assert [e.detail["rate"] for e in details] == ["1.08", "1.09"]


def test_what_stands_so_already_is_not_stated_again(books):
    with books.scope():
        assert state(books, "EUR", "2025-03-31", "1.08")
        assert not state(books, "EUR", "2025-03-31", "1.0800")
        assert ExchangeRate.objects.count() == 1


def test_rates_of_one_currency_can_be_asked_for(books):
    with books.scope():
        state(books, "GBP", "2025-03-31", "1.30")
        state(books, "EUR", "2025-03-31", "1.08")
        state(books, "EUR", "2025-02-28", "1.05")
        assert [r.currency for r in rates_stated(books.business)] == ["EUR", "EUR", "GBP"]
        assert [str(r.date) for r in rates_stated(books.business, "EUR")] == [
            "2025-02-28",
            "2025-03-31",
        ]


def test_a_book_for_one_day_knows_what_may_hold_then(books):
    with books.scope():
        for day, rate in (("2025-02-27", "1.1"), ("2025-03-31", "1.2"), ("2025-04-01", "1.3")):
            state(books, "EUR", day, rate)
        book = rate_book(books.business, DAY)
        assert book.rate("EUR", DAY) == Decimal("1.2")
        assert book.rate("EUR", dt.date(2025, 3, 30)) is None
        assert book.rate("EUR", dt.date(2025, 4, 2)) == Decimal("1.2")


@pytest.mark.parametrize(
    ("currency", "rate", "source", "code"),
    [
        ("USD", "1", "a bank", "rate_of_base"),
        ("EUR", "0", "a bank", "bad_rate"),
        ("EUR", "-1", "a bank", "bad_rate"),
        ("EUR", "NaN", "a bank", "bad_rate"),
        ("EUR", "1.12345678901", "a bank", "bad_rate"),
        ("EUR", "10000000000", "a bank", "bad_rate"),
        ("EUR", "1.1", " ", "rate_without_source"),
        ("EUR", "1.1", "x" * 201, "rate_without_source"),
        ("euro", "1.1", "a bank", "input_error"),
    ],
)
def test_what_is_no_rate_is_refused_and_nothing_is_stated(books, currency, rate, source, code):
    good = StatedRate("GBP", DAY, Decimal("1.3"), "a bank")
    with books.scope(), pytest.raises(InputError) as caught:
        rates_state(
            business=books.business,
            rates=[good, StatedRate(currency, DAY, Decimal(rate), source)],
        )
    assert caught.value.code == code
    with books.scope():
        assert ExchangeRate.objects.count() == 0


def test_the_rate_of_a_locked_month_stands(books):
    with books.scope():
        period_lock(business=books.business, month=DAY, reason="closed")
        with pytest.raises(LockedPeriod, match="EUR"):
            rate_state(
                business=books.business,
                currency="EUR",
                date=DAY,
                rate=Decimal("1.1"),
                source="a bank",
            )
        assert state(books, "EUR", "2025-04-01", "1.1")
