"""Test databases belong to the owner and are used by the application."""

import pytest
from django.db import connection

from ledgerflow.core.backend.creation import Creation

pytestmark = pytest.mark.django_db


def test_the_test_database_is_the_owners():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_userbyid(datdba), current_user::text FROM pg_database"
            " WHERE datname = current_database()"
        )
        assert cursor.fetchone() == ("lf_owner", "lf_app")


def test_rows_of_tenants_are_not_read_back():
    assert Creation(connection).serialize_db_to_string() == "[]"
