"""`prove`: verdicts of everything imported, and a named person's repair or override."""

from pathlib import Path

import pytest

from ledgerflow.statements.models import BankTransaction, StatementFile

MISREAD = (
    Path(__file__).resolve().parents[2]
    / "samples"
    / "harbor-street-studio"
    / "savings-2025-02-misread.csv"
)


@pytest.fixture
def misread(cli, checking):
    """A business with a file whose proof failed; the file's number."""
    cli("import", MISREAD, "--account", "Checking")
    with checking.scope():
        return StatementFile.objects.get().pk


def test_proved_statements_are_listed_and_all_is_well(cli, imported):
    done = cli("prove")
    assert done.code == 0
    assert "january.csv" in done.out
    assert "✓ proved" in done.out


def test_no_statements_are_no_fault(cli, books):
    assert "no statements yet" in cli("prove").out


def test_a_failed_proof_is_listed_with_break_and_repairs_and_ends_with_3(cli, misread):
    done = cli("prove", misread)
    assert done.code == 3
    assert "first break at row 3, gap 200.00" in done.out
    assert "proposed repair" in done.out


def test_an_override_needs_a_reason_and_is_kept_with_the_person(cli, checking, misread):
    bare = cli("prove", "--override", misread)
    assert (bare.code, "needs a person and a reason" in bare.err) == (2, True)
    done = cli("prove", "--override", misread, "--reason", "the bank confirmed the misprint")
    assert done.code == 0
    assert checking.user.email in done.out
    with checking.scope():
        file = StatementFile.objects.get()
        assert (file.override_by, file.state) == (checking.user, "published")
        assert BankTransaction.objects.count() == 3


def test_a_numbered_repair_is_accepted_with_the_person_and_the_reason(cli, checking, misread):
    listed = cli("prove", misread).out
    assert "1. proposed repair: Row 3: 500.00 instead of 300.00" in listed
    done = cli("prove", misread, "--repair", 1, "--reason", "the paper statement says 500.00")
    assert done.code == 0
    assert f"{checking.user.email} accepts repair 1" in done.text
    assert "repaired: Row 3: 500.00 instead of 300.00 (misread digit)." in done.text
    with checking.scope():
        file = StatementFile.objects.get()
        assert (file.state, file.repairs[0]["by"]) == ("published", checking.user.pk)
        assert BankTransaction.objects.filter(amount="500.00").count() == 1
    again = cli("prove", misread)
    assert again.code == 0
    assert "repaired by a person" in again.text
    assert "Reason: the paper statement says 500.00" in again.text


def test_a_missing_line_is_added_with_the_day_and_text_that_the_person_gives(
    cli, checking, misread
):
    number = next(
        line.split(".")[0].strip()
        for line in cli("prove", misread).out.splitlines()
        if "is missing" in line and "proposed" in line
    )
    bare = cli("prove", misread, "--repair", number, "--reason", "page 2")
    assert (bare.code, "--date YYYY-MM-DD --description TEXT" in bare.text) == (2, True)
    told = ("--date", "2025-02-21", "--description", "CASH DEPOSIT")
    done = cli("prove", misread, "--repair", number, "--reason", "page 2", *told)
    assert done.code == 0
    with checking.scope():
        assert BankTransaction.objects.get(description="CASH DEPOSIT").amount == 200


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("--repair", 1), "needs a person and a reason"),
        (("--repair", 77, "--reason", "x"), "no proposed repair 77"),
        (("--repair", 1, "--reason", "x", "--date", "yesterday"), "'yesterday' is no day"),
        (("--repair", 1, "--reason", "x", "--override", 1), "and no override"),
    ],
)
def test_a_repair_that_cannot_be_accepted_says_why_and_changes_nothing(
    cli, checking, misread, wrong, says
):
    done = cli("prove", misread, *wrong)
    assert (done.code, says in done.text) == (2, True)
    with checking.scope():
        assert StatementFile.objects.get().state == "not_proved"


def test_a_repair_is_of_one_file(cli, misread):
    done = cli("prove", "--repair", 1, "--reason", "x")
    assert (done.code, "A repair is of one file" in done.text) == (2, True)


def test_an_unknown_file_is_named(cli, imported):
    done = cli("prove", 999_999)
    assert (done.code, "no file 999999" in done.err) == (6, True)


def test_only_a_failed_proof_takes_an_override(cli, imported):
    with imported.scope():
        number = StatementFile.objects.get().pk
    done = cli("prove", "--override", number, "--reason", "why not")
    assert (done.code, "nothing to override" in done.err) == (2, True)
