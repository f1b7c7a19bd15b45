"""Reaching the database as each role, and what lies on the way."""

from dataclasses import replace

import pytest

from ledgerflow.ops.backup.target import Login, configured_target
from ledgerflow.ops.doctor import connections
from ledgerflow.ops.doctor.finding import Installation
from tests.loopback import closed_port


def states(said):
    return [(one.state, one.what) for one in said]


@pytest.fixture
def target(db):
    return configured_target()


def test_all_roles_answer_and_notifications_arrive(target):
    said = list(connections.look(Installation(target)))
    assert {one.state for one in said} == {"ok"}
    whole = " ".join(one.what for one in said)
    for words in ("lf_app", "lf_owner", "lf_backup", "Notifications arrive", "checksums are on"):
        assert words in whole


def test_a_role_that_is_not_set_is_no_fault_and_names_its_variable(target):
    only_app = replace(target, logins={"app": target.logins["app"]})
    said = list(connections.look(Installation(only_app)))
    missing = [one for one in said if one.state == "not_configured"]
    assert ["DATABASE_OWNER_URL" in missing[0].remedy, "DATABASE_BACKUP_URL" in missing[1].remedy]
    assert len(missing) == 2


def test_a_role_with_a_wrong_address_is_named_without_its_password(target):
    wrong = Login("lf_owner", "hunter2", "127.0.0.1", str(closed_port()))
    given = replace(target, logins={**target.logins, "owner": wrong})
    said = [one for one in connections.look(Installation(given)) if one.state == "failed"]
    assert len(said) == 1
    assert "does not answer as lf_owner" in said[0].what
    assert "DATABASE_OWNER_URL" in said[0].remedy
    assert "hunter2" not in said[0].what


def test_a_pooler_that_swallows_notifications_is_found(target, monkeypatch):
    class Deaf:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def execute(self, _statement):
            return None

        def notifies(self, **_):
            return iter(())

    monkeypatch.setattr(connections, "_session", Deaf)
    said = [one for one in connections.look(Installation(target)) if one.state == "warning"]
    assert ["pooler in transaction mode" in one.what for one in said] == [True]
    assert "directly" in said[0].remedy


def test_a_database_that_is_down_is_a_failure():
    said = list(connections.look(Installation(None, "connection refused")))
    assert states(said) == [
        ("failed", "The database cannot be reached: connection refused"),
    ]


@pytest.mark.parametrize(
    ("server", "states"),
    [
        (("on", "on", 100, 10, False), ["ok"]),
        (("off", "on", 100, 10, False), ["warning"]),
        (("on", "off", 100, 10, False), ["ok", "failed"]),
        (("on", "on", 100, 90, False), ["ok", "warning"]),
        (("on", "on", 100, 10, True), ["ok", "failed"]),
    ],
)
def test_the_server_is_asked_about_what_protects_the_books(server, states):
    assert [one.state for one in connections.server(*server)] == states
