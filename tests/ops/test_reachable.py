"""The connection that questions about the database use, and what keeps work from being done."""

import time

import pytest
from django.db import connection, connections

from ledgerflow.ops import reachable
from ledgerflow.ops.reachable import GONE, own_connection, unready_reasons
from tests.loopback import closed_port, silent


@pytest.fixture
def somewhere_else(monkeypatch):
    """The settings name another server."""

    def go(port):
        wrapper = connections["default"]
        wrapper.resolve_address()
        monkeypatch.setitem(wrapper.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(wrapper.settings_dict, "PORT", str(port))

    return go


def test_it_is_not_the_connection_of_requests_and_leaves_no_setting_behind(db):
    with own_connection() as own:
        assert own is not connection
        with own.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("3s",)
            cursor.execute("ROLLBACK")
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() != ("3s",)
    assert own.connection is None


def test_a_pool_that_is_used_up_does_not_hold_it_up(db, monkeypatch):
    pool = {"min_size": 1, "max_size": 1}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"pool": pool})
    with own_connection() as own:
        assert own.pool is None


def test_the_requests_connection_is_not_used(transactional_db):
    connection.close()
    assert unready_reasons() == []
    assert connection.connection is None


def test_a_database_that_nobody_migrated_has_no_migrations(db):
    with own_connection() as own:
        with own.cursor() as cursor:
            cursor.execute("SET LOCAL search_path TO pg_temp")
        assert reachable.applied_migrations(own) == set()


def test_a_migrated_database_is_ready(db):
    assert unready_reasons() == []


def test_a_database_that_is_not_there_is_said(db, somewhere_else):
    somewhere_else(closed_port())
    assert unready_reasons() == [reachable.UNREACHABLE]


def test_a_database_that_hangs_is_given_up(db, somewhere_else, monkeypatch):
    began = time.monotonic()
    with silent() as port:
        somewhere_else(port)
        with pytest.raises(GONE), own_connection():
            pass
    assert time.monotonic() - began < 10


def test_what_a_later_migration_replaced_is_known_and_not_missed():
    assert reachable.known_migrations() <= reachable.every_migration()
    assert ("ledger", "0001_initial") in reachable.every_migration()
