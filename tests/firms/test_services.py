"""Opening firms and businesses, giving roles."""

import pytest

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.firms.access import firm_ids
from ledgerflow.firms.models import Business, Firm, Membership, User
from ledgerflow.firms.services import (
    business_create,
    business_describe,
    firm_create,
    membership_grant,
)


@pytest.fixture
def user(db):
    return User.objects.create_user("Owner@Example.com", "correct horse 12")


def test_a_firm_opens_with_its_owner(user):
    from ledgerflow.core.scope import firm_scope

    firm = firm_create(name="  Practice  ", owner=user)
    assert firm_ids() == [firm.pk]
    from django.db import transaction

    with firm_scope(firm.pk), transaction.atomic():
        assert Firm.objects.get().name == "Practice"
        assert Membership.objects.get().role == "owner"


def test_a_firm_needs_a_name(db):
    with pytest.raises(InputError):
        firm_create(name=" ")


def test_a_business_is_named_in_its_address(books):
    with books.scope():
        made = business_create(firm_id=books.place.firm_id, name=" Birch & Sons, Ltd. ")
        assert (made.slug, made.name) == ("birch-sons-ltd", "Birch & Sons, Ltd.")
        with pytest.raises(ConflictError) as caught:
            business_create(firm_id=books.place.firm_id, name="Birch Sons LTD")
        assert caught.value.code == "business_exists"


@pytest.mark.parametrize(
    "wrong", [{"name": "!!!"}, {"base_currency": "usd"}, {"base_currency": "€"}]
)
def test_a_name_or_currency_that_does_not_do_is_refused(books, wrong):
    with books.scope(), pytest.raises(InputError):
        business_create(firm_id=books.place.firm_id, **{"name": "Birch"} | wrong)


def test_two_firms_may_have_a_business_of_one_name(books, make_books):
    assert make_books().place.business_slug == books.place.business_slug


def test_a_client_names_a_business_and_nobody_else_does(books):
    with books.scope():
        firm_id, user = books.place.firm_id, books.user
        with pytest.raises(InputError, match="needs"):
            membership_grant(firm_id=firm_id, user=user, role="client")
        with pytest.raises(InputError, match="takes no"):
            membership_grant(
                firm_id=firm_id, user=user, role="viewer", business=Business.objects.get()
            )


def test_a_profile_says_what_it_is_told_and_keeps_the_rest(books):
    with books.scope():
        business_describe(business=books.business, description="Wooden kitchens.")
        business_describe(business=books.business, industry="carpentry")
        kept = Business.objects.get()
    assert (kept.description, kept.industry) == ("Wooden kitchens.", "carpentry")
