"""A person with an account, and a browser that signs in by the page."""

import pytest
from django.test import Client

from ledgerflow.firms.models import User

PASSWORD = "four plain long words"


@pytest.fixture
def kim(db):
    """Somebody whom the command line added: no row of allauth's names the address."""
    return User.objects.create_user("kim@example.com", PASSWORD, name="Kim")


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def sign_in(visitor):
    """`sign_in()` as Kim; other fields may be given."""

    def send(email="kim@example.com", password=PASSWORD, client=visitor, **more):
        return client.post("/sign-in/", {"username": email, "password": password, **more})

    return send
