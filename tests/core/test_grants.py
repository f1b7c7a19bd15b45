"""What the application's role may do with tables that migrations make."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

WRITABLE = ("firms_business", "classification_rule", "django_session", "procrastinate_jobs")


@pytest.mark.parametrize("table", WRITABLE)
def test_rows_yes_tables_no(table):
    with connection.cursor() as cursor:
        rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
        found = []
        for right in rights:
            cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, right])
            found.append(cursor.fetchone()[0])
    assert found == [True, True, True, True, False, False, False]


def test_nothing_can_be_made_in_the_schema():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        assert cursor.fetchone() == (False,)
