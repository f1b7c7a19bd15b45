"""Nine ways in which a backup is none: verify finds each, and by more than one layer."""

import io
import os
import shlex
import subprocess
import tarfile

import pytest

from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops.backup import dump
from ledgerflow.ops.backup.create import backup_create
from ledgerflow.ops.backup.programs import Program, program
from ledgerflow.ops.backup.shelf import backups_in, find_backup
from ledgerflow.ops.backup.target import configured_target
from ledgerflow.ops.backup.verify import backup_verify
from tests.ops.backup.booked import CANARY, scratch_left
from tests.ops.backup.mutants import bit_flipped, changed, copied, replaced, retold

pytestmark = pytest.mark.django_db(transaction=True)  # committed: pg_dump must see the rows

BYTES = {
    "0 bytes": lambda data: b"",
    "cut in half": lambda data: data[: len(data) // 2],
    "last 200 bytes missing": lambda data: data[:-200],
    "last byte missing": lambda data: data[:-1],
    **{f"a bit flipped at {at}": bit_flipped(at) for at in (0.01, 0.3, 0.55, 0.8, 0.99)},
}
IN_PLAIN_ROWS = {
    "an amount": (b"-86.1000", b"-86.1001"),
    "a payee": (CANARY.encode(), CANARY.replace("8841", "8842").encode()),
    "a day": (b"2025-03-03", b"2025-03-13"),
}
IN_PLAIN_DEFINITIONS = {
    "a column": (b"amount numeric(19,4)", b"amount numeric(18,4)"),
    "a right": (b"GRANT SELECT,INSERT ON TABLE", b"GRANT SELECT,UPDATE ON TABLE"),
    "a rule": (b"IF lines_there < 2 THEN", b"IF lines_there < 1 THEN"),
}
FAILED = """#!/bin/sh
for told in "$@"; do
    test "$told" = --schema-only && exec {real} "$@"
done
{real} "$@" | head -c {kept}
echo "pg_dump: error: query failed: the server is gone" >&2
exit 1
"""


@pytest.fixture(scope="module")
def made():
    """Backups that this module has made, by compression: their files outlive the database."""
    return {}


@pytest.fixture
def good(request, made, tmp_path_factory, monkeypatch, settings):
    """A copy of a good full backup of two firms' books; `good("none")` is not compressed."""

    def give(compression=dump.COMPRESSION):
        if compression not in made:
            request.getfixturevalue("two_books")
            monkeypatch.setattr(dump, "COMPRESSION", compression)
            settings.BACKUP_DIR = tmp_path_factory.mktemp("made")
            made[compression] = backup_create(kind="full")
        return copied(made[compression], tmp_path_factory.mktemp("copy"))

    return give


def found_faults(entry):
    """The faults that verify names; a scratch database is never left."""
    with pytest.raises(InputError) as caught:
        backup_verify(entry)
    assert caught.value.code == "backup_not_valid"
    assert caught.value.hint
    assert entry.stem in caught.value.message
    assert not find_backup(entry.folder, entry.stem).is_verified
    assert scratch_left(configured_target()) == []
    return caught.value.extra["faults"]


@pytest.mark.parametrize("compression", [dump.COMPRESSION, "none"])
def test_a_good_backup_passes_and_leaves_no_scratch_database(good, compression):
    entry = good(compression)
    verification = backup_verify(entry)
    assert find_backup(entry.folder, entry.stem).is_verified
    assert verification.dump_sha256 == entry.manifest.dump.sha256
    assert scratch_left(configured_target()) == []


@pytest.mark.parametrize("told", [False, True], ids=["SHA-256 left", "SHA-256 follows"])
@pytest.mark.parametrize("mutant", BYTES)
def test_changed_bytes_are_found_even_if_the_manifest_follows(good, mutant, told):
    faults = found_faults(changed(good(), BYTES[mutant], told=told))
    assert told or any("bytes, not" in f or "SHA-256 differs" in f for f in faults)


@pytest.mark.parametrize("mutant", IN_PLAIN_ROWS)
def test_one_digit_in_an_uncompressed_row_is_found_by_restoring(good, mutant):
    entry = changed(good("none"), replaced(*IN_PLAIN_ROWS[mutant]), told=True)
    assert any("and other content" in fault for fault in found_faults(entry))


def test_one_digit_of_a_sequence_is_found_by_restoring(good):
    entry = good("none")
    name = "ledger_journalentry_id_seq"
    last = str(entry.manifest.digests.sequences[name])
    other = last[:-1] + str((int(last[-1]) + 1) % 10)
    old, new = (f"setval('public.{name}', {value}, true)".encode() for value in (last, other))
    faults = found_faults(changed(entry, replaced(old, new), told=True))
    assert any(fault.startswith(f"Sequence {name} stands at") for fault in faults)


@pytest.mark.parametrize("mutant", IN_PLAIN_DEFINITIONS)
def test_one_digit_of_a_definition_is_found_though_all_rows_are_equal(good, mutant):
    entry = good("none")
    old, new = IN_PLAIN_DEFINITIONS[mutant]
    faults = found_faults(changed(entry, replaced(old, new), told=True))
    assert faults == ["The dump's tables, rules and rights are not those of its manifest."]


def test_plain_sql_cut_in_half_is_no_dump(good):
    target = configured_target()
    told = [program("pg_dump").path, "--format=plain"]
    plain = subprocess.run(told, env=target.environment("backup"), capture_output=True, check=True)
    half = plain.stdout[: len(plain.stdout) // 2]
    (fault,) = found_faults(changed(good(), lambda _: half, told=True))
    assert "pg_restore does not take the dump" in fault


@pytest.fixture
def failing_dump(monkeypatch, tmp_path):
    """pg_dump that writes some bytes and ends with 1, its output going on through a pipe."""
    script = tmp_path / "pg_dump"
    real = program("pg_dump")
    script.write_text(FAILED.format(real=shlex.quote(str(real.path)), kept=90_000))
    script.chmod(0o755)
    known = {"pg_dump": Program(script, real.version), "pg_restore": program("pg_restore")}
    monkeypatch.setattr(dump, "program", known.__getitem__)
    return script


def test_a_failed_dump_behind_a_pipe_makes_no_backup(two_books, failing_dump, shelf):
    with pytest.raises(OutsideError, match=r"ended with 1: .*the server is gone") as caught:
        backup_create(kind="database")
    assert caught.value.code == "backup_dump_failed"
    assert caught.value.exit_code != 0
    assert [path for path in shelf.iterdir() if path.suffix != ".lock"] == []


def test_what_a_failed_dump_wrote_is_refused_on_the_shelf(good, request):
    entry = good()
    failing_dump = request.getfixturevalue("failing_dump")  # only now: the good one needs pg_dump
    environment = configured_target().environment("backup") | {"PATH": os.environ["PATH"]}
    told = [failing_dump, "--format=custom"]
    output = subprocess.run(told, env=environment, capture_output=True, check=False)
    assert output.returncode == 1
    assert len(output.stdout) == 90_000
    found_faults(changed(entry, lambda _: output.stdout, told=True))
    (entry.folder / f"{entry.stem}.manifest.json").unlink()
    assert found_faults(backups_in(entry.folder)[0]) == ["It has no manifest."]


def drop_a_migration(manifest):
    manifest["migrations"].remove("tax.0002_tenancy")


VERSIONS = {
    "PostgreSQL's minor": (
        lambda m: m.update(postgres_version="17.4"),
        "The dump is of PostgreSQL",
    ),
    "PostgreSQL's major": (lambda m: m.update(postgres_version="16.9"), "LedgerFlow needs 17"),
    "LedgerFlow's": (lambda m: m.update(app_version="9.9.9"), "Its name says LedgerFlow"),
    "the schema's": (drop_a_migration, "The dump has the migration tax.0002_tenancy"),
    "the format's": (lambda m: m.update(format=99), "format 99"),
    "the definitions'": (lambda m: m.update(definitions=""), "tables, rules and rights"),
}


@pytest.mark.parametrize("mutant", VERSIONS)
def test_a_wrong_version_is_found(good, mutant):
    change, words = VERSIONS[mutant]
    assert any(words in fault for fault in found_faults(retold(good(), change)))


def test_a_newer_schema_is_refused_before_anything_is_restored(good):
    entry = retold(good(), lambda m: m["migrations"].append("ledger.0099_of_tomorrow"))
    with pytest.raises(InputError, match=r"does not know the migration ledger\.0099") as caught:
        backup_verify(entry)
    assert caught.value.code == "backup_newer"


def without_a_member(data):
    kept = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(data)) as old,
        tarfile.open(fileobj=kept, mode="w") as new,
    ):
        for member in old.getmembers()[1:]:
            new.addfile(member, old.extractfile(member))
    return kept.getvalue()


def test_a_missing_original_is_found_by_the_manifest_and_by_the_rows(good):
    entry = changed(good(), without_a_member, part="media", told=True)
    path = entry.manifest.media_files[0].path
    assert f"{path} is missing from the archive." in found_faults(entry)
    entry = retold(entry, lambda m: m["media_files"].pop(0))
    assert found_faults(entry) == [f"The original {path} is missing from the archive."]


def test_a_changed_original_is_found_by_its_row(good):
    change = replaced(b"invented ", b"inverted ")
    faults = found_faults(changed(good(), change, part="media", told=True))
    assert any("is not what was received" in fault for fault in faults)


@pytest.mark.parametrize("told", [False, True], ids=["SHA-256 left", "SHA-256 follows"])
@pytest.mark.parametrize("kept", [0, 700, 1300])
def test_a_cut_archive_is_found(good, kept, told):
    found_faults(changed(good(), lambda data: data[:kept], part="media", told=told))


def test_an_archive_that_is_gone_is_found(good):
    entry = good()
    entry.path_of(entry.manifest.media).unlink()
    assert any("is missing" in f for f in found_faults(find_backup(entry.folder, entry.stem)))


def test_an_original_that_the_disk_lost_is_a_fault_of_creation(two_books, settings, shelf):
    lost = next((settings.MEDIA_ROOT / "statements").rglob("*-*"))
    lost.unlink()
    with pytest.raises(InputError, match="not all originals are there") as caught:
        backup_create(kind="full")
    assert caught.value.code == "backup_incomplete"
    assert caught.value.exit_code != 0
    path = lost.relative_to(settings.MEDIA_ROOT).as_posix()
    assert caught.value.extra["faults"] == [f"The original {path} is missing from the archive."]
    (kept,) = backups_in(shelf)
    assert not kept.is_verified
    assert found_faults(kept) == caught.value.extra["faults"]
