"""Databases made for a check go again: after a failure, and after their maker died."""

import pytest

from ledgerflow.core.errors import ConflictError
from ledgerflow.ops.backup.scratch import drop_database, make_database, scratch_database
from ledgerflow.ops.backup.target import configured_target
from tests.ops.backup.booked import scratch_left

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
COMMENT = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
SETTINGS = """
    SELECT encoding, datlocprovider, datcollate, datctype, datlocale, pg_get_userbyid(datdba)
      FROM pg_database WHERE datname = %s
"""


@pytest.fixture
def target(db):
    return configured_target()


@pytest.fixture
def left_over(target):
    """What a killed check left: its session is gone, its database is not."""
    name = f"{target.database}_scratch_0000dead"
    make_database(target, name)
    yield name
    drop_database(target, name)


def test_it_is_like_the_live_one_empty_and_for_the_three_roles_only(target):
    with scratch_database(target, "ledgerflow_dev_x") as name:
        assert name.startswith(f"{target.database}_scratch_")
        assert scratch_left(target) == [name]
        with target.connection("owner", name) as owner:
            made = owner.execute(SETTINGS, [name]).fetchone()
            assert made == owner.execute(SETTINGS, [target.database]).fetchone()
            assert owner.execute(TABLES).fetchone() == (0,)
            public = "SELECT has_database_privilege('public', %s, 'CONNECT')"
            assert owner.execute(public, [name]).fetchone() == (False,)
            assert "ledgerflow_dev_x" in owner.execute(COMMENT, [name]).fetchone()[0]
        for role in ("app", "backup"):
            with target.connection(role, name) as opened:
                assert opened.execute("SELECT current_database()").fetchone() == (name,)
    assert scratch_left(target) == []


def test_it_goes_after_a_failure_and_with_somebody_connected(target):
    with pytest.raises(ZeroDivisionError), scratch_database(target, "x"):
        1 / 0  # noqa: B018
    assert scratch_left(target) == []
    with scratch_database(target, "x") as name:
        session = target.connection("backup", name)
        session.__enter__()
    assert scratch_left(target) == []


def test_the_next_check_drops_what_a_dead_one_left_and_not_what_is_in_use(target, left_over):
    with scratch_database(target, "first") as first:
        with scratch_database(target, "second") as second:
            assert sorted(scratch_left(target)) == sorted([first, second])
        assert left_over not in scratch_left(target)
        assert scratch_left(target) == [first]


def test_a_database_that_is_there_is_not_made_again_and_the_live_one_not_dropped(target):
    with pytest.raises(ConflictError) as caught:
        make_database(target, target.database)
    assert caught.value.code == "database_exists"
    for name in (target.database, "postgres"):
        with pytest.raises(ConflictError, match="not dropped") as caught:
            drop_database(target, name)
        assert caught.value.code == "database_in_use"


def test_a_name_is_only_a_name(target):
    name = 'odd "name"; DROP TABLE x'
    make_database(target, name)
    drop_database(target, name)
    drop_database(target, name)
