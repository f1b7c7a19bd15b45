"""From a person to a business, and no other way."""

import pytest
from django.db import transaction

from ledgerflow.core.errors import AccessError, FirmNotSet, InputError
from ledgerflow.core.scope import current_scope, current_user_id, firm_scope
from ledgerflow.firms.access import (
    firm_ids,
    operator_place,
    operator_place_by_id,
    operator_places,
    place_for,
    places_of,
    require_writer,
    working_in,
)
from ledgerflow.firms.models import Business, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.ledger.services import business_open


def add_business(books, name):
    with books.scope():
        return business_open(firm_id=books.place.firm_id, name=name, chart="generic").pk


def member(books, role, business_id=None, email="m@example.com"):
    user, _ = User.objects.get_or_create(email=email)
    with books.scope():
        business = Business.objects.get(pk=business_id) if business_id else None
        membership_grant(firm_id=books.place.firm_id, user=user, role=role, business=business)
    return user


def test_people_see_every_business_of_their_firms_by_firm_and_name(books, make_books):
    other = make_books(name="Alder Books")
    add_business(books, "Birch Books")
    assert [p.business_name for p in places_of(books.user)] == [
        "Birch Books",
        "Harbor Street Studio",
    ]
    viewer = member(books, "viewer")
    member(other, "bookkeeper")
    assert [(p.business_name, p.role) for p in places_of(viewer)] == [
        ("Birch Books", "viewer"),
        ("Harbor Street Studio", "viewer"),
        ("Alder Books", "bookkeeper"),
    ]


def test_a_client_sees_the_business_that_is_named_and_no_other(books):
    birch = add_business(books, "Birch Books")
    client = member(books, "client", birch)
    assert [p.business_id for p in places_of(client)] == [birch]
    with pytest.raises(AccessError):
        place_for(client, books.place.business_id)


def test_a_stranger_cannot_tell_a_business_from_nothing(books, make_books):
    stranger = make_books().user
    said = set()
    for business_id in (books.place.business_id, 999_999):
        with pytest.raises(AccessError) as caught:
            place_for(stranger, business_id)
        said.add(caught.value.message)
    assert len(said) == 1


@pytest.mark.parametrize(
    ("role", "may"), [("owner", True), ("bookkeeper", True), ("viewer", False)]
)
def test_only_owners_and_bookkeepers_change_books(books, role, may):
    place = place_for(member(books, role), books.place.business_id)
    assert place.may_write is may
    if may:
        require_writer(place)
    else:
        with pytest.raises(AccessError, match="may look at Harbor Street Studio but not"):
            require_writer(place)


def test_an_operator_finds_a_business_by_slug_name_or_number(books, make_books):
    make_books(name="Alder Books")
    for text in ("harbor-street-studio", " Harbor Street STUDIO ", str(books.place.business_id)):
        found = operator_place(text)
        assert (found.business_id, found.role) == (books.place.business_id, "owner")
    assert operator_place_by_id(books.place.firm_id, books.place.business_id).may_write
    assert len(operator_places()) == len(firm_ids()) == 2


def test_an_operator_is_told_what_exists_and_what_is_ambiguous(books, make_books):
    make_books()
    with pytest.raises(InputError, match="fits several businesses") as caught:
        operator_place("harbor-street-studio")
    assert caught.value.code == "ambiguous_business"
    with pytest.raises(AccessError, match="Known: harbor-street-studio") as caught:
        operator_place("alder")
    assert caught.value.code == "unknown_business"


def test_work_is_one_transaction_in_the_firm_as_the_person(books):
    with working_in(books.place, books.user.pk):
        assert current_scope() == (str(books.place.firm_id), str(books.user.pk))
        assert current_user_id() == books.user.pk
        assert Business.objects.count() == 1
    assert current_scope() is None
    with pytest.raises(FirmNotSet):
        Business.objects.count()


def test_what_fails_in_a_firm_is_rolled_back_and_the_outer_firm_is_set_again(books, make_books):
    other = make_books()
    with books.scope():
        with pytest.raises(ZeroDivisionError), working_in(other.place):
            Business.objects.update(industry=str(1 / 0 if Business.objects.exists() else ""))
        assert Business.objects.get().pk == books.place.business_id
        with firm_scope(other.place.firm_id), transaction.atomic():
            assert Business.objects.get().industry == ""
        assert Business.objects.get().pk == books.place.business_id
