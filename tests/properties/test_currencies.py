"""Whatever was exchanged at whatever rates: translated books balance, and gains are explained."""

import datetime as dt
from contextlib import contextmanager
from decimal import Decimal
from itertools import count

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_balances, account_by_key
from ledgerflow.ledger.services import entry_reverse
from ledgerflow.ledger.trading import account_in
from ledgerflow.reports.foreign import balances_translated, exchange_result
from ledgerflow.reports.holdings import Movement, held_of
from tests.currencies import account, exchange, figures, foreign, move, report, state

START = dt.date(2025, 1, 1)
days = st.integers(0, 300).map(lambda n: START + dt.timedelta(n))
money = st.integers(1, 500_000).map(lambda cents: Decimal(cents) / 100)
rates = st.integers(5_000, 30_000).map(lambda x: Decimal(x) / 10_000)
numbers = count(1)

happenings = st.one_of(
    st.tuples(st.just("exchange"), days, st.permutations([0, 1]), money, money),
    st.tuples(st.just("income"), days, st.sampled_from(["EUR", "USD"]), money),
    st.tuples(st.just("capital"), days, st.sampled_from(["EUR", "USD"]), money),
    st.tuples(st.just("reverse"), days),
)


@contextmanager
def undone():
    """Nothing of an example stays for the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def opened(books):
    """A dollar and a euro account, sales in both; new ones for every example."""
    number = next(numbers)
    return {
        "USD": account(books, f"Dollars {number}"),
        "EUR": account(books, f"Euros {number}", "EUR"),
        "sales EUR": foreign(books, f"Sales EUR {number}", "EUR", "income"),
        "sales USD": foreign(books, f"Sales USD {number}", "USD", "income"),
    }


def happen(books, accounts, what, day, *rest):
    """Post one happening; its entry, where there is one to reverse."""
    if what == "exchange":
        order, given_amount, received = rest
        banks = (accounts["USD"], accounts["EUR"])
        source, to = banks[order[0]], banks[order[1]]
        return exchange(books, str(day), source, to, str(given_amount), str(received))
    currency, amount = rest
    side = (
        accounts[f"sales {currency}"]
        if what == "income"
        else account_in(books.business, "owner_contribution", currency)
    )
    return move(books, str(day), accounts[currency], side, str(amount))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    happened=st.lists(happenings, min_size=1, max_size=8),
    stated=st.lists(rates, min_size=12, max_size=12),
    end=days,
)
def test_translated_books_balance_and_every_gain_is_explained(books, happened, stated, end):
    with books.scope(), undone():
        for month, rate in enumerate(stated, 1):
            state(books, "EUR", f"2025-{month:02}-01", f"{rate:f}")
        accounts, last = opened(books), None
        for what, day, *rest in happened:
            if what != "reverse":
                last = happen(books, accounts, what, day, *rest)
            elif last is not None:
                entry_reverse(entry=last, reason="property", date=day)
                last = None
        trial = figures(report(books, "trial_balance", end=str(end)))["Total"]
        assert trial[0] == trial[1]
        sheet = figures(report(books, "balance_sheet", end=str(end)))
        assert sheet["Total assets"] == sheet["Total liabilities and equity"]
        business = books.business
        balances = account_balances(business, end=end)
        told, _ = balances_translated(business, balances, end)
        result, notes = exchange_result(business, balances, end)
        assert notes.checks == ()
        assert sum(b.amount for b in told.balances) == 0
        explained = sum(h.unrealised + h.realised for h in result.holdings)
        # An account's month is rounded once, and so are cost, value and gain of a holding.
        roundings = 2 * len(happened) + 4 * len(result.holdings)
        assert result.gain == -told.difference
        assert abs(result.gain - explained) <= Decimal("0.005") * roundings


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=st.lists(st.tuples(money, rates, st.booleans()), min_size=1, max_size=6), rate=rates)
def test_exchanges_alone_gain_what_the_trial_balance_says_to_the_cent(books, moves, rate):
    """Without anything booked at a month's rate no rounding is left to explain."""
    with books.scope(), undone():
        state(books, "EUR", "2025-12-31", f"{rate:f}")
        accounts = opened(books)
        for amount, worth, buys in moves:
            dollars = max((amount * worth).quantize(Decimal("0.01")), Decimal("0.01"))
            if buys:
                exchange(books, "2025-03-01", accounts["USD"], accounts["EUR"], dollars, amount)
            else:
                exchange(books, "2025-03-01", accounts["EUR"], accounts["USD"], amount, dollars)
        business, day = books.business, dt.date(2025, 12, 31)
        balances = account_balances(business, end=day)
        result, _ = exchange_result(business, balances, day)
        explained = sum(h.unrealised + h.realised for h in result.holdings)
        assert abs(result.gain - explained) <= Decimal("0.01") * len(result.holdings)
        assert account_by_key(business, "trading_eur").currency == "EUR"
        assert Account.objects.filter(key="trading_eur").count() == 1


movements = st.lists(
    st.tuples(st.integers(-1_000, 1_000), rates).map(
        lambda m: Movement(START, Decimal(m[0]), m[0] * m[1])
    ),
    max_size=12,
)


@given(movements=movements, rate=rates)
@settings(max_examples=200, deadline=None)
def test_realised_and_unrealised_gains_are_all_there_is(movements, rate):
    held = held_of(movements)
    assert held.amount == sum((m.amount for m in movements), Decimal(0))
    whole = held.amount * rate - sum((m.value for m in movements), Decimal(0))
    assert abs(held.realised + (held.amount * rate - held.cost) - whole) < Decimal("1e-15")
    assert (held.amount == 0) <= (held.cost == 0)
