"""`prove`: verdicts of everything imported, and a named person's override."""

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


def test_an_unknown_file_is_named(cli, imported):
    done = cli("prove", 999_999)
    assert (done.code, "no file 999999" in done.err) == (6, True)


def test_only_a_failed_proof_takes_an_override(cli, imported):
    with imported.scope():
        number = StatementFile.objects.get().pk
    done = cli("prove", "--override", number, "--reason", "why not")
    assert (done.code, "nothing to override" in done.err) == (2, True)
