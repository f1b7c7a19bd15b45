"""Each role may do what it must and no more."""

from dataclasses import replace

import pytest

from ledgerflow.agents.grants import AGENT_RIGHTS
from ledgerflow.ops.backup.target import configured_target
from ledgerflow.ops.doctor import roles
from ledgerflow.ops.doctor.finding import Installation
from ledgerflow.pipeline.verification.records import VerifyCheck


def states(said):
    return [one.state for one in said]


def test_the_roles_of_this_database_are_right(db):
    said = list(roles.look(Installation(configured_target())))
    assert set(states(said)) == {"ok"}
    assert "lf_agent writes suggestions and its own records, no more." in [s.what for s in said]
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


def test_a_server_without_the_role_of_agents_is_told_what_to_run(db, monkeypatch):
    monkeypatch.setattr(roles, "agent_role_exists", lambda: False)
    said = list(roles.look(Installation(None)))[-1]
    assert said.state == "failed"
    assert "no agent can run" in said.what
    assert "roles.sql" in said.remedy


def test_the_role_of_agents_writes_its_own_tables_and_no_other():
    own = sorted(AGENT_RIGHTS)
    assert roles.agent(exists=True, writable=own).state == "ok"
    assert "migrate" in roles.agent(exists=True, writable=own[1:]).remedy
    more = roles.agent(exists=True, writable=[*own, "review_decision"])
    assert (more.state, "review_decision" in more.what) == ("failed", True)
    assert "REVOKE ALL ON review_decision" in more.remedy
