"""Each role may do what it must and no more."""

from dataclasses import replace

import pytest

from ledgerflow.ops.backup.target import configured_target
from ledgerflow.ops.doctor import roles
from ledgerflow.ops.doctor.finding import Installation
from ledgerflow.pipeline.verification.records import VerifyCheck


def states(said):
    return [one.state for one in said]


def test_the_roles_of_this_database_are_right(db):
    said = list(roles.look(Installation(configured_target())))
    assert set(states(said)) == {"ok"}
    assert "lf_backup reads every row and writes none." in [one.what for one in said]


def test_a_wall_that_is_down_is_a_failure_with_its_details(db, monkeypatch):
    down = VerifyCheck("row_level_security", False, "1 broken.", ("firms_business: it is off",))
    monkeypatch.setattr(roles, "database_checks", lambda: [down])
    said = next(roles.look(Installation(None)))
    assert (said.state, said.what) == ("failed", "1 broken. firms_business: it is off")
    assert said.remedy


def test_a_role_that_was_never_made_is_named(db):
    target = configured_target()
    nobody = replace(target.logins["backup"], user="lf_nobody")
    given = Installation(replace(target, logins={"app": target.logins["app"], "backup": nobody}))
    said = list(roles.look(given))[-1]
    assert (said.state, said.what) == ("failed", "The backup role lf_nobody does not exist.")


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        ((True, False), ["ok"]),
        ((False, False), ["failed"]),
        ((True, True), ["failed"]),
        ((False, True), ["failed", "failed"]),
    ],
)
def test_the_owner_makes_databases_and_stands_under_the_wall(rights, expected):
    assert states(roles.owner("lf_owner", *rights)) == expected


@pytest.mark.parametrize(
    ("rights", "expected", "words"),
    [
        ((True, False, 0, 0), ["ok"], "reads every row"),
        ((False, False, 0, 0), ["failed"], "BYPASSRLS"),
        ((True, True, 0, 9), ["failed"], "NOSUPERUSER"),
        ((True, False, 3, 0), ["failed"], "pg_read_all_data"),
        ((True, False, 0, 2), ["failed"], "REVOKE INSERT"),
    ],
)
def test_the_backup_role_reads_all_and_writes_nothing(rights, expected, words):
    said = list(roles.backup("lf_backup", *rights))
    assert states(said) == expected
    assert words in said[0].what + said[0].remedy
