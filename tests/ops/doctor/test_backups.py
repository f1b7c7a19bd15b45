"""Whether there are backups that count."""

from datetime import UTC, datetime, timedelta

import pytest

from ledgerflow.ops.backup.names import TIME_FORMAT
from ledgerflow.ops.backup.shelf import Verification, backups_in, find_backup, remember_verified
from ledgerflow.ops.doctor import backups
from ledgerflow.ops.doctor.finding import Installation
from tests.ops.backup.shelves import put_backup

NOW = datetime(2025, 3, 31, 12, 0, tzinfo=UTC)


def put(folder, hours, *, verified=True):
    """A backup of so many hours before NOW; returns its stem."""
    stem = put_backup(folder, (NOW - timedelta(hours=hours)).strftime(TIME_FORMAT))
    if verified:
        entry = find_backup(folder, stem)
        sha256 = entry.manifest.dump.sha256
        remember_verified(entry, Verification("2025-03-31T00:00:00", sha256, None, 1.0, "0.1.0"))
    return stem


@pytest.mark.parametrize(
    ("scheduled", "hours", "state"),
    [
        (True, 25, "ok"),
        (True, 27, "failed"),
        (False, 27, "ok"),
        (False, 24 * 8, "warning"),
    ],
)
def test_the_newest_verified_backup_must_be_young(tmp_path, scheduled, hours, state):
    put(tmp_path, hours)
    put(tmp_path, 1, verified=False)
    said = backups.newest(backups_in(tmp_path), NOW, scheduled=scheduled)
    assert said.state == state


@pytest.mark.parametrize(("scheduled", "state"), [(True, "failed"), (False, "warning")])
def test_no_backup_is_worse_where_one_is_scheduled(tmp_path, scheduled, state):
    said = backups.newest([], NOW, scheduled=scheduled)
    assert (said.state, said.what) == (state, "There is no backup.")
    put(tmp_path, 1, verified=False)
    said = backups.newest(backups_in(tmp_path), NOW, scheduled=scheduled)
    assert (said.state, said.what) == (state, "Not verified: 1 backup.")


def test_broken_and_unproved_backups_are_named_once_they_are_settled(tmp_path):
    put(tmp_path, 1, verified=False)
    assert list(backups.broken(backups_in(tmp_path), NOW)) == []
    unproved = put(tmp_path, 30, verified=False)
    cut = put(tmp_path, 40)
    (tmp_path / f"{cut}.dump").write_bytes(b"")
    said = list(backups.broken(backups_in(tmp_path), NOW))
    assert [one.state for one in said] == ["warning", "warning"]
    assert cut in said[0].what
    assert said[1].remedy == f"ledgerflow backup verify {unproved}"


@pytest.mark.parametrize(
    ("offsite", "recipient", "states"),
    [
        (None, None, ["not_configured", "not_configured"]),
        ("/mnt/other", None, ["ok", "warning"]),
        ("/mnt/other", "age1invented", ["ok", "ok"]),
        (None, "age1invented", ["not_configured", "ok"]),
    ],
)
def test_copies_elsewhere_should_be_there_and_encrypted(offsite, recipient, states):
    assert [one.state for one in backups.elsewhere(offsite, recipient)] == states


def test_a_process_that_makes_no_backups_does_not_call_them_missing(
    tmp_path, settings, monkeypatch
):
    settings.BACKUP_DIR, settings.BACKUP_SCHEDULE = tmp_path, True
    monkeypatch.setattr(backups, "sees_backups", lambda: False)
    assert [s.state for s in backups.look(Installation(None))] == ["not_configured"]


def test_an_installation_without_a_schedule_is_told_how_to_switch_it_on(tmp_path, settings):
    settings.BACKUP_DIR, settings.BACKUP_SCHEDULE = tmp_path, False
    said = next(backups.look(Installation(None)))
    assert (said.state, said.remedy) == ("not_configured", "Set LEDGERFLOW_BACKUP_SCHEDULE=1.")
