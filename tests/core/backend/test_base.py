"""Roles and the firm on Django's own connection."""

import pytest
from django.db import connection

from ledgerflow.core.backend.base import DatabaseWrapper, as_owner

pytestmark = pytest.mark.django_db(transaction=True)


def role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        return cursor.fetchone()[0]


def test_the_owner_is_somebody_for_a_while():
    assert role() == "lf_app"
    with as_owner(connection):
        assert role() == "lf_owner"
        assert connection.owner_mode
    assert role() == "lf_app"
    assert not connection.owner_mode


def test_the_application_comes_back_after_a_fault():
    with pytest.raises(ZeroDivisionError), as_owner(connection):
        raise ZeroDivisionError
    assert role() == "lf_app"


def test_the_address_is_asked_for_once_and_only_when_it_is_needed():
    asked = []

    def address():
        asked.append(1)
        return {"HOST": "/somewhere", "PORT": "5"}

    wrapper = DatabaseWrapper(connection.settings_dict | {"RESOLVE": address}, "lazy")
    assert asked == []
    for _ in range(2):
        parameters = wrapper.get_connection_params()
    assert (parameters["host"], parameters["port"], asked) == ("/somewhere", "5", [1])
