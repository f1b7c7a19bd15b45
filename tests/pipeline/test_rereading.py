"""A file goes on of the account that a person names, and its job tells how far it is."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.rereading import stage_teller, statement_assign
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.stages import statement_file_process
from ledgerflow.pipeline.tasks import statement_process
from ledgerflow.statements import rereading
from ledgerflow.statements.models import StatementFile
from tests.published import checking
from tests.web.conftest import JANUARY


@pytest.fixture
def file_id(books):
    """The number of a file that waits for its account."""
    with books.scope():
        checking(books)
    number = statement_submit(books.place, Upload("jan.csv", JANUARY), user_id=books.user.pk)
    assert statement_file_process(books.place, number).state == "needs_account"
    return number


def state_of(books):
    with books.scope():
        return StatementFile.objects.get().state


def test_the_file_is_read_again_by_a_job(books, file_id):
    before = ProcrastinateJob.objects.count()
    statement_assign(books.place, file_id, "Checking", user_id=books.user.pk)
    assert state_of(books) == "received"
    assert ProcrastinateJob.objects.count() == before + 1
    assert statement_file_process(books.place, file_id).state == "published"
    with pytest.raises(ConflictError):
        statement_assign(books.place, file_id, "Checking", user_id=books.user.pk)


def test_an_unknown_account_leaves_it_waiting(books, file_id):
    with pytest.raises(InputError):
        statement_assign(books.place, file_id, "Savings", user_id=books.user.pk)
    assert state_of(books) == "needs_account"


def test_a_job_tells_each_stage_and_takes_the_last_back(books, file_id, monkeypatch):
    told = []
    tell = rereading.statement_file_stage

    def noted(*, file_id, stage):
        told.append(stage)
        tell(file_id=file_id, stage=stage)

    monkeypatch.setattr("ledgerflow.pipeline.rereading.statement_file_stage", noted)
    statement_assign(books.place, file_id, "Checking", user_id=books.user.pk)
    statement_process(books.place.firm_id, books.place.business_id, file_id, books.user.pk)
    assert told == ["read", "prove", "publish", "classify", "accept", ""]
    with books.scope():
        outcome = StatementFile.objects.get().outcome
        assert (outcome["new"], outcome["merged"], "stage" in outcome) == (4, 0, False)


def test_a_stage_is_seen_at_once(books, file_id):
    statement_assign(books.place, file_id, "Checking", user_id=books.user.pk)
    stage_teller(books.place, file_id)("prove")
    with books.scope():
        assert StatementFile.objects.get().outcome["stage"] == "prove"
