"""Which payees resemble a text, and which resemble each other."""

import pytest
from django.db import connection

from ledgerflow.classification.models import Payee, PayeeAlias
from ledgerflow.classification.payee_selectors import (
    payee_aliases,
    payee_find,
    payee_near,
    payee_twins,
    payees_of,
)
from ledgerflow.classification.payee_services import payee_merge, payee_name
from ledgerflow.core.errors import AccessError


def known(books, *names):
    return [payee_name(business=books.business, key=name.lower(), name=name).pk for name in names]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HOME DEPOTT #7114", "Home Depot"),
        ("HOMEDEPOT", "Home Depot"),
        ("BLUE DOOR BAK", "Blue Door Bakery"),
        ("BLUE DOOR BAKERY AND CAFE", "Blue Door Bakery"),
    ],
)
def test_misspelt_and_cut_off_names_find_their_payee(books, text, found):
    with books.scope():
        known(books, "Home Depot", "Blue Door Bakery", "Cedar Taxi")
        assert payee_near(books.business, text)[0].name == found


@pytest.mark.parametrize("text", ["", "12345", "QXZV BLORP", "100% _of"])
def test_what_resembles_nobody_finds_nobody(books, text):
    with books.scope():
        known(books, "Home Depot")
        assert payee_near(books.business, text) == []


def test_twins_are_pairs_of_two_payees_never_spellings_of_one(books):
    with books.scope():
        first, second, _ = known(books, "Dogwood Printing", "Dogwood Printin", "Cedar Taxi")
        (pair,) = payee_twins(books.business)
        assert {pair.first.payee_id, pair.second.payee_id} == {first, second}
        payee_merge(business=books.business, source_id=second, target_id=first)
        assert payee_twins(books.business) == []


def test_a_payee_keeps_its_key_and_shows_its_name(books):
    with books.scope():
        payee_name(business=books.business, key="zelle j", name="Jo Painter")
        payee_name(business=books.business, key="apex j", name="Jo Painter")
        found = payee_aliases(books.business)
        assert {(p.key, p.display) for p in found.values()} == {("apex j", "Jo Painter")}
        assert payees_of(books.business)[0][1] == ["apex j", "zelle j"]


def test_payees_of_elsewhere_are_unknown_and_resemble_nothing(books, make_books):
    with books.scope():
        (pk,) = known(books, "Home Depot")
    other = make_books("Elsewhere")
    with other.scope():
        assert payee_near(other.business, "HOME DEPOT") == []
        with pytest.raises(AccessError, match="no payee"):
            payee_find(other.business, pk)


def test_among_many_spellings_the_nearest_is_found(books):
    with books.scope():
        business = books.business
        given = {"firm_id": business.firm_id, "business": business}
        payee = Payee.objects.create(name="Many", **given)
        PayeeAlias.objects.bulk_create(
            PayeeAlias(payee=payee, key=f"shop {n:05} of {n * 7919 % 50021}", **given)
            for n in range(1_000)
        )
        known(books, "Shopkeeper")
        assert payee_near(business, "SHOPKEEPR 4711")[0].name == "Shopkeeper"


def test_spellings_are_looked_up_by_a_trigram_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'payeealias_near'")
        assert "USING gin (business_id, key gin_trgm_ops)" in cursor.fetchone()[0]
