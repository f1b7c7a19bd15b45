"""What is missing but need not be there: words, remembered for some seconds."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from ledgerflow.ops import degraded
from ledgerflow.ops.backup.names import TIME_FORMAT
from ledgerflow.ops.disk import Space
from tests.loopback import closed_port, serving
from tests.ops.backup.shelves import put_backup


@pytest.fixture
def shelf(tmp_path, settings):
    settings.BACKUP_DIR = tmp_path
    settings.BACKUP_SCHEDULE = True
    return tmp_path


def put_verified(folder, hours):
    """A verified backup of so many hours ago."""
    moment = (datetime.now(UTC) - timedelta(hours=hours)).strftime(TIME_FORMAT)
    stem = put_backup(folder, moment)
    (folder / f"{stem}.verified.json").write_text("{}")


def test_services_that_answer_are_not_missed(settings):
    with serving({"/healthz": (200, b"OK"), "/v1/models": (401, b"")}) as url:
        settings.SEARXNG_URL, settings.LLM_BASE_URL = url, f"{url}/v1"
        assert degraded.outside_missing() == []


def test_a_server_that_fails_is_missed(settings):
    with serving({"/healthz": (502, b"")}) as url:
        settings.SEARXNG_URL = url
        assert degraded.outside_missing() == ["searxng"]


def test_what_was_found_is_kept_for_some_seconds(settings, monkeypatch):
    settings.SEARXNG_URL = f"http://127.0.0.1:{closed_port()}"
    assert degraded.outside_missing() == ["searxng"]
    monkeypatch.setattr(degraded, "ask_all", pytest.fail)
    assert degraded.outside_missing() == ["searxng"]


def test_a_living_worker_is_not_missed(db, settings):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        assert degraded.degraded(connection) == ["workers"]
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        assert degraded.degraded(connection) == []
        old = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '61 seconds'"
        cursor.execute(old)
        assert degraded.degraded(connection) == ["workers"]


def test_a_young_verified_backup_is_enough(shelf):
    assert degraded.backups_missing() == ["backups"]
    put_verified(shelf, hours=27)
    assert degraded.backups_missing() == ["backups"]
    put_verified(shelf, hours=25)
    assert degraded.backups_missing() == []


def test_a_backup_that_nobody_verified_does_not_count(shelf):
    put_backup(shelf, datetime.now(UTC).strftime(TIME_FORMAT))
    assert degraded.backups_missing() == ["backups"]


def test_without_a_schedule_no_backup_is_missed(shelf, settings):
    settings.BACKUP_SCHEDULE = False
    assert degraded.backups_missing() == []


def test_a_full_backup_disk_is_said(shelf, monkeypatch):
    put_verified(shelf, hours=1)
    monkeypatch.setattr(degraded, "space", lambda folder: Space(0.01, 10_000))
    assert degraded.backups_missing() == ["backup_disk"]


@pytest.fixture
def elsewhere(shelf, settings, db, monkeypatch):
    """A process that is not given the backups' role."""
    settings.DATABASE_IS_EMBEDDED = False
    monkeypatch.delitem(settings.DATABASES["default"], "BACKUP", raising=False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
        yield cursor


def put_run(cursor, hours, status=None):
    """The last scheduled backup's trace: its job is gone when it succeeded."""
    number = None
    if status:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
            " VALUES ('backup', 'backup_hourly', %s) RETURNING id",
            [status],
        )
        number = cursor.fetchone()[0]
    cursor.execute(
        "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, job_id)"
        " VALUES ('backup_hourly', extract(epoch FROM now())::bigint - %s, %s)",
        [int(hours * 3600), number],
    )


@pytest.mark.parametrize(
    ("hours", "status", "missing"),
    [
        (0.5, None, []),
        (0.1, "doing", []),
        (0.5, "failed", ["backups"]),
        (4, "todo", ["backups"]),
        (27, None, ["backups"]),
    ],
)
def test_a_web_that_sees_no_backups_judges_by_their_jobs(elsewhere, hours, status, missing):
    put_run(elsewhere, hours, status)
    assert degraded.backups_missing(connection) == missing


def test_a_web_that_never_saw_a_backup_job_misses_them(elsewhere):
    assert degraded.backups_missing(connection) == ["backups"]
