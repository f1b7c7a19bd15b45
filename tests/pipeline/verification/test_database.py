"""The triggers that verify expects are the ones that append-only tables have."""

import pytest
from django.db import connection

from ledgerflow.core.backend.base import as_owner
from ledgerflow.pipeline.verification.database import APPEND_ONLY, database_checks


def test_every_append_only_table_is_expected_to_have_its_triggers(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = 'append_only_rows'"
        )
        assert {row[0] for row in cursor.fetchall()} == set(APPEND_ONLY)


def test_a_fresh_database_stands(db: None) -> None:
    found = database_checks()
    assert [c.name for c in found] == [
        *("row_level_security", "application_role", "audit_rights", "triggers")
    ]
    assert all(c.ok for c in found), found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("right", "words"),
    [
        ("INSERT (id) ON audit_auditevent", "audit_auditevent: the application may choose ids"),
        ("INSERT ON audit_seal", "audit_seal: the application may write seals"),
    ],
)
def test_a_right_that_opens_the_audit_trail_is_found(right: str, words: str) -> None:
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(f"GRANT {right} TO lf_app")
    try:
        (found,) = [check for check in database_checks() if not check.ok]
        assert found.details == (words,)
    finally:
        with as_owner(connection), connection.cursor() as cursor:
            cursor.execute(f"REVOKE {right} FROM lf_app")
