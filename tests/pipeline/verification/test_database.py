"""The triggers that verify expects are the ones that append-only tables have."""

from django.db import connection

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
    assert [c.name for c in found] == ["row_level_security", "application_role", "triggers"]
    assert all(c.ok for c in found), found
