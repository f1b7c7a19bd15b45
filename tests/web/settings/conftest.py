"""Somebody in each role at the settings of one firm."""

import pytest
from django.test import Client

from ledgerflow.firms.models import Business, User
from ledgerflow.firms.services import membership_grant
from tests.web.conftest import desk_of


@pytest.fixture
def owner(books):
    """The owner, signed in."""
    return desk_of(books).client


@pytest.fixture
def base(books):
    return f"/f/{books.place.firm_id}/settings/"


@pytest.fixture
def as_role(books):
    """A signed-in member of a role."""

    def make(role):
        user = User.objects.create_user(f"{role}@example.com", "correct horse 12")
        with books.scope():
            business = Business.objects.get() if role == "client" else None
            membership_grant(firm_id=books.place.firm_id, user=user, role=role, business=business)
        client = Client()
        client.force_login(user)
        client.person = user
        return client

    return make
