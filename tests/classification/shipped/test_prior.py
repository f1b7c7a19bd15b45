"""Shipped knowledge over a business's own accounts."""

import pytest

from ledgerflow.classification.facts import AccountFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.shipped import finding
from ledgerflow.classification.shipped.brands import NO_BRANDS
from ledgerflow.classification.shipped.prior import MOST, knowledge_prior
from ledgerflow.ledger.charts import CHARTS

CHART = tuple(
    AccountFacts(at, account.key, account.name, account.type)
    for at, account in enumerate(CHARTS[0].accounts, 1)
    if not account.is_heading
)
OWN = tuple(
    AccountFacts(at, "", name, "expense")
    for at, name in enumerate(
        ("Vehicle fuel", "Catering provisions", "Phones", "Travel", "Sundry", "Legal fees"), 1
    )
)


@pytest.fixture(autouse=True)
def no_brands(monkeypatch):
    monkeypatch.setattr(finding, "shipped_brands", lambda: NO_BRANDS)


def prior(facts, accounts, industry=""):
    return knowledge_prior(facts, normalise(facts.description), accounts, industry)


def first(facts, accounts, industry=""):
    found = prior(facts, accounts, industry)
    at = max(found, key=found.__getitem__)
    return next(account for account in accounts if account.id == at)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SHELL OIL 574", "car_truck"),
        ("ADOBE", "software_subscriptions"),
        ("LUFTHANSA 220", "travel"),
        ("VERIZON WIRELESS", "telephone_internet"),
        ("STAPLES #228", "office_expense"),
    ],
)
def test_a_standard_chart_is_known_by_its_keys(text, key, facts):
    assert first(facts(text), CHART).key == key


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SHELL OIL 574", "Vehicle fuel"),
        ("TESCO STORES 2344", "Catering provisions"),
        ("VERIZON WIRELESS", "Phones"),
        ("LUFTHANSA 220", "Travel"),
        ("MEIER & PARTNER ATTORNEYS", "Legal fees"),
    ],
)
def test_an_own_chart_is_known_by_its_names(text, name, facts):
    assert first(facts(text), OWN).name == name


def test_an_account_of_the_clients_own_goes_before_the_standard_one(facts):
    fuel = AccountFacts(900, "", "Vehicle fuel", "expense")
    found = prior(facts("SHELL OIL 574"), (*CHART, fuel))
    standard = next(account.id for account in CHART if account.key == "car_truck")
    assert found[900] > found[standard] > 0


def test_it_is_a_prior(facts):
    for text in ("SHELL OIL 574", "TESCO STORES", "PIZZA RESTAURANT LEGAL TRAVEL FUEL PHONES"):
        for accounts in (CHART, OWN, list(OWN)):
            found = prior(facts(text), accounts)
            assert all(0 < share <= 1 for share in found.values())
            assert 0 < sum(found.values()) <= MOST + 1e-9


def test_nothing_known_is_empty(facts):
    assert prior(facts("ZQX BLORP"), CHART) == {}
    assert prior(facts("SHELL OIL 574"), ()) == {}


def test_the_trade_counts(facts):
    assert first(facts("THE HOME DEPOT #7114"), CHART, "Bauunternehmen").key == "purchases"
    assert first(facts("THE HOME DEPOT #7114"), CHART).key == "repairs_maintenance"


def test_a_text_that_holds_an_accounts_own_name_points_to_it(facts):
    accounts = (AccountFacts(1, "", "Zeppelin club", "expense"), *OWN[1:])
    assert first(facts("ZEPPELIN CLUB LAKESIDE"), accounts).id == 1


def test_a_glued_word_is_enough_for_a_prior(facts):
    assert first(facts("HILLSIDEATTORNEYS"), OWN).name == "Legal fees"


def test_names_are_read_anew_for_a_list_that_changed(facts):
    accounts = list(OWN)
    before = prior(facts("VERIZON WIRELESS"), accounts)
    accounts[2] = AccountFacts(3, "", "Sundry items", "expense")
    assert 3 in before
    assert 3 not in prior(facts("VERIZON WIRELESS"), accounts)
