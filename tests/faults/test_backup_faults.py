"""A backup that is killed or meets a full disk: nothing that looks like one, old ones untouched."""

import errno
import hashlib
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.backup import create, streams
from ledgerflow.ops.backup.create import backup_create
from ledgerflow.ops.backup.shelf import backups_in
from ledgerflow.ops.backup.target import configured_target
from ledgerflow.ops.backup.verify import backup_verify
from tests.bare import bare_environment
from tests.ops.backup.booked import scratch_left, two_firms

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
CHILD = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = Path(sys.argv[1])
from ledgerflow.ops.backup.create import backup_create
backup_create(kind="full", folder=Path(sys.argv[2]), progress=lambda said: print(said, flush=True))
"""


@pytest.fixture
def target(make_books, settings, tmp_path):
    """Two firms' books in the test database, their originals on disk."""
    settings.MEDIA_ROOT = tmp_path / "media"
    two_firms(make_books)
    return configured_target()


@pytest.fixture
def shelf(tmp_path):
    return tmp_path / "backups"


def bytes_of(folder):
    """Every file but the lock, by name."""
    paths = (path for path in folder.iterdir() if path.name != streams.LOCK)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def url(target, role):
    login = target.login(role)
    host, port = quote(login.host, safe=""), f":{login.port}" if login.port else ""
    return f"postgresql://{login.user}:{quote(login.password)}@{host}{port}/{target.database}"


def child(target, media, shelf):
    """A process of its own that makes a full backup and says each step."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(media), str(shelf)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=bare_environment()
        | {
            "DATABASE_URL": url(target, "app"),
            "DATABASE_OWNER_URL": url(target, "owner"),
            "DATABASE_BACKUP_URL": url(target, "backup"),
            "DJANGO_SETTINGS_MODULE": "ledgerflow.settings.test",
            "PYTHONPATH": str(ROOT),
        },
    )


def kill_at(process, sentence, ready=lambda: True):
    """kill -9 once the process has said so and `ready` holds."""
    with process.stdout as said:
        assert any(line.startswith(sentence) for line in said)
        end = time.monotonic() + 30
        while not ready() and time.monotonic() < end:
            time.sleep(0.001)
        process.kill()
    assert process.wait() == -9


def has_bytes(shelf):
    return any(path.stat().st_size for path in shelf.glob("*.dump.partial"))


@pytest.mark.parametrize(
    ("sentence", "amid"),
    [("Computing", False), ("Dumping", False), ("Dumping", True), ("Archiving", False)],
)
def test_a_killed_backup_looks_like_none_and_the_next_one_works(
    target, shelf, settings, sentence, amid
):
    old = backup_create(kind="full", folder=shelf)
    before = bytes_of(shelf)
    process = child(target, settings.MEDIA_ROOT, shelf)
    kill_at(process, sentence, (lambda: has_bytes(shelf)) if amid else lambda: True)
    assert [entry.stem for entry in backups_in(shelf)] == [old.stem]
    after = bytes_of(shelf)
    assert before.items() <= after.items()
    assert all(name.endswith(".partial") for name in after.keys() - before.keys())
    assert backup_create(kind="full", folder=shelf).is_verified
    assert not list(shelf.glob("*.partial"))
    assert before.items() <= bytes_of(shelf).items()


def test_a_backup_killed_while_it_is_proved_does_not_count_and_its_scratch_database_goes(
    target, shelf, settings
):
    process = child(target, settings.MEDIA_ROOT, shelf)
    kill_at(process, "Restoring", lambda: scratch_left(target))
    assert scratch_left(target) != []
    (entry,) = backups_in(shelf)
    assert not entry.is_verified
    backup_verify(entry, target=target)
    assert scratch_left(target) == []
    assert backups_in(shelf)[0].is_verified


@contextmanager
def small_disk(folder, monkeypatch, size):
    """A file system with so much room: a real one as root, else one that says it is full."""
    folder.mkdir()
    told = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(told, capture_output=True).returncode == 0
    if not mounted:
        monkeypatch.setattr(streams.os, "write", write_until_full(size))
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def write_until_full(size):
    real, left = os.write, [size]

    def write(descriptor, data):
        if len(data) > left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= len(data)
        return real(descriptor, data)

    return write


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_full_disk_ends_the_backup_and_leaves_the_old_one_as_it_was(
    target, shelf, settings, monkeypatch, encrypted, tmp_path
):
    if encrypted:
        settings.BACKUP_AGE_RECIPIENT = str(create.Identity.generate().to_public())
    # Room for one and a half, whatever one takes: the tables' number grows with the product.
    backup_create(kind="database", folder=tmp_path / "measured")
    one = sum(path.stat().st_size for path in (tmp_path / "measured").iterdir())
    with small_disk(shelf, monkeypatch, one * 3 // 2):
        assert backup_create(kind="database", folder=shelf).is_verified
        before = bytes_of(shelf)
        with pytest.raises(OutsideError, match="No space left on device") as caught:
            backup_create(kind="database", folder=shelf)
        assert caught.value.code == "backup_not_written"
        assert caught.value.exit_code != 0
        assert bytes_of(shelf) == before
        assert [entry.is_verified for entry in backups_in(shelf)] == [True]


def test_a_disk_that_is_full_at_the_manifest_leaves_no_files_without_one(
    target, shelf, monkeypatch
):
    def refuse(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(create, "write_text", refuse)
    with pytest.raises(OutsideError) as caught:
        backup_create(kind="full", folder=shelf)
    assert caught.value.code == "backup_not_written"
    assert bytes_of(shelf) == {}


def test_a_disk_that_cannot_flush_ends_the_backup(target, shelf, monkeypatch):
    def refuse(_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(streams.os, "fsync", refuse)
    with pytest.raises(OutsideError, match="Input/output error"):
        backup_create(kind="database", folder=shelf)
    assert bytes_of(shelf) == {}


def test_the_server_going_away_amid_the_dump_makes_no_backup(target, shelf, monkeypatch):
    """Other sessions end ours, as a restart of the server would."""
    real = create.dumping

    @contextmanager
    def ended(*told):
        with real(*told) as output, target.connection("backup") as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                " AND application_name = 'ledgerflow backup' AND pid <> pg_backend_pid()",
                [target.database],
            )
            yield output

    monkeypatch.setattr(create, "dumping", ended)
    with pytest.raises(OutsideError) as caught:
        backup_create(kind="database", folder=shelf)
    assert caught.value.exit_code != 0
    assert bytes_of(shelf) == {}
