"""Accounts of a client's own chart, known by their names."""

import pytest

from ledgerflow.classification.facts import AccountFacts
from ledgerflow.classification.shipped.accountnames import AccountNames, rank_by_label_names, stem

NAMES = (
    "Vehicle Fuel", "Catering provisions", "Equip Maintenance", "Office: Stationery", "Training",
    "Travel - Bus/Rail", "Travel - Taxis", "Bldg Repairs & Renovation", "Fahrzeugkosten",
    "Bürobedarf", "Other", "Legal Fees", "Expenses:Transportation:Air", "Software & Subs",
)  # fmt: skip
ACCOUNTS = tuple(AccountFacts(at, "", name, "expense") for at, name in enumerate(NAMES, 1))


def best(category, accounts=ACCOUNTS):
    ranked = rank_by_label_names(category, accounts)
    return accounts[max(ranked, key=ranked.__getitem__) - 1].name


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("fuel", "Vehicle Fuel"),
        ("catering", "Catering provisions"),
        ("taxi", "Travel - Taxis"),
        ("rail_bus", "Travel - Bus/Rail"),
        ("training", "Training"),
        ("building_materials", "Bldg Repairs & Renovation"),
        ("legal", "Legal Fees"),
        ("airline", "Expenses:Transportation:Air"),
        ("software", "Software & Subs"),
        ("repair_service", "Equip Maintenance"),
    ],
)
def test_a_name_says_what_an_account_is_for(category, name):
    assert best(category) == name


def test_german_compounds_are_read_by_their_opening():
    german = tuple(AccountFacts(at, "", n, "expense") for at, n in enumerate(NAMES[8:10], 1))
    assert best("vehicle_repair", german) == "Fahrzeugkosten"
    assert best("stationery", german) == "Bürobedarf"


def test_fits_are_shares_and_a_fuller_name_fits_better():
    ranked = rank_by_label_names("fuel", ACCOUNTS)
    assert all(0 < fit <= 1 for fit in ranked.values())
    plain = rank_by_label_names("fuel", (AccountFacts(1, "", "Fuel", "expense"),))
    assert plain[1] > ranked[1] > ranked.get(9, 0)


def test_a_word_is_not_taken_for_another_that_it_opens():
    train = (AccountFacts(1, "", "Staff training", "expense"),)
    assert rank_by_label_names("rail_bus", train) == {}
    hospital = (AccountFacts(1, "", "Hospitality", "expense"),)
    assert rank_by_label_names("medical_service", hospital) == {}


def test_an_account_of_another_type_is_not_meant():
    income = (AccountFacts(1, "", "Fuel sales", "income"),)
    assert rank_by_label_names("fuel", income) == {}


def test_an_unknown_category_is_a_fault():
    with pytest.raises(KeyError):
        rank_by_label_names("moon", ACCOUNTS)


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("taxis", "tax" + "i"), ("supplies", "supply"), ("glass", "glass"), ("boxes", "box"),
     ("lics", "license"), ("gas", "gas"), ("maint", "maintenance")],
)  # fmt: skip
def test_stems(word, stemmed):
    assert stem(word) == stemmed


def test_words_of_the_text_itself_count_by_rarity():
    names = AccountNames.of(ACCOUNTS)
    shares = names.in_text(("legal", "aid", "travel"))
    assert shares[12] == 1.0
    assert 0 < shares[6] < 0.5
