"""A waiting file is read again; a job tells its stage without touching anything else."""

import pytest

from ledgerflow.core.errors import AccessError, ConflictError
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.profiles import profile_of_file
from ledgerflow.statements.rereading import statement_file_reread, statement_file_stage
from tests.published import checking, received


def waiting(books, state="needs_account", **fields):
    file = received(books)
    StatementFile.objects.filter(pk=file.pk).update(state=state, **fields)
    return file


def reread(books, file, **wish):
    return statement_file_reread(business_id=books.place.business_id, file_id=file.pk, **wish)


def test_the_account_s_own_reading_is_used_unless_a_person_gives_one(books):
    with books.scope():
        account = checking(books)
        account.csv_profile = {"date_order": "dmy"}
        account.save()
        file = waiting(books, outcome={"error": {"code": "needs_account"}, "profile": None})
        again = reread(books, file, bank_account=account)
        assert (again.state, again.outcome) == ("received", {})
        assert profile_of_file(again) == {"date_order": "dmy"}
        StatementFile.objects.update(state="not_proved", repairs=[{"kind": "x"}])
        given = reread(books, file, profile={"roles": ["date"]})
        assert (given.outcome, given.repairs) == ({"profile": {"roles": ["date"]}}, [])


@pytest.mark.parametrize("state", ["received", "published", "needs_password", "withdrawn"])
def test_a_file_that_does_not_wait_is_left_alone(books, state):
    with books.scope():
        file = waiting(books, state)
        with pytest.raises(ConflictError):
            reread(books, file)


def test_a_file_of_other_books_is_not_there(books):
    with books.scope(), pytest.raises(AccessError):
        statement_file_reread(business_id=books.place.business_id, file_id=999_999)


def test_a_stage_is_told_beside_the_outcome_and_taken_back(books):
    with books.scope():
        file = waiting(books, "received", outcome={"profile": {"decimal": ","}})
        statement_file_stage(file_id=file.pk, stage="prove")
        file.refresh_from_db()
        assert file.outcome == {"profile": {"decimal": ","}, "stage": "prove"}
        statement_file_stage(file_id=file.pk, stage="")
        file.refresh_from_db()
        assert file.outcome == {"profile": {"decimal": ","}}
        StatementFile.objects.update(state="failed")
        statement_file_stage(file_id=file.pk, stage="classify")
        file.refresh_from_db()
        assert "stage" not in file.outcome
