"""All checks together: none stops another, whatever happens in it."""

import threading
import time

import psycopg
import pytest
from django.db import connections

from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.doctor.checks import CHECKS
from ledgerflow.ops.doctor.examine import examine, installation_here
from ledgerflow.ops.doctor.finding import Check, ok
from tests.loopback import closed_port


def raising(error):
    def look(_installation):
        yield ok("Seen before it broke.")
        raise error

    return look


def fine(_installation):
    yield ok("All is well.")


@pytest.mark.parametrize(
    ("error", "what", "remedy"),
    [
        (ZeroDivisionError("by zero"), "The check itself failed: ZeroDivisionError: by zero", "R"),
        (OutsideError("It sleeps.", hint="Wake it."), "It sleeps.", "Wake it."),
        (psycopg.OperationalError("lost"), "The database went away during the check.", "See"),
    ],
)
def test_a_check_that_breaks_is_a_finding_and_the_next_one_is_made(db, error, what, remedy):
    broken, next_one = examine([Check("broken", raising(error)), Check("next", fine)])
    assert (broken.check, broken.state, broken.what) == ("broken", "failed", what)
    assert broken.remedy.startswith(remedy)
    assert (next_one.check, next_one.state) == ("next", "ok")


def test_a_check_that_hangs_is_a_finding(db):
    go_on = threading.Event()

    def hangs(_installation):
        go_on.wait(30)
        yield ok("At last.")

    found = examine([Check("slow", hangs), Check("quick", fine)], seconds=0.3)
    go_on.set()
    assert [(f.check, f.state) for f in found] == [("slow", "failed"), ("quick", "ok")]


@pytest.fixture
def no_database(db, monkeypatch):
    wrapper = connections["default"]
    wrapper.resolve_address()
    monkeypatch.setitem(wrapper.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(wrapper.settings_dict, "PORT", str(closed_port()))


def test_without_a_database_it_says_so_and_looks_at_the_rest(no_database, settings, tmp_path):
    settings.STATE_DIR = settings.BACKUP_DIR = tmp_path
    found = examine()
    by_check = {check.name: [f for f in found if f.check == check.name] for check in CHECKS}
    assert [f.state for f in by_check["connections"]] == ["failed"]
    assert "cannot be reached" in by_check["connections"][0].what
    for check in ("roles", "migrations", "jobs"):
        assert [f.what for f in by_check[check]] == [
            "Not looked at: the database cannot be reached."
        ]
    for check in ("versions", "disks", "clock", "secrets", "backups", "outside"):
        assert by_check[check]
        assert not any("check itself" in f.what for f in by_check[check])


def test_a_healthy_installation_has_no_failure_and_every_fault_has_a_remedy(db, settings, tmp_path):
    settings.STATE_DIR = settings.BACKUP_DIR = tmp_path
    found = examine()
    assert [f for f in found if f.state == "failed"] == []
    assert {f.check for f in found} == {check.name for check in CHECKS}
    for finding in found:
        assert bool(finding.remedy) is (finding.state != "ok"), finding


def test_no_session_is_left_behind(transactional_db, settings, tmp_path):
    settings.STATE_DIR = settings.BACKUP_DIR = tmp_path
    connections["default"].close()
    examine()
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND usename = current_user AND pid <> pg_backend_pid()"
    )
    deadline = time.monotonic() + 5
    with connections["default"].cursor() as cursor:
        while True:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                break
            assert time.monotonic() < deadline, "a session stays"
            time.sleep(0.05)


def test_the_installation_names_its_database(db):
    here = installation_here()
    assert here.fault == ""
    assert here.target.database == connections["default"].settings_dict["NAME"]
