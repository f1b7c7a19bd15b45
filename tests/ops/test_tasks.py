"""Scheduled backups: made, proved, copied off the host, pruned."""

import inspect
import logging

import pytest
from procrastinate.contrib.django import app

from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops import tasks as module
from ledgerflow.ops.backup.offsite import OffsiteReport
from ledgerflow.ops.tasks import backup_hourly, backup_nightly


@pytest.fixture
def scheduled(settings, tmp_path, monkeypatch):
    """A schedule that is on; what would be called is written down instead."""
    settings.BACKUP_SCHEDULE = True
    settings.BACKUP_DIR = tmp_path
    settings.BACKUP_OFFSITE = "/another/disk"
    done = []
    report = OffsiteReport("/another/disk", (), (), (), ())
    monkeypatch.setattr(module, "backup_create", lambda **given: done.append(given["kind"]))
    monkeypatch.setattr(module, "offsite_copy", lambda *_: done.append("offsite") or report)
    monkeypatch.setattr(module, "backup_prune", lambda *_: done.append("prune"))
    return done


def fail(*_, **__):
    raise OutsideError("The disk is full.", code="backup_not_written")


def test_each_hour_the_database_and_each_night_everything(scheduled):
    backup_hourly(timestamp=0)
    backup_nightly(timestamp=0)
    assert scheduled == ["database", "offsite", "prune", "full", "offsite", "prune"]


def test_without_a_schedule_nothing_happens(scheduled, settings):
    settings.BACKUP_SCHEDULE = False
    backup_hourly(timestamp=0)
    assert scheduled == []


def test_without_a_place_off_the_host_nothing_is_copied(scheduled, settings):
    settings.BACKUP_OFFSITE = None
    backup_hourly(timestamp=0)
    assert scheduled == ["database", "prune"]


def test_a_backup_that_fails_prunes_nothing_and_is_told_in_one_line(scheduled, monkeypatch, caplog):
    monkeypatch.setattr(module, "backup_create", fail)
    with caplog.at_level(logging.ERROR), pytest.raises(OutsideError):
        backup_nightly(timestamp=0)
    assert scheduled == []
    (record,) = [r for r in caplog.records if r.name == module.__name__]
    assert "(full) failed: backup_not_written" in record.getMessage()
    assert record.exc_info is None


def test_a_place_off_the_host_that_fails_does_not_fill_this_disk(scheduled, monkeypatch):
    monkeypatch.setattr(module, "offsite_copy", fail)
    with pytest.raises(OutsideError):
        backup_hourly(timestamp=0)
    assert scheduled == ["database", "prune"]


def test_copies_that_failed_leave_the_job_failed(scheduled, monkeypatch):
    report = OffsiteReport("/another/disk", (), (), (), ("a: rclone failed.",))
    monkeypatch.setattr(module, "offsite_copy", lambda *_: report)
    with pytest.raises(OutsideError, match="were not copied"):
        backup_hourly(timestamp=0)


def test_a_retention_that_cannot_be_read_is_found_before_anything_is_made(scheduled, settings):
    settings.BACKUP_RETENTION = "forever"
    with pytest.raises(InputError):
        backup_hourly(timestamp=0)
    assert scheduled == []


@pytest.mark.parametrize(
    ("task", "cron"), [(backup_hourly, "5 * * * *"), (backup_nightly, "30 2 * * *")]
)
def test_they_are_periodic_wait_for_each_other_and_leave_the_heartbeat_alone(task, cron):
    assert app.tasks[task.name] is task
    assert (task.queue, task.lock, task.queueing_lock) == ("backup", "backup", task.name)
    periodic = [p for p in app.periodic_registry.periodic_tasks.values() if p.task is task]
    assert [p.cron for p in periodic] == [cron]
    assert not inspect.iscoroutinefunction(task.func)  # so the worker runs it in a thread
