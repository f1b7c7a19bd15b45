"""`profile`: what is remembered of an account's CSV, shown, corrected and exchanged."""

import json

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.statements.models import BankAccount, BankTransaction

OPEN = "Date,Description,Amount,Balance\n02/03/2025,A,-5.00,900.90\n03/04/2025,B,-1.00,899.90\n"


@pytest.fixture
def ambiguous(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text(OPEN)
    return path


def test_a_proved_file_is_remembered_and_answers_a_later_question(cli, imported, ambiguous):
    shown = cli("profile", "show", "Checking")
    assert shown.code == 0
    assert "learned from a file" in shown.out
    assert "Description" in shown.out
    assert "date_order" in shown.out
    assert cli("import", ambiguous, "--account", "Checking").code == 0
    with imported.scope():
        days = [str(t.date) for t in BankTransaction.objects.filter(description__in="AB")]
    assert sorted(days) == ["2025-02-03", "2025-03-04"]


def test_nothing_is_remembered_before(cli, checking):
    assert "Nothing is remembered for Checking" in cli("profile", "show", "checking").out
    assert cli("profile", "show", "checking", "--json").out.strip() == "null"


def test_a_file_is_explained_and_what_answers_it_is_told(cli, checking, ambiguous):
    done = cli("profile", "show", "--file", ambiguous)
    assert done.code == 0
    assert "Open: date_order is dmy or mdy." in done.text or (
        "Open: date_order is mdy or dmy." in done.text
    )
    assert "ledgerflow profile set ACCOUNT date_order=" in done.out
    assert "--date-order" in done.out
    reading = json.loads(cli("profile", "show", "--file", ambiguous, "--json").out)
    assert len(reading["candidates"]) == 2


def test_the_answer_that_is_told_works(cli, checking, ambiguous):
    assert cli("import", ambiguous, "--account", "Checking").code == 2
    assert cli("profile", "set", "Checking", "date_order=dmy").code == 0
    assert cli("import", ambiguous, "--account", "Checking").code == 0
    with checking.scope():
        assert [str(t.date) for t in BankTransaction.objects.order_by("date")] == [
            "2025-03-02",
            "2025-04-03",
        ]


def test_a_correction_is_shown_and_audited_with_the_person(cli, imported):
    done = cli(
        *("profile", "set", "Checking", "column.Balance=ignore", "sign=as_printed"),
        *("--user", imported.user.email),
    )
    assert done.code == 0
    assert "given by a person" in done.out
    with imported.scope():
        event = AuditEvent.objects.get(action="csv_profile_set")
        assert event.user == imported.user
        assert set(event.detail) == {"roles", "source", "stated"}


@pytest.mark.parametrize("word", ["date_order=ydm", "column.9=date", "colour=red"])
def test_a_wrong_field_is_named_and_nothing_changes(cli, imported, row_counts, word):
    before = row_counts()
    done = cli("profile", "set", "Checking", word)
    assert done.code == 2
    assert word.partition("=")[0] in done.err
    assert row_counts() == before


def test_a_reading_is_exported_forgotten_and_imported(cli, imported, tmp_path):
    path = tmp_path / "reading.json"
    printed = cli("profile", "export", "Checking").out
    assert cli("profile", "export", "Checking", "--out", path).code == 0
    assert path.read_text() == printed
    assert cli("profile", "forget", "Checking").code == 0
    assert cli("profile", "export", "Checking").code == 2
    assert cli("profile", "forget", "Checking").code == 2
    assert cli("profile", "import", "Checking", path).code == 0
    with imported.scope():
        kept = BankAccount.objects.get().csv_profile
    assert (kept["source"], kept["headers"][0]) == ("person", "Date")


def test_what_is_no_reading_is_refused(cli, imported, tmp_path):
    path = tmp_path / "reading.json"
    path.write_text("{")
    assert "this is no JSON" in cli("profile", "import", "Checking", path).err
    path.write_text('{"date_order": "ydm"}')
    assert "date_order" in cli("profile", "import", "Checking", path).err
    neither = cli("profile", "show")
    assert (neither.code, "profile show --file" in neither.err) == (2, True)


def test_a_format_with_a_layout_of_its_own_has_nothing_to_profile(cli, tmp_path):
    path = tmp_path / "a.qif"
    path.write_text("!Type:Bank\nD01/13/2025\nT-5.00\nPA\n^\n")
    assert "layout of its own" in cli("profile", "show", "--file", path).out


def test_verify_reads_a_file_as_it_was_read_whatever_is_remembered_later(cli, checking, ambiguous):
    arguments = ("import", ambiguous, "--account", "Checking", "--date-order", "dmy")
    assert cli(*arguments).code == 0
    assert cli("verify").code == 0
    assert cli("profile", "set", "Checking", "date_order=mdy").code == 0
    assert cli("verify").code == 0
