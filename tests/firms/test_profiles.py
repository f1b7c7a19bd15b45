"""An owner changes what a business's profile says; what books rest on stays as it was opened."""

from decimal import Decimal

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.models import User
from ledgerflow.firms.profiles import business_change
from ledgerflow.firms.services import membership_grant

pytestmark = pytest.mark.django_db


def change(books, user=None, **changes):
    return business_change(
        firm_id=books.place.firm_id,
        business_id=books.place.business_id,
        user_id=(user or books.user).pk,
        changes=changes,
    )


def test_what_is_named_changes_and_is_recorded_with_what_it_was(books):
    change(books, name=" Harbor  Prints ", auto_accept=False, industry="printing")
    with books.scope():
        business = books.business
        event = AuditEvent.objects.get(action="business_change")
    assert (business.name, business.auto_accept, business.industry) == (
        "Harbor Prints",
        False,
        "printing",
    )
    assert business.slug == books.place.business_slug
    assert event.detail["name"] == ["Harbor Street Studio", "Harbor Prints"]


def test_saying_the_same_again_records_nothing(books):
    change(books, name="Harbor Street Studio")
    with books.scope():
        assert not AuditEvent.objects.filter(action="business_change").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"name": "x" * 201},
        {"industry": "x" * 81},
        {"tax_regime": "moon"},
        {"legal_form": ""},
        {"target_error_rate": Decimal("0.3")},
        {"target_error_rate": Decimal(-1)},
        {"base_currency": "EUR"},
        {"slug": "other"},
        {"firm_id": 7},
    ],
)
def test_what_does_not_do_changes_nothing(books, wrong):
    with pytest.raises(InputError):
        change(books, description="Prints", **wrong)
    with books.scope():
        assert books.business.description == ""


def test_only_an_owner_of_the_firm_may(books, make_books):
    colleague = User.objects.create_user("c@example.com", "correct horse 12")
    with books.scope():
        membership_grant(firm_id=books.place.firm_id, user=colleague, role="bookkeeper")
    other = make_books(name="Other Books")
    for person in (colleague, other.user):
        with pytest.raises(AccessError):
            change(books, user=person, name="Mine")
    with pytest.raises(AccessError):
        business_change(
            firm_id=books.place.firm_id,
            business_id=other.place.business_id,
            user_id=books.user.pk,
            changes={"name": "Mine"},
        )
