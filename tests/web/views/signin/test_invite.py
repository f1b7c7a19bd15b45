"""The page of an invitation, in its states."""

import pytest

from ledgerflow.firms.access import practices_of
from ledgerflow.firms.inviting import invitation_make
from ledgerflow.firms.models import User
from tests.web.views.signin.conftest import PASSWORD


@pytest.fixture
def address(books):
    """An invitation of Kim as bookkeeper."""
    _, token = invitation_make(
        firm_id=books.place.firm_id,
        email="kim@example.com",
        role="bookkeeper",
        user_id=books.user.pk,
    )
    return f"/invite/{token}/"


def test_a_new_person_sets_name_and_password_and_is_signed_in(address, visitor, books):
    page = visitor.get(address).content.decode()
    assert "kim@example.com" in page
    assert "bookkeeper: keeps the books" in page
    answer = visitor.post(address, {"name": "Kim", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert visitor.get("/account/alive/").json()["alive"]
    kim = User.objects.get(email="kim@example.com")
    assert practices_of(kim)[0].firm_id == books.place.firm_id


def test_a_weak_password_is_said_at_its_field(address, visitor):
    answer = visitor.post(address, {"name": "Kim", "password": "short"})
    assert answer.status_code == 422
    assert "at least 12 characters" in answer.content.decode()


def test_somebody_with_an_account_signs_in_first_and_takes_it(address, visitor, kim, sign_in):
    page = visitor.get(address).content.decode()
    assert "There is an account with this address" in page
    assert f"/sign-in/?next={address.replace(':', '%3A')}" in page
    assert sign_in(next=address)["Location"] == address
    assert "Take the invitation" in visitor.get(address).content.decode()
    assert visitor.post(address)["Location"] == "/"
    assert practices_of(kim)[0].role == "bookkeeper"


def test_the_wrong_person_is_told_clearly_and_takes_nothing(address, visitor, sign_in):
    lee = User.objects.create_user("lee@example.com", PASSWORD)
    sign_in("lee@example.com")
    answer = visitor.post(address)
    assert answer.status_code == 409
    assert "you are signed in as lee@example.com" in answer.content.decode()
    assert practices_of(lee) == []


def test_a_link_that_was_used_says_what_to_do(address, visitor):
    visitor.post(address, {"name": "Kim", "password": PASSWORD})
    answer = visitor.get(address)
    assert answer.status_code == 404
    assert "Ask the person who invited you for a new one" in answer.content.decode()
