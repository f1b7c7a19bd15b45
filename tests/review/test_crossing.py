"""Decisions whose account is in another currency, and transfers between two currencies."""

from decimal import Decimal

import pytest

from ledgerflow.classification.facts import SplitShare
from ledgerflow.core.errors import RuleError
from ledgerflow.ledger.rate_models import EntryRate
from ledgerflow.ledger.selectors import account_balances, account_by_key
from ledgerflow.pipeline.reconciliation import clearing_balances
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.services import decision_accept, decision_undo
from ledgerflow.statements.accounts import bank_account_add
from tests.currencies import state
from tests.published import decide, publish, transaction

HOTEL = ("2025-03-04", "-100.00", "BERLIN HOTEL")
OUT = ("2025-03-04", "-100.00", "TO DOLLARS")
IN = ("2025-03-05", "108.00", "FROM EUROS")


@pytest.fixture
def abroad(books):
    """A bank account in euros with a hotel's charge on it; the books are in dollars."""
    with books.scope():
        euros = bank_account_add(business=books.business, name="Euros", currency="EUR")
        publish(books, [HOTEL], account=euros, currency="EUR")
    return books


def balances(books):
    return {b.key or b.name: b.amount for b in account_balances(books.business) if b.amount}


def test_a_category_in_another_currency_is_booked_at_the_stated_rate_of_the_day(abroad):
    with abroad.scope():
        state(abroad, "EUR", "2025-03-01", "1.0842")
        state(abroad, "EUR", "2025-03-05", "1.5")
        made = decide(abroad, "BERLIN HOTEL", "travel")
        assert balances(abroad) == {
            "Euros": -100,
            "trading_eur": 100,
            "trading_usd": Decimal("-108.42"),
            "travel": Decimal("108.42"),
        }
        assert [str(r) for r in made.entry.rates.all()] == ["1 EUR = 1.0842 USD"]


def test_the_private_share_crosses_as_well_and_the_rate_is_kept_once(abroad):
    with abroad.scope():
        state(abroad, "EUR", "2025-03-01", "1.10")
        decide(abroad, "BERLIN HOTEL", "travel", business_percent=Decimal(75))
        found = balances(abroad)
        assert (found["travel"], found["owner_draw"]) == (Decimal("82.5"), Decimal("27.5"))
        assert (found["trading_eur"], found["trading_usd"]) == (100, -110)
        assert EntryRate.objects.count() == 1


def test_parts_of_a_split_cross_alike_and_the_rate_is_kept_once(abroad):
    with abroad.scope():
        state(abroad, "EUR", "2025-03-01", "1.10")
        travel, draw = (account_by_key(abroad.business, key) for key in ("travel", "owner_draw"))
        shares = (SplitShare(travel.pk, Decimal(75)), SplitShare(draw.pk))
        made = decision_accept(
            bank_transaction=transaction("BERLIN HOTEL"),
            choice=Choice(kind="split", splits=shares),
            batch=abroad.batch(),
        )
        found = balances(abroad)
        assert (found["travel"], found["owner_draw"]) == (Decimal("82.5"), Decimal("27.5"))
        assert (found["trading_eur"], found["trading_usd"]) == (100, -110)
        assert [part.amount for part in made.parts.all()] == [-75, -25]
        assert EntryRate.objects.count() == 1


def test_without_a_rate_nothing_is_decided_and_the_rate_to_state_is_named(abroad):
    with abroad.scope():
        with pytest.raises(RuleError) as caught:
            decide(abroad, "BERLIN HOTEL", "travel")
        assert "ledgerflow rates add EUR 2025-03-04" in caught.value.hint
        assert Decision.objects.count() == 0


def test_undoing_takes_both_currencies_back(abroad):
    with abroad.scope():
        state(abroad, "EUR", "2025-03-01", "1.10")
        made = decide(abroad, "BERLIN HOTEL", "travel")
        decision_undo(decision=made, batch=abroad.batch("undo"), reason="not ours")
        assert balances(abroad) == {}


def test_no_account_is_no_decision(abroad):
    with abroad.scope(), pytest.raises(RuleError, match="no account is chosen"):
        decision_accept(
            bank_transaction=transaction("BERLIN HOTEL"), choice=Choice(), batch=abroad.batch()
        )


@pytest.fixture
def transfer(books):
    """A hundred euros left one own bank account, 108 dollars came into the other."""
    with books.scope():
        euros = bank_account_add(business=books.business, name="Euros", currency="EUR")
        dollars = bank_account_add(business=books.business, name="Dollars")
        publish(books, [OUT], account=euros, currency="EUR")
        publish(books, [IN], account=dollars, currency="USD")
    return books


def half(books, text, other):
    choice = Choice(kind=Decision.Kind.TRANSFER, transfer_with_id=transaction(other).pk)
    return decision_accept(bank_transaction=transaction(text), choice=choice, batch=books.batch())


def clearing(books):
    found = clearing_balances(books.business, currencies={"EUR", "USD"})
    return {c.currency: c.amount for c in found}


@pytest.mark.parametrize("order", [("TO DOLLARS", "FROM EUROS"), ("FROM EUROS", "TO DOLLARS")])
def test_both_halves_of_a_transfer_clear_in_the_currency_that_left(transfer, order):
    with transfer.scope():
        half(transfer, order[0], order[1])
        assert abs(clearing(transfer)["EUR"]) == 100
        half(transfer, order[1], order[0])
        assert clearing(transfer) == {"USD": 0, "EUR": 0}
        found = balances(transfer)
        assert found == {"Euros": -100, "Dollars": 108, "trading_eur": 100, "trading_usd": -108}
        assert [str(r) for r in EntryRate.objects.all()] == ["1 EUR = 1.08 USD"]


def test_a_half_may_be_undone_and_decided_anew(transfer):
    with transfer.scope():
        first = half(transfer, "TO DOLLARS", "FROM EUROS")
        half(transfer, "FROM EUROS", "TO DOLLARS")
        decision_undo(decision=first, batch=transfer.batch("undo"), reason="look again")
        assert clearing(transfer)["EUR"] == -100
        half(transfer, "TO DOLLARS", "FROM EUROS")
        assert clearing(transfer) == {"USD": 0, "EUR": 0}


def test_a_transfer_without_a_partner_waits_in_its_own_currency(transfer):
    with transfer.scope():
        made = decision_accept(
            bank_transaction=transaction("TO DOLLARS"),
            choice=Choice(kind=Decision.Kind.TRANSFER),
            batch=transfer.batch(),
        )
        assert made.account.key == "transfers_clearing_eur"
        found = clearing_balances(transfer.business, currencies={"EUR", "USD"})
        assert [(c.currency, c.ok) for c in found] == [("USD", True), ("EUR", False)]
        assert "100.00 EUR is left" in found[1].explanation
        assert account_by_key(transfer.business, "transfers_clearing").currency == "USD"
