"""Where a file of the inbox belongs, by what its import answered."""

import datetime as dt

import pytest

from ledgerflow.core.errors import DuplicateFile, InputError, LimitError, OutsideError
from ledgerflow.pipeline.placing import place_of
from ledgerflow.pipeline.stages import FileRun
from ledgerflow.statements.models import StatementFile
from tests.published import checking, publish, received

ROWS = [("2025-03-04", "-4.00", "COFFEE"), ("2025-03-31", "-6.00", "TEA")]


@pytest.fixture
def scope(books):
    with books.scope():
        yield books


def duplicate(file):
    return DuplicateFile("the same file came", extra={"file": file.pk})


def test_a_published_file_goes_to_the_archive_by_day_and_account(scope):
    file, _ = publish(scope, ROWS, account=checking(scope, number="0004477001"))
    run = FileRun(file.pk, file.name, "published")
    where = place_of(run, "march.csv")
    assert (where.place, where.name) == ("archive", "2025-03-31.checking-7001.march.csv")
    assert where.note() == ""


def test_a_file_of_several_accounts_is_called_so(scope):
    file, done = publish(scope, ROWS)
    (first,) = done.statements
    other = checking(scope, "Savings")
    first.pk, first.bank_account, first.position, first.end = None, other, 1, dt.date(2025, 4, 2)
    first.save(force_insert=True)
    assert place_of(FileRun(file.pk, "x", "published"), "x.xml").name == "2025-04-02.several.x.xml"


@pytest.mark.parametrize(
    ("error", "place"),
    [
        (InputError("which?", code="needs_account"), "waiting"),
        (InputError("locked", code="pdf_password_needed"), "waiting"),
        (InputError("two orders", code="date_order_ambiguous"), "waiting"),
        (InputError("broken", code="unreadable_file"), "failed"),
        (LimitError("too long"), "failed"),
        (OutsideError("the disk is full"), "inbox"),
    ],
)
def test_a_refused_file_waits_for_an_answer_fails_or_stays(scope, error, place):
    assert place_of(error, "x.csv").place == place


def test_a_file_that_does_not_prove_waits(scope):
    error = InputError("does not prove", code="proof_failed", hint="look")
    where = place_of(FileRun(7, "x.csv", "not_proved", error=error), "x.csv")
    assert (where.place, where.error) == ("waiting", error)


def test_known_bytes_are_a_duplicate_and_it_is_told_whether_the_name_is_the_same(scope):
    file, _ = publish(scope, ROWS)
    for name, same in ((file.name, True), ("copy.csv", False)):
        where = place_of(duplicate(file), name)
        assert (where.place, where.same_name) == ("archive/duplicates", same)
        assert where.name == f"2025-03-31.checking.{name}"


@pytest.mark.parametrize(
    ("state", "code", "place"),
    [
        ("not_proved", "proof_failed", "waiting"),
        ("needs_account", "needs_account", "waiting"),
        ("needs_password", "pdf_password_needed", "waiting"),
        ("failed", "unreadable_file", "failed"),
        ("failed", "date_order_ambiguous", "waiting"),
        ("received", "", "inbox"),
    ],
)
def test_bytes_known_from_a_stopped_file_go_where_it_would(scope, state, code, place):
    file = received(scope)
    file.state = state
    file.outcome = {"error": {"message": "as it was", "code": code, "hint": "do that"}}
    file.save(update_fields=["state", "outcome"])
    where = place_of(duplicate(file), "x.csv")
    assert where.place == place
    if place != "inbox":
        assert (where.error.message, where.error.hint) == ("as it was", "do that")
    assert StatementFile.objects.get().state == state


def test_a_note_says_what_why_and_what_to_do(scope):
    error = InputError("march.csv: no number.", code="needs_account", hint="Name the account.")
    note = place_of(error, "march.csv").note()
    for words in ("march.csv is not in the books", "no number", "(needs_account)", "Name the"):
        assert words in note
    assert "moves this file to the archive" in note
    failed = place_of(InputError("broken"), "x.csv").note()
    assert "move it back into the inbox" in failed
