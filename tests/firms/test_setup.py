"""The first owner: made once, by whoever knows the address of the log."""

import threading

import pytest
from django.db import connection

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.models import User
from ledgerflow.firms.setup import (
    first_owner_make,
    require_setup,
    setup_address,
    setup_is_open,
    setup_token,
)

GOOD = "four plain long words"


def begin(token=None, email="kim@example.com", password=GOOD):
    return first_owner_make(
        token=setup_token() if token is None else token, name="Kim", email=email, password=password
    )


def test_the_first_owner_is_an_operator_and_closes_the_door(db):
    assert setup_is_open()
    kim = begin()
    assert (kim.name, kim.is_superuser, kim.check_password(GOOD)) == ("Kim", True, True)
    assert not setup_is_open()
    with pytest.raises(AccessError):
        begin(email="lee@example.com")


def test_a_used_and_a_wrong_token_are_refused_alike(db):
    with pytest.raises(AccessError) as wrong:
        require_setup("guessed")
    begin()
    with pytest.raises(AccessError) as used:
        require_setup(setup_token())
    assert wrong.value.as_dict() == used.value.as_dict()


def test_a_weak_password_makes_nobody(db):
    with pytest.raises(InputError):
        begin(password="short")
    assert setup_is_open()


def test_the_token_belongs_to_the_secret_key(settings):
    before = setup_token()
    assert (len(before), setup_token()) == (40, before)
    settings.SECRET_KEY = "another key of no value"
    assert setup_token() != before
    assert setup_address("http://127.0.0.1:8000/").endswith(f":8000/setup/{setup_token()}/")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_up_at_once_one_wins():
    ready, said = threading.Barrier(2), []

    def one(email):
        try:
            ready.wait(5)
            begin(email=email)
            said.append("owner")
        except AccessError as error:
            said.append(error.code)
        finally:
            connection.close()

    both = [threading.Thread(target=one, args=(f"{n}@example.com",)) for n in "ab"]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(20)
    assert sorted(said) == ["no_setup", "owner"]
    assert User.objects.count() == 1
