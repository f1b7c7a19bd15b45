"""Accounts that come, close, merge and get new names."""

import pytest

from ledgerflow.classification.facts import AccountFacts
from ledgerflow.classification.learning.accounts import Accounts, account_key
from ledgerflow.core.errors import InputError
from tests.classification.learning.paid_rows import CHART, FUEL, MEALS, REPAIRS, paid


def chart() -> Accounts:
    accounts = Accounts()
    for account in CHART.values():
        accounts.add(account)
    return accounts


def test_a_place_stays_when_more_accounts_come():
    accounts = chart()
    place = accounts.place_of(MEALS)
    accounts.add(AccountFacts(99, "", "Post", "expense"))
    assert accounts.place_of(MEALS) == place
    assert accounts.ids[accounts.place_of(99)] == 99


def test_an_unknown_account_is_refused():
    with pytest.raises(InputError) as refused:
        chart().place_of(404)
    assert refused.value.code == "learner_account_unknown"


def test_a_closed_account_is_shut_until_it_is_added_again():
    accounts = chart()
    accounts.close(FUEL)
    assert accounts.shut == {accounts.place_of(FUEL)}
    accounts.add(CHART[FUEL])
    assert accounts.shut == frozenset()


def test_merged_accounts_are_one_from_then_on():
    accounts = chart()
    fuel, meals, repairs = (accounts.place_of(a) for a in (FUEL, MEALS, REPAIRS))
    accounts.count(fuel)
    accounts.count(meals)
    accounts.merge(fuel, meals)
    assert accounts.place_of(FUEL) == meals
    assert accounts.place_of_key(CHART[FUEL].key) == meals
    assert accounts.counts[meals] == 2
    accounts.merge(meals, repairs)
    assert accounts.place_of(FUEL) == accounts.place_of(MEALS) == repairs
    assert accounts.shut == {fuel, meals}
    accounts.add(CHART[FUEL])
    assert fuel in accounts.shut


def test_a_new_name_is_known_to_the_firm_and_the_old_one_forgotten():
    accounts = Accounts()
    accounts.add(AccountFacts(5, "", "Vans", "expense"))
    assert accounts.place_of_key("name:vans") == 0
    accounts.add(AccountFacts(5, "", "Véhicles", "expense"))
    assert accounts.place_of_key("name:vehicles") == 0
    assert accounts.place_of_key("name:vans") == -1


def test_businesses_call_an_account_by_its_standard_key_first():
    assert account_key(AccountFacts(5, "travel", "Trips", "expense")) == "travel"
    assert account_key(AccountFacts(5, "", "Trips", "expense")) == "name:trips"


def test_shipped_knowledge_speaks_of_places():
    accounts = Accounts()
    accounts.add(AccountFacts(70, "", "Vehicle fuel", "expense"))
    accounts.add(AccountFacts(71, "", "Bank charges", "expense"))
    prior = accounts.prior(*paid("SHELL SERVICE STATION"), "")
    assert set(prior) <= {0, 1}
    assert prior.get(0, 0) > prior.get(1, 0)
