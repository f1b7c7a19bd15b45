"""The database as it was at a time: base backups, archived WAL and the scripts that ship."""

import datetime as dt
import fcntl
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from ledgerflow import embedded
from ledgerflow.ops.backup.manifest import Digests
from tests.faults.clusters import (
    Installation,
    archive_all,
    clock,
    digests,
    installation,
    superuser,
)

TOO_FAR = "recovery ended before configured recovery target was reached"


@dataclass
class History:
    """What happened: a base backup, entries until `noon`, more until `evening`, then a mistake."""

    made: Installation
    base: str
    noon: str
    evening: str
    books_at_noon: Digests
    books_at_evening: Digests

    def restored(
        self, name: str, target: str, base: str = "auto", **variables: str
    ) -> Installation:
        """Restore to `target` in a new installation, not started yet; it archives nothing."""
        new = self.made.beside(name)
        ran = new.script("restore_to_time.sh", target, base, new.data, **variables)
        assert ran.code == 0, ran.complained
        with (new.data / "postgresql.auto.conf").open("a") as settings:
            settings.write("archive_command = ''\n")
        return new


@pytest.fixture(scope="module")
def history() -> Iterator[History]:
    with installation() as made:
        with made.running() as address:
            made.post(0, 40)
            ran = made.script("base_backup.sh")
            assert ran.code == 0, ran.complained
            [base] = (found.name for found in made.bases.glob("base_*Z"))
            made.post(40, 40)
            books_at_noon, noon = digests(address), clock(address)
            made.post(80, 40)
            books_at_evening, evening = digests(address), clock(address)
            with superuser(address) as connection:
                connection.execute("DROP TABLE ledger_journalline CASCADE")
                connection.execute("DROP TABLE audit_auditevent CASCADE")
            archive_all(address)
        yield History(made, base, noon, evening, books_at_noon, books_at_evening)


def asked(address: embedded.ServerAddress, question: str) -> Any:
    """The one value of a query's one row."""
    with superuser(address) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return row[0]


def asked_nothing(address: embedded.ServerAddress, command: str) -> None:
    with superuser(address) as connection:
        connection.execute(command)  # type: ignore[call-overload]


def entries(address: embedded.ServerAddress) -> int:
    return int(asked(address, "SELECT count(*) FROM ledger_journalentry"))


def wait_for(address: embedded.ServerAddress, question: str) -> None:
    """Until the answer is true."""
    deadline = time.monotonic() + 60
    while not asked(address, question):
        assert time.monotonic() < deadline, f"never: {question}"
        time.sleep(0.05)


def wait_until_open(address: embedded.ServerAddress) -> None:
    wait_for(address, "SELECT NOT pg_is_in_recovery()")


def clock_here() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_dropped_tables_come_back_with_every_row_they_had(history):
    with history.restored("evening", history.evening).running() as address:
        wait_until_open(address)
        assert digests(address) == history.books_at_evening
        assert entries(address) == 120


def test_the_books_can_be_had_as_they_were_at_noon(history):
    new = history.restored("noon", history.noon)
    with new.running() as address:
        wait_until_open(address)
        assert digests(address) == history.books_at_noon
        assert entries(address) == 80
        new.post(500, 5)
        assert entries(address) == 85, "the restored books go on"


def test_pause_shows_the_books_before_they_are_opened_for_writing(history):
    new = history.restored("paused", history.noon, RECOVERY_TARGET_ACTION="pause")
    with new.running() as address:
        wait_for(address, "SELECT pg_get_wal_replay_pause_state() = 'paused'")
        assert digests(address) == history.books_at_noon
        assert asked(address, "SELECT pg_is_in_recovery()")
        asked(address, "SELECT pg_wal_replay_resume()")
        wait_until_open(address)
        assert digests(address) == history.books_at_noon


def test_paused_before_a_drop_its_tables_are_held_by_the_drop(history):
    """As the how-to says: other tables can be looked at, these only once recovery goes on."""
    new = history.restored("held", history.evening, RECOVERY_TARGET_ACTION="pause")
    with new.running() as address:
        wait_for(address, "SELECT pg_get_wal_replay_pause_state() = 'paused'")
        assert asked(address, "SELECT count(*) FROM django_migrations")
        with superuser(address) as connection:
            connection.execute("SET lock_timeout = '200ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                connection.execute("SELECT count(*) FROM ledger_journalline")


def test_latest_brings_back_everything_that_was_archived(history):
    with history.restored("latest", "latest").running() as address:
        wait_until_open(address)
        assert entries(address) == 120
        assert asked(address, "SELECT to_regclass('ledger_journalline') IS NULL"), "the mistake too"


def test_a_restore_that_went_too_far_back_is_repeated_on_the_first_line_of_time(history):
    """The restored books archive a second line of time; the first is still there to choose."""
    archive = history.made.own_folder("second_archive")
    subprocess.run(["cp", "-a", f"{history.made.archive}/.", archive], check=True)
    new = history.restored("too_early", history.noon, WAL_ARCHIVE=str(archive))
    script = history.made.folder / "scripts" / "archive_wal.sh"
    with (new.data / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"archive_command = 'WAL_ARCHIVE={archive} sh {script} %p %f'\n")
    with new.running() as address:
        wait_until_open(address)
        ran = new.script("base_backup.sh", WAL_ARCHIVE=str(archive))
        assert ran.code == 0, ran.complained
        new.post(600, 3)
        after_noon = digests(address)
        archive_all(address)
    assert (archive / "00000002.history").exists()

    variables = {"WAL_ARCHIVE": str(archive)}
    first = history.restored("first", history.evening, RECOVERY_TARGET_TIMELINE="1", **variables)
    with first.running() as address:
        wait_until_open(address)
        assert digests(address) == history.books_at_evening
    # Its base backup holds the settings of the restore that it came from; they no longer count.
    with history.restored("second", "latest", **variables).running() as address:
        wait_until_open(address)
        assert digests(address) == after_noon


def test_without_a_commit_after_the_time_the_server_ends_and_says_why(history):
    """restore_to_time.sh cannot see commits, only files: here the newest file was touched."""
    newest = max(history.made.archive.glob("0*"), key=lambda path: path.stat().st_mtime)
    os.utime(newest)
    new = history.restored("beyond", clock_here())
    with suppress(embedded.EmbeddedError), new.running() as address:
        log = address.log_file
        deadline = time.monotonic() + 60  # it answers to readers until it has seen all WAL
        while TOO_FAR not in log.read_text() and time.monotonic() < deadline:
            time.sleep(0.05)
    assert TOO_FAR in (new.state / "postgres" / "server.log").read_text()


REFUSED = {
    "no zone": ("2025-03-14T09:26:53", "auto", "is not a time such as"),
    "a local time": ("2025-03-14 09:26:53+01", "auto", "is not a time such as"),
    "no such day": ("2025-13-45T09:26:53Z", "auto", "base backup"),
    "still to come": ("2125-03-14T09:26:53Z", "auto", "is still to come"),
    "before any base backup": ("2020-03-14T09:26:53Z", "auto", "is as old as 2020-03-14T09:26:53Z"),
    "before this base backup": ("2020-03-14T09:26:53Z", "{base}", "was taken after 2020-03-14"),
    "a base that is not there": ("latest", "base_20250101T000000Z", "is not a base backup"),
    "not archived yet": ("{now}", "{base}", "nothing was archived after"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_restore_that_cannot_succeed_is_refused_before_anything_is_copied(history, case):
    target, base, complaint = REFUSED[case]
    if case == "not archived yet":
        for file in history.made.archive.glob("0*"):
            os.utime(file, (time.time() - 3600, time.time() - 3600))
    new = history.made.folder / "refused" / "data"
    ran = history.made.script(
        "restore_to_time.sh",
        target.format(now=clock_here()),
        base.format(base=history.base),
        new,
    )
    assert ran.code == 1
    assert complaint in ran.complained
    assert not new.exists()


def test_a_folder_with_anything_in_it_stays_as_it_is(history):
    folder = history.made.own_folder("in_use")
    (folder / "note.txt").write_text("mine")
    ran = history.made.script("restore_to_time.sh", "latest", "auto", folder)
    assert (ran.code, "is not empty and stays as it is" in ran.complained) == (1, True)
    assert [path.name for path in folder.iterdir()] == ["note.txt"]


def test_a_live_data_folder_is_never_restored_into(history):
    with history.made.running() as address:
        ran = history.made.script("restore_to_time.sh", "latest", "auto", history.made.data)
        assert (ran.code, "is the data folder of a server" in ran.complained) == (1, True)
        assert entries(address) == 120


def test_a_base_backup_with_one_bit_flipped_is_found_and_not_restored(history):
    bases = history.made.own_folder("flipped")
    subprocess.run(["cp", "-a", history.made.bases / history.base, bases], check=True)
    largest = max((bases / history.base / "base").rglob("*"), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 1
    largest.write_bytes(data)
    new = history.made.folder / "from_flipped"
    ran = history.made.script("restore_to_time.sh", "latest", "auto", new, BASE_BACKUPS=str(bases))
    assert (ran.code, "is damaged" in ran.complained) == (1, True)
    assert "checksum mismatch" in ran.complained
    assert not new.exists()


def test_a_copy_that_was_cut_off_does_not_start(history):
    """The version file comes last, as PostgreSQL starts on no folder without it."""
    new = history.restored("cut_off", "latest")
    (new.data / "PG_VERSION").unlink()
    with pytest.raises(embedded.EmbeddedError, match="PG_VERSION is missing"), new.running():
        pass


@pytest.fixture(scope="module")
def archiving() -> Iterator[Installation]:
    """Books that are kept running while base backups come and go."""
    with installation() as made:
        yield made


def base_names(made: Installation) -> list[str]:
    return sorted(path.name for path in made.bases.glob("base_*"))


def test_two_base_backups_are_kept_and_the_wal_that_they_need(archiving):
    with archiving.running() as address:
        for first in (0, 10, 20):
            archiving.post(first, 10)
            ran = archiving.script("base_backup.sh")
            assert ran.code == 0, ran.complained
            archive_all(address)
        kept = base_names(archiving)
        assert len(kept) == 2
        oldest = (archiving.bases / kept[0] / "backup_label").read_text()
        needed = re.findall(r"START WAL LOCATION: .*file (\w{24})", oldest)[0]
        segments = sorted(p.name for p in archiving.archive.glob("0*") if len(p.name) == 24)
        assert segments[0] == needed
        archiving.post(30, 10)
        books = digests(address)
        archive_all(address)
    new = archiving.beside("from_oldest")
    assert new.script("restore_to_time.sh", "latest", kept[0], new.data).code == 0
    with (new.data / "postgresql.auto.conf").open("a") as settings:
        settings.write("archive_command = ''\n")
    with new.running() as address:
        wait_until_open(address)
        assert digests(address) == books


def test_a_base_backup_that_fails_leaves_the_earlier_ones_and_no_half_of_its_own(archiving):
    with archiving.running():
        assert archiving.script("base_backup.sh").code == 0
        before = base_names(archiving)
        ran = archiving.script("base_backup.sh", PGPASSWORD="wrong")
        assert (ran.code, "does not answer lf_backup" in ran.complained) == (1, True)
        # A program that writes some and fails, as on a full disk.
        programs = archiving.folder / "failing"
        programs.mkdir(exist_ok=True)
        broken = programs / "pg_basebackup"
        broken.write_text(
            '#!/bin/sh\nmkdir "${1#--pgdata=}"; echo x > "${1#--pgdata=}/x"; exit 1\n'
        )
        broken.chmod(0o755)
        path = f"{programs}:{archiving.programs.bin_dir}:{os.environ['PATH']}"
        ran = archiving.script("base_backup.sh", PATH=path)
        assert (ran.code, "earlier base backups are as they were" in ran.complained) == (1, True)
    assert base_names(archiving) == before
    assert not list(archiving.bases.glob("*.partial"))


def test_one_base_backup_at_a_time(archiving):
    with archiving.running():
        assert archiving.script("base_backup.sh").code == 0
        with (archiving.bases / ".lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            ran = archiving.script("base_backup.sh")
    assert (ran.code, "another base backup is being taken" in ran.complained) == (1, True)


def test_a_failing_archive_is_told_with_the_next_base_backup(archiving):
    with archiving.running() as address:
        away = archiving.archive.rename(archiving.archive.with_name("away"))
        asked(address, "SELECT pg_switch_wal()")
        wait_for(address, "SELECT failed_count > 0 FROM pg_stat_archiver")
        away.rename(archiving.archive)
        asked(address, "SELECT pg_stat_reset_shared('archiver') IS NULL")
        blocked = archiving.archive / asked(address, "SELECT pg_walfile_name(pg_current_wal_lsn())")
        blocked.write_text("of another server")
        asked(address, "SELECT pg_logical_emit_message(false, 'test', 'x')")
        asked(address, "SELECT pg_switch_wal()")
        wait_for(address, "SELECT failed_count > 0 FROM pg_stat_archiver")
        ran = archiving.script("base_backup.sh")
        assert (ran.code, "archiving fails at" in ran.complained) == (1, True), ran.complained
        assert blocked.read_text() == "of another server"


def test_without_archiving_there_is_no_base_backup_to_rely_on(archiving):
    with archiving.running() as address:
        asked_nothing(address, "ALTER SYSTEM SET archive_mode = off")
    with archiving.running() as address:
        ran = archiving.script("base_backup.sh")
        asked_nothing(address, "ALTER SYSTEM SET archive_mode = on")
    assert (ran.code, "archive_mode is off" in ran.complained) == (1, True)
