"""`backup`: what an operator types, and what exit codes scripts get."""

import json
import shutil

import pytest

from ledgerflow.ops.backup.shelf import Verification, backups_in, find_backup, remember_verified
from ledgerflow.ops.backup.target import configured_target
from tests.ops.backup.beside import contents, databases, drop_beside, leave, somebody_connected
from tests.ops.backup.shelves import put_backup


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.BACKUP_DIR


@pytest.fixture
def live(transactional_db):
    """The test database; others beside it are dropped in the end."""
    target = configured_target()
    yield target
    leave()
    drop_beside(target)


@pytest.fixture
def backed_up(live, books, cli):
    """Books, and a verified backup of them."""
    done = cli("backup", "create")
    assert done.code == 0, done
    leave()
    return find_backup(configured_folder(), "latest")


def configured_folder():
    from django.conf import settings

    return settings.BACKUP_DIR


def put_verified(folder, moment, kind="database"):
    entry = find_backup(folder, put_backup(folder, moment, kind=kind))
    remember_verified(entry, Verification("t", entry.manifest.dump.sha256, None, 1.0, "0.1.0"))
    return entry


def test_a_backup_is_made_proved_listed_and_proved_again(cli, live, books, shelf):
    made = cli("backup", "create", "--kind", "full")
    assert (made.code, "verified" in made.out) == (0, True)
    (entry,) = backups_in(shelf)
    assert entry.stem in made.out
    listed = cli("backup", "list")
    assert "✓ verified" in listed.out
    assert cli("backup", "verify", "latest").code == 0
    assert cli("backup", "verify", "--all").code == 0
    assert cli("backup", "drill").code == 0


def test_unproved_is_said_where_it_was_asked_for(cli, live, books):
    done = cli("backup", "create", "--no-verify", "--json")
    answer = json.loads(done.out)
    assert (done.code, answer["verified"], answer["kind"]) == (0, False, "database")
    assert "? unproved" in cli("backup", "list").out


def test_the_list_shows_what_counts_and_what_is_broken(cli, shelf):
    assert "There are no backups" in cli("backup", "list").out
    put_verified(shelf, "20250601T000000Z")
    broken = find_backup(shelf, put_backup(shelf, "20250602T000000Z"))
    (shelf / f"{broken.stem}.dump").write_bytes(b"cut")
    done = cli("backup", "list")
    assert done.code == 0
    assert "✗ unusable" in done.out
    assert "has 3 bytes, not" in done.text
    answer = json.loads(cli("backup", "list", "--json").out)
    assert [(one["verified"], bool(one["fault"])) for one in answer["backups"]] == [
        (False, True),
        (True, False),
    ]


def test_a_bad_backup_is_named_and_the_others_are_still_proved(cli, backed_up, shelf):
    bad = shelf / put_backup(shelf, "20250601T000000Z")
    done = cli("backup", "verify", "--all")
    assert done.code == 2
    assert f"✗ {bad.name}" in done.out
    assert f"✓ {backed_up.stem}" in done.out
    answer = json.loads(cli("backup", "verify", "--all", "--json").out)["error"]
    assert answer["code"] == "backup_not_valid"
    assert [one["verified"] for one in answer["extra"]["backups"]] == [True, False]


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "--kind", "half"),
        ("verify",),
        ("verify", "latest", "--all"),
        ("verify", "nothing"),
        ("restore", "latest", "--into", "look"),
        ("restore", "latest"),
        ("restore", "latest", "--replace", "--into", "look"),
        ("drill",),
        ("offsite",),
        ("offsite", "--to", "relative/path"),
    ],
)
def test_what_cannot_be_done_says_so_with_a_hint(cli, arguments, settings):
    settings.BACKUP_OFFSITE = None
    done = cli("backup", *arguments)
    assert done.code == 2, done
    assert "hint: " in done.err


def test_pruning_says_first_what_would_go(cli, shelf):
    for day in range(1, 6):
        put_verified(shelf, f"2025060{day}T000000Z")
    from django.conf import settings

    settings.BACKUP_RETENTION = "1h"
    dry = cli("backup", "prune", "--dry-run")
    assert "Would delete 2" in dry.out
    assert len(backups_in(shelf)) == 5
    assert json.loads(cli("backup", "prune", "--json").out)["dry_run"] is False
    assert len(backups_in(shelf)) == 3


def test_a_retention_that_cannot_be_read_deletes_nothing(cli, shelf, settings):
    settings.BACKUP_RETENTION = "for ever"
    put_verified(shelf, "20250601T000000Z")
    assert cli("backup", "prune").code == 2
    assert len(backups_in(shelf)) == 1


def test_copies_off_the_host_say_what_was_copied_and_what_was_not(cli, shelf, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    entry = put_verified(shelf, "20250601T000000Z")
    done = cli("backup", "offsite", "--to", there)
    assert (done.code, f"copied {entry.stem}" in done.out) == (0, True)
    assert "not encrypted" in done.err
    assert json.loads(cli("backup", "offsite", "--to", there, "--json").out)["present"]
    (there / f"{entry.stem}.dump").write_bytes(b"other")
    assert cli("backup", "offsite", "--to", there).code == 7


def test_a_restore_beside_the_live_books_touches_nothing(cli, live, backed_up):
    before = contents(live)
    look = f"{live.database}_look"
    done = cli("backup", "restore", "latest", "--into", look)
    assert done.code == 0, done
    assert f"restored as {look}" in done.text
    assert contents(live) == contents(live, look) == before
    again = cli("backup", "restore", "latest", "--into", look)
    assert (again.code, "is not empty" in again.err) == (4, True)


def test_a_running_system_is_refused_with_exit_code_4(cli, live, backed_up):
    with somebody_connected(live, program="ledgerflow web"):
        done = cli("backup", "restore", "latest", "--into", live.database)
    assert (done.code, "ledgerflow web" in done.err) == (4, True)


def test_a_replacement_names_what_it_replaces_and_asks_for_its_name(cli, live, backed_up):
    before = contents(live)
    with somebody_connected(live, program="ledgerflow web"):
        done = cli("backup", "restore", "latest", "--replace", typed="yes\n")
    assert (done.code, "Nothing was changed" in done.err) == (4, True)
    for said in (live.database, "firms: 1, businesses: 1", backed_up.stem, "1 of ledgerflow web"):
        assert said in done.text
    assert contents(live) == before
    assert databases(live) == [live.database]


def test_a_replacement_saves_swaps_and_is_undone(cli, live, backed_up, shelf):
    before = contents(live)
    done = cli("backup", "restore", "latest", "--replace", typed=f"{live.database}\n")
    assert done.code == 0, done
    former = next(name for name in databases(live) if "_before_" in name)
    assert f'DROP DATABASE "{former}"' in done.out
    assert sorted(entry.name.kind for entry in backups_in(shelf)) == ["database", "pre-restore"]
    wrong = cli("backup", "swap-back", "--yes-replace", "other")
    assert (wrong.code, former in databases(live)) == (4, True)
    back = cli("backup", "swap-back", "--yes-replace", live.database)
    assert back.code == 0, back
    assert former not in databases(live)
    assert contents(live) == before


def test_nothing_typed_is_no_consent(cli, live, backed_up):
    done = cli("backup", "restore", "latest", "--replace", typed="")
    assert done.code == 130
    assert databases(live) == [live.database]


def test_the_name_may_be_given_by_a_script(cli, live, backed_up):
    done = cli("backup", "restore", backed_up.stem, "--replace", "--yes-replace", live.database)
    assert done.code == 0, done
    assert "Type the name" not in done.text
    assert f"This replaces: {live.database} on" in done.text


def test_a_backup_is_restored_from_another_folder(cli, live, backed_up, tmp_path):
    shutil.copytree(backed_up.folder, tmp_path / "disk")
    dump = tmp_path / "disk" / f"{backed_up.stem}.dump"
    done = cli("backup", "restore", dump, "--into", f"{live.database}_look")
    assert done.code == 0, done
