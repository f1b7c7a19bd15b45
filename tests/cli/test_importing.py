"""`import`: proof, merges, suggestions, and a dry run that writes nothing."""

import json
from pathlib import Path

from django.conf import settings

from ledgerflow.statements.models import BankAccount, BankTransaction

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "harbor-street-studio"
CHECKING = SAMPLES / "checking-2025-01.ofx"
OVERLAP = SAMPLES / "checking-2025-02-03.ofx"


def originals():
    """Files below the media folder."""
    return [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]


def test_an_import_shows_proof_new_lines_and_what_waits(cli, checking, january):
    done = cli("import", january, "--account", "checking")
    assert done.code == 0
    assert "✓ proved" in done.out
    assert "4 new, 0 known already" in done.out
    assert "Waiting for you: 4 transactions" in done.text
    assert "ledgerflow undo" in done.out


def test_overlapping_files_merge_and_each_merge_has_its_reason(cli, books):
    done = cli("import", CHECKING, OVERLAP)
    assert done.code == 0
    assert "18 new, 0 known already" in done.out
    assert "25 new, 3 known already" in done.out
    assert "merged: 2025-02-05 3,200.00 DEPOSIT NORTHWIND TRAVEL" in done.out
    assert "same day, amount, description and bank id" in done.out


def test_the_verdicts_shown_are_those_after_all_files_are_in(cli, books):
    cli(
        *("account", "add", "Checking", "--number", "400022337781"),
        *("--balance", "8420.55", "--balance-date", "2024-12-31"),
    )
    done = cli("import", OVERLAP, CHECKING, "--json")
    verdicts = [s["verdict"] for f in json.loads(done.out)["files"] for s in f["statements"]]
    assert verdicts == ["proved", "proved"]


def test_a_dry_run_shows_the_import_and_writes_neither_rows_nor_files(cli, checking, row_counts):
    cli("rule", "add", "--contains", "HARBORVIEW", "--to", "rent_property")
    before = row_counts()
    done = cli("import", CHECKING, OVERLAP, "--dry-run")
    assert done.code == 0
    assert "25 new, 3 known already" in done.out
    assert "Dry run: nothing was written." in done.out
    assert "ledgerflow undo" not in done.out
    assert row_counts() == before
    assert originals() == []


def test_a_dry_run_says_what_the_policy_would_accept_and_posts_nothing(
    cli, checking, january, row_counts
):
    cli("rule", "add", "--contains", "HOME DEPOT", "--to", "6150")
    before = row_counts()
    done = cli("import", january, "--account", "Checking", "--dry-run", "--json")
    answer = json.loads(done.out)
    assert (answer["dry_run"], answer["batch"], answer["acceptable"]) == (True, None, 1)
    assert row_counts() == before
    real = json.loads(cli("import", january, "--account", "Checking", "--json").out)
    assert (real["dry_run"], real["accepted"]) == (False, 1)


def test_a_failed_proof_stays_out_and_ends_with_3(cli, checking):
    done = cli("import", SAMPLES / "savings-2025-02-misread.csv", "--account", "Checking")
    assert done.code == 3
    assert "stays out of the books" in done.out
    assert "proposed repair: Row 3: 500.00 instead of 300.00" in done.out


def test_a_bad_file_does_not_stop_the_good_ones(cli, checking, january, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear customer")
    done = cli("import", letter, january, tmp_path / "gone.csv", "--account", "Checking")
    assert done.code == 2
    assert "4 new" in done.out
    assert "gone.csv: the file cannot be read" in done.text
    assert "letter.txt: no reader recognises this file" in done.text


def test_the_person_who_imports_is_kept(cli, checking, january):
    done = cli("import", january, "--account", "Checking", "--user", checking.user.email)
    assert done.code == 0
    assert checking.user.email in cli("batches").out


TWO_READINGS = "Date,Description,Amount\n01/02/2025,RENT,-10.00\n03/04/2025,FUEL,-5.00\n"


def test_the_order_of_day_and_month_is_said_once_and_remembered_for_the_account(
    cli, checking, tmp_path
):
    path = tmp_path / "two.csv"
    path.write_text(TWO_READINGS)
    assert cli("import", path, "--account", "Checking").code == 2
    assert cli("import", path, "--account", "Checking", "--date-order", "dmy").code == 0
    later = tmp_path / "later.csv"
    later.write_text(TWO_READINGS.replace("2025", "2026"))
    assert cli("import", later, "--account", "Checking").code == 0
    with checking.scope():
        days = [f"{t.date}" for t in BankTransaction.objects.order_by("date")]
    assert days == ["2025-02-01", "2025-04-03", "2026-02-01", "2026-04-03"]


def test_a_refused_file_or_a_dry_run_teaches_no_reading(cli, checking, january, tmp_path):
    path = tmp_path / "two.csv"
    path.write_text(TWO_READINGS)
    account = ("--account", "Checking")
    assert cli("import", path, *account, "--date-order", "dmy", "--dry-run").code == 0
    assert cli("import", january, *account, "--date-order", "dmy").code != 0
    with checking.scope():
        assert BankAccount.objects.get().csv_profile is None
        assert BankTransaction.objects.count() == 0


def test_a_reading_needs_the_account_it_is_for(cli, checking, january):
    done = cli("import", january, "--date-order", "mdy")
    assert (done.code, "--account NAME" in done.err) == (2, True)


def test_a_folder_is_imported_whole_and_what_is_left_out_is_said(cli, books, tmp_path):
    box = tmp_path / "box"
    (box / "2025" / "q1").mkdir(parents=True)
    (box / "2025" / "q1" / "b.ofx").write_bytes(OVERLAP.read_bytes())
    (box / "a.ofx").write_bytes(CHECKING.read_bytes())
    (box / "copy of a.ofx").write_bytes(CHECKING.read_bytes())
    (box / "letter.txt").write_text("Dear customer")
    (box / ".DS_Store").write_text("x")
    (box / "c.ofx.part").write_text("x")
    done = cli("import", box)
    assert done.code == 4
    assert "4 files: 2 taken in, 1 known already, 1 refused; 2 left out." in done.text
    assert ".DS_Store: hidden" in done.text
    assert "letter.txt: no reader recognises this file" in done.text
    again = json.loads(cli("import", box, "--json").out)
    assert [one["error"]["code"] for one in again["refused"]].count("duplicate_file") == 3
    assert {one["reason"] for one in again["left_out"]} == {"hidden", "temporary or not finished"}
    with books.scope():
        assert BankTransaction.objects.count() == 43
