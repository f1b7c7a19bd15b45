"""A backup is complete, proved and private, or it is not there."""

import threading
from io import BytesIO

import pyrage
import pytest
from django.db import connection

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ops.backup import create, dump
from ledgerflow.ops.backup.create import backup_create, secret_check
from ledgerflow.ops.backup.dump import dump_load
from ledgerflow.ops.backup.encryption import opened
from ledgerflow.ops.backup.scratch import scratch_database
from ledgerflow.ops.backup.shelf import backups_in
from ledgerflow.ops.backup.streams import one_at_a_time
from ledgerflow.ops.backup.verify import backup_verify
from tests.ops.backup.booked import CANARY, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def operator(settings, tmp_path):
    """The operator's key: the public half in the settings, the private one in a file elsewhere."""
    identity = pyrage.x25519.Identity.generate()
    settings.BACKUP_AGE_RECIPIENT = str(identity.to_public())
    path = tmp_path / "key.txt"
    path.write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return path


def test_a_full_backup_is_described_verified_and_said_in_sentences(two_books, live, shelf):
    said = []
    entry = backup_create(kind="full", progress=said.append)
    assert entry.is_verified
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in said)
    manifest = entry.manifest
    assert manifest.digests.tables["firms_firm"].rows == 2
    assert manifest.digests.tables["ledger_journalentry"].rows == 3
    assert len(manifest.media_files) == 2
    assert manifest.database == live.database
    assert "audit.0001_initial" in manifest.migrations
    assert {path.name.removeprefix(entry.stem) for path in entry.files()} == {
        ".dump",
        ".media.tar",
        ".manifest.json",
        ".verified.json",
    }
    assert all(path.stat().st_mode & 0o137 == 0 for path in entry.files())


def test_a_database_backup_has_no_originals(two_books):
    entry = backup_create(kind="database")
    assert (entry.manifest.media, entry.manifest.media_files) == (None, ())


def test_an_unverified_backup_is_shown_as_such(two_books):
    entry = backup_create(kind="database", verify=False)
    assert entry.fault is None
    assert not entry.is_verified


def test_the_books_of_both_firms_come_back(two_books, live):
    entry = backup_create(kind="database")
    with scratch_database(live, "test") as name:
        part = entry.manifest.dump
        with opened(entry.path_of(part), part.name, entry.manifest) as source:
            dump_load(live, name, source)
        with live.connection("backup", name) as restored:
            found = restored.execute(
                "SELECT firm_id, description FROM statements_banktransaction"
            ).fetchall()
        assert len({firm for firm, _ in found}) == 2
        assert {text for _, text in found} >= {CANARY, "SEED AND FEED"}
        with live.connection("app", name) as restored:  # the wall between firms stands
            assert restored.execute("SELECT * FROM ledger_journalentry").fetchall() == []


def test_two_backups_in_one_second_are_two(two_books, shelf):
    stems = {backup_create(kind="database", verify=False).stem for _ in range(2)}
    assert {entry.stem for entry in backups_in(shelf)} == stems
    assert len(stems) == 2


def test_one_backup_at_a_time(two_books, shelf):
    wanted = pytest.raises(ConflictError, match="Another backup is being written")
    with one_at_a_time(shelf), wanted as caught:
        backup_create(kind="database")
    assert caught.value.code == "backup_running"


def test_what_a_dead_backup_left_is_swept_and_nothing_else(two_books, shelf):
    shelf.mkdir()
    ours = shelf / "ledgerflow_local_20250101T000000Z_0.1.0_database.dump.partial"
    others = shelf / "notes.txt.partial"
    for path in (ours, others):
        path.write_text("half")
    backup_create(kind="database", verify=False)
    assert (ours.exists(), others.exists()) == (False, True)


def test_an_encrypted_backup_shows_nothing_and_is_proved_without_the_private_key(
    two_books, operator, shelf, monkeypatch, settings
):
    monkeypatch.setattr(dump, "COMPRESSION", "none")  # plaintext would be found as it is
    original = next((settings.MEDIA_ROOT / "statements").rglob("*-*")).read_bytes()
    entry = backup_create(kind="full")
    assert entry.is_verified
    assert settings.BACKUP_AGE_IDENTITY_FILE is None
    assert [part.name[-4:] for part in entry.parts] == [".age", ".age"]
    for path in shelf.rglob("*"):
        data = path.read_bytes()
        assert CANARY.encode() not in data
        assert original not in data
        assert b"AGE-SECRET-KEY" not in data
    plain = BytesIO()
    identity = pyrage.x25519.Identity.from_str(operator.read_text().splitlines()[1])
    with entry.path_of(entry.manifest.dump).open("rb") as file:
        pyrage.decrypt_io(file, plain, [identity])
    assert CANARY.encode() in plain.getvalue()


def test_later_only_the_operator_can_verify(two_books, operator, tmp_path):
    entry = backup_create(kind="full", verify=False)
    with pytest.raises(InputError, match="private key is not here") as caught:
        backup_verify(entry)
    assert caught.value.code == "backup_needs_identity"
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(InputError, match="encrypted to another key") as caught:
        backup_verify(entry, identity_file=wrong)
    assert caught.value.code == "backup_identity"
    assert backup_verify(entry, identity_file=operator).seconds > 0


def test_a_recipient_that_is_no_key_is_refused_before_anything_is_written(
    two_books, settings, shelf
):
    settings.BACKUP_AGE_RECIPIENT = "age1nonsense"
    with pytest.raises(InputError, match="not an age public key"):
        backup_create(kind="database")
    assert not shelf.exists()


def test_a_dump_while_entries_are_posted_restores_equal(two_books, shelf, monkeypatch):
    """Between the snapshot's digests and the dump's end, others post: neither sees the other."""
    stop = threading.Event()
    posted = []

    def go_on(books):
        while not stop.is_set():
            with books.scope():
                post(books)
            posted.append(1)
        connection.close()

    threads = [threading.Thread(target=go_on, args=(books,)) for books in two_books]
    real = create.digests_of

    def digests_amid_posting(raw):
        found = real(raw)
        before = len(posted)
        while len(posted) < before + 4:
            stop.wait(0.01)
        return found

    monkeypatch.setattr(create, "digests_of", digests_amid_posting)
    for thread in threads:
        thread.start()
    try:
        entry = backup_create(kind="full")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert entry.is_verified
    dumped = entry.manifest.digests.tables["ledger_journalentry"].rows
    after = 0
    for books in two_books:
        with books.scope():
            after += JournalEntry.objects.count()
    assert after >= dumped + 4


def test_the_secret_check_tells_keys_apart_and_gives_none_away(settings):
    first = secret_check()
    settings.SECRET_KEY = "another"
    assert secret_check() != first
    assert len(first) == 16
