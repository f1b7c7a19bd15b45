"""Adding people and their passwords."""

import pytest
from django.db.models import QuerySet

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.firms.people import password_set, user_add


def test_a_person_is_added_once(db):
    user = user_add(email=" Owner@Example.com ", password="correct horse 12")
    assert (user.email, user.is_staff) == ("owner@example.com", False)
    with pytest.raises(ConflictError) as caught:
        user_add(email="OWNER@example.com")
    assert caught.value.code == "user_exists"


def test_a_button_pressed_twice_at_once_adds_one_person(db, monkeypatch):
    user_add(email="owner@example.com", password="correct horse 12")
    # The other request had not ended when this one looked.
    monkeypatch.setattr(QuerySet, "exists", lambda rows: False)
    with pytest.raises(ConflictError) as caught:
        user_add(email="owner@example.com", password="correct horse 12")
    assert caught.value.code == "user_exists"


def test_an_operator_is_staff(db):
    assert user_add(email="op@example.com", operator=True).is_staff


@pytest.mark.parametrize("email", ["", "owner", "owner@", "a b@example.com"])
def test_what_is_no_address_is_refused(db, email):
    with pytest.raises(InputError, match="no e-mail address"):
        user_add(email=email)


@pytest.mark.parametrize("password", ["short", "password1234"])
def test_a_weak_password_is_refused_everywhere(db, password):
    with pytest.raises(InputError) as caught:
        user_add(email="owner@example.com", password=password)
    assert caught.value.code == "weak_password"
    user = user_add(email="owner@example.com")
    with pytest.raises(InputError):
        password_set(user=user, password=password)
    assert not user.has_usable_password()
    password_set(user=user, password="four random plain words")
    assert user.check_password("four random plain words")
