"""Code and schema belong together; an empty database is told apart."""

import pytest

from ledgerflow.ops.doctor import migrations
from ledgerflow.ops.doctor.finding import Installation

A, B = ("ledger", "0001_initial"), ("ledger", "9999_invented")


def test_a_migrated_database_is_fine_and_empty_ones_are_pointed_out(db):
    said = list(migrations.look(Installation(None)))
    assert [one.state for one in said] == ["ok", "warning"]
    assert "has no user" in said[1].what
    assert "the-database-is-gone" in said[1].what


@pytest.mark.parametrize(
    ("missing", "unknown", "state", "words"),
    [
        ([], [], "ok", "All 7 migrations"),
        ([B, A], [], "failed", "2 migrations not applied, the first is ledger.0001_initial"),
        ([], [B], "failed", "newer than this code: 1 migration unknown"),
    ],
)
def test_missing_and_unknown_migrations_are_failures(missing, unknown, state, words):
    said = list(migrations.schema(missing, unknown, 7))
    assert [one.state for one in said] == [state]
    assert words in said[0].what


def test_a_database_in_use_is_not_called_empty():
    assert list(migrations.users(are_there=True)) == []
