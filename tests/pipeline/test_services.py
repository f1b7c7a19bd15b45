"""The ways in: files imported at once, submitted for a job, taken over a failed proof."""

import datetime as dt

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.audit.models import Batch
from ledgerflow.core.errors import (
    DuplicateFile,
    InputError,
    LedgerFlowError,
    OutsideError,
    UnknownFormat,
)
from ledgerflow.pipeline import intake, stages
from ledgerflow.pipeline.services import (
    Upload,
    statement_override,
    statement_submit,
    statements_import,
)
from ledgerflow.review.selectors import undecided
from ledgerflow.statements import formats
from ledgerflow.statements.models import (
    BankAccount,
    BankTransaction,
    Statement,
    StatementFile,
)
from ledgerflow.statements.storage import path_of
from tests.published import checking
from tests.statement_files import BankAccountHistory, csv_file, days, ofx_file

HISTORY = BankAccountHistory(
    "0004477001",
    1000,
    days(dt.date(2025, 1, 1), [(0, "-4", "COFFEE"), (1, "-5", "TEA"), (2, "9", "CLIENT")], "i"),
)
JANUARY = (dt.date(2025, 1, 1), dt.date(2025, 1, 31))
CSV = Upload("january.csv", csv_file(HISTORY, *JANUARY))
OFX = Upload("january.ofx", ofx_file(HISTORY, *JANUARY))
BROKEN = Upload("broken.csv", CSV.data.replace(b"991.00", b"992.00"))
NONSENSE = Upload("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(200))
UNREADABLE = Upload("bad.csv", CSV.data.replace(b"-5.00", b"five"))


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    """No child process; reading has tests of its own."""
    monkeypatch.setattr(intake, "read_contained", formats.read)
    monkeypatch.setattr(stages, "read_contained", formats.read)


@pytest.fixture
def studio(books):
    with books.scope():
        checking(books)
    return books


def take(books, *uploads, account="Checking"):
    return statements_import(books.place, uploads, account=account, user_id=books.user.pk)


def count(books, model):
    with books.scope():
        return model.objects.count()


def originals(books):
    folder = path_of(books.place.firm_id, "x").parent
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_files_come_in_as_one_batch_that_can_be_undone_together(studio):
    run = take(studio, CSV, OFX)
    assert [r.state for r in run.runs] == ["published", "published"]
    with studio.scope():
        assert {f.batch_id for f in StatementFile.objects.all()} == {run.batch_id}
        assert BankTransaction.objects.count() == 3
        assert BankAccount.objects.get().number_last4 == "7001"


def test_one_bad_file_does_not_stop_the_others_and_leaves_nothing(studio):
    run = take(studio, NONSENSE, UNREADABLE, CSV)
    assert [name for name, _ in run.refused] == ["photo.csv", "bad.csv"]
    assert isinstance(run.refused[0][1], UnknownFormat)
    assert "bad.csv" in run.refused[1][1].message
    assert [r.name for r in run.runs] == ["january.csv"]
    assert count(studio, StatementFile) == 1
    assert originals(studio) == 1


def test_the_same_file_twice_in_one_import_is_refused_once(studio):
    run = take(studio, CSV, Upload("copy.csv", CSV.data))
    ((name, error),) = run.refused
    assert (name, type(error)) == ("copy.csv", DuplicateFile)
    assert "january.csv" in error.message


def test_a_file_without_a_number_needs_to_be_told_its_account(books):
    run = take(books, CSV, account="")
    ((_, error),) = run.refused
    assert error.code == "needs_account"
    assert count(books, StatementFile) == 0


def test_an_unknown_account_is_refused_with_the_known_ones(studio):
    ((_, error),) = take(studio, CSV, account="Savings").refused
    assert (error.code, "Checking" in error.message) == ("unknown_bank_account", True)


def test_a_rehearsal_leaves_no_account_behind(books):
    wrong = Upload("euro.ofx", OFX.data.replace(b"<CURDEF>USD", b"<CURDEF>XX"))
    run = take(books, wrong, account="")
    assert isinstance(run.refused[0][1], LedgerFlowError)
    assert count(books, BankAccount) == 0


def test_a_failed_proof_is_kept_for_a_person_and_stays_out_of_the_books(studio):
    run = take(studio, BROKEN)
    assert run.refused == []
    (only,) = run.runs
    assert (only.state, only.error.code) == ("not_proved", "proof_failed")
    with studio.scope():
        file = StatementFile.objects.get()
        assert file.outcome["statements"][0]["proof"]["verdict"] == "not_proved"
        assert not Statement.objects.exists()
        assert not BankTransaction.objects.exists()


def test_an_override_by_a_person_publishes_but_never_proves(studio):
    file_id = take(studio, BROKEN).runs[0].file_id
    run = statement_override(
        studio.place, file_id, reason="the bank misprinted it", user_id=studio.user.pk
    )
    assert run.state == "published"
    with studio.scope():
        assert Statement.objects.get().verdict == "not_proved"
        assert undecided(studio.business).count() == 3
        file = StatementFile.objects.get()
        assert (file.override_by, file.override_reason) == (studio.user, "the bank misprinted it")


@pytest.mark.parametrize(("reason", "as_nobody"), [("", False), ("because", True)])
def test_an_override_without_a_reason_or_a_person_changes_nothing(studio, reason, as_nobody):
    file_id = take(studio, BROKEN).runs[0].file_id
    user_id = None if as_nobody else studio.user.pk
    with pytest.raises(InputError) as caught:
        statement_override(studio.place, file_id, reason=reason, user_id=user_id)
    assert caught.value.code == "override_needs_reason"
    with studio.scope():
        assert StatementFile.objects.get().state == "not_proved"


@pytest.mark.parametrize("stop_at", ["read", "prove", "publish", "classify", "accept"])
def test_an_interrupted_import_goes_on_where_it_stopped(studio, stop_at):
    def stops(stage):
        if stage == stop_at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        statements_import(
            studio.place, [CSV], account="Checking", user_id=studio.user.pk, progress=stops
        )
    with studio.scope():
        batch = StatementFile.objects.get().batch_id
    again = take(studio, CSV)
    if stop_at in {"classify", "accept"}:
        assert isinstance(again.refused[0][1], DuplicateFile)
    else:
        assert (again.refused, again.batch_id) == ([], batch)
    assert count(studio, StatementFile) == 1
    assert count(studio, BankTransaction) == 3
    assert originals(studio) == 1


def test_files_after_an_interrupted_one_join_its_batch(studio):
    def stops(stage):
        if stage == "publish":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        statements_import(studio.place, [CSV], account="Checking", progress=stops)
    run = take(studio, CSV, OFX)
    with studio.scope():
        assert {f.batch_id for f in StatementFile.objects.all()} == {run.batch_id}
        assert Batch.objects.filter(kind="import").count() == 1


def test_a_disk_that_refuses_is_a_clear_fault_and_nothing_is_written(studio, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("in the way")
    ((_, error),) = take(studio, CSV).refused
    assert isinstance(error, OutsideError)
    assert error.code == "original_not_stored"
    for model in (StatementFile, Batch, BankTransaction):
        assert count(studio, model) == 0


def test_a_submitted_file_and_its_job_come_together(studio):
    file_id = statement_submit(studio.place, CSV, account="Checking", user_id=studio.user.pk)
    (job,) = ProcrastinateJob.objects.filter(task_name="statement_process")
    assert job.lock == f"business:{studio.place.business_id}"
    assert job.args == {
        "firm_id": studio.place.firm_id,
        "business_id": studio.place.business_id,
        "file_id": file_id,
        "user_id": studio.user.pk,
    }


def test_a_refused_submission_leaves_no_job(studio):
    statement_submit(studio.place, CSV, account="Checking")
    with pytest.raises(DuplicateFile):
        statement_submit(studio.place, CSV, account="Checking")
    assert ProcrastinateJob.objects.filter(task_name="statement_process").count() == 1
