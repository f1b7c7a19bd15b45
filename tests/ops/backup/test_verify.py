"""What counts as verified, and when verify says nothing against a backup."""

import pytest

from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops.backup import verify
from ledgerflow.ops.backup.create import backup_create
from ledgerflow.ops.backup.shelf import find_backup
from ledgerflow.ops.backup.verify import backup_verify, check_bytes
from tests.ops.backup.mutants import changed, copied, retold
from tests.ops.backup.shelves import put_backup

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invented(tmp_path):
    """A backup whose files and manifest agree, and that holds no dump."""
    return find_backup(tmp_path, put_backup(tmp_path, "20250101T000000Z"))


def faults_of(entry):
    with pytest.raises(InputError) as caught:
        check_bytes(entry)
    assert caught.value.code == "backup_not_valid"
    return caught.value.extra["faults"]


def test_files_that_agree_with_their_manifest_pass_the_first_layer(invented):
    assert check_bytes(invented) == invented.manifest


def test_every_fault_of_a_layer_is_named_at_once(invented):
    entry = retold(invented, lambda m: m.update(app_version="7", encrypted_to="age1x"))
    faults = faults_of(changed(entry, lambda data: data[:-1] + b"?", told=False))
    assert [fault.split(" ")[0] for fault in faults] == [f"{entry.stem}.dump", "Its", "Name"]


def test_a_manifest_of_another_backup_is_found(invented):
    other = put_backup(invented.folder, "20250202T000000Z")
    text = (invented.folder / f"{other}.manifest.json").read_text()
    (invented.folder / f"{invented.stem}.manifest.json").write_text(text)
    faults = faults_of(find_backup(invented.folder, invented.stem))
    assert f"Its manifest names the file {other}.dump of another backup." in faults


def test_a_full_backup_without_originals_is_found(tmp_path):
    stem = put_backup(tmp_path, "20250101T000000Z", kind="full")
    (fault,) = faults_of(find_backup(tmp_path, stem))
    assert fault == "It is of kind full and has no archive of originals."


def test_a_file_that_went_after_the_shelf_was_looked_at_is_found(invented):
    invented.path_of(invented.manifest.dump).unlink()
    assert "cannot be read" in faults_of(invented)[0]


def test_agreement_alone_is_no_proof(db, invented):
    migrations = {"migrations": ["core.0001_tenancy_functions"]}
    with pytest.raises(InputError, match="pg_restore does not take the dump"):
        backup_verify(retold(invented, lambda m: m.update(migrations)))


@committed
def test_an_older_schema_is_no_fault(two_books, live):
    name = ("tax", "0002_tenancy")
    with live.connection("owner") as owner:
        owner.execute("CREATE TABLE kept AS SELECT * FROM django_migrations WHERE app = 'tax'")
        owner.execute("DELETE FROM django_migrations WHERE (app, name) = (%s, %s)", name)
        try:
            entry = backup_create(kind="database")
        finally:
            owner.execute(
                "INSERT INTO django_migrations SELECT * FROM kept WHERE name = %s", name[1:]
            )
            owner.execute("DROP TABLE kept")
    assert "tax.0002_tenancy" not in entry.manifest.migrations
    assert entry.is_verified


@committed
def test_the_server_being_full_says_nothing_against_the_backup(two_books, monkeypatch, tmp_path):
    entry = copied(backup_create(kind="database", verify=False), tmp_path / "copy")

    def full(*_):
        raise OutsideError("The server has no room.", code="backup_no_room")

    monkeypatch.setattr(verify, "dump_load", full)
    with pytest.raises(OutsideError) as caught:
        backup_verify(entry)
    assert caught.value.code == "backup_no_room"
    assert not find_backup(entry.folder, entry.stem).is_verified
    monkeypatch.undo()
    backup_verify(entry)
    assert find_backup(entry.folder, entry.stem).is_verified


@committed
def test_changed_bytes_lose_what_an_earlier_verification_gave(two_books):
    entry = backup_create(kind="database")
    assert entry.is_verified
    assert not changed(entry, lambda data: data[:-1] + b"?", told=True).is_verified
