"""An encrypted file waits for its password, which opens it once and is found nowhere after."""

import io
import json
import logging

import pytest
from django.apps import apps
from django.db import connection

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError, ConflictError, PasswordNeeded, UnreadableFile
from ledgerflow.pipeline import intake, stages, unlocking
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_submit, statements_import
from ledgerflow.pipeline.stages import statement_file_process
from ledgerflow.pipeline.unlocking import statement_unlock
from ledgerflow.statements import formats
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.passwords import Passwords
from tests.pipeline.test_services import CSV
from tests.published import checking

PASSWORD = "harbor-4417-secret"
UPLOAD = Upload("march.pdf", b"%PDF-1.4 encrypted")


def reader(file):
    """Opens with the one right password, and then says what the CSV says."""
    if file.password != PASSWORD:
        code = "pdf_password_wrong" if file.password else "pdf_password_needed"
        raise PasswordNeeded(f"{file.name}: it needs its password.", code=code)
    return formats.read(SourceFile("march.csv", CSV.data))


@pytest.fixture(autouse=True)
def _reader(monkeypatch):
    for module in (intake, stages, unlocking):
        monkeypatch.setattr(module, "read_contained", reader)


@pytest.fixture
def studio(books):
    with books.scope():
        checking(books)
    return books


@pytest.fixture
def waiting(studio):
    """The number of a file that waits for its password."""
    file_id = statement_submit(studio.place, UPLOAD, account="Checking", user_id=studio.user.pk)
    run = statement_file_process(studio.place, file_id, studio.user.pk)
    assert (run.state, run.error.code) == ("needs_password", "pdf_password_needed")
    return file_id


def unlock(books, file_id, *given):
    return statement_unlock(books.place, file_id, Passwords(given), user_id=books.user.pk)


def file_of(books, file_id):
    with books.scope():
        return StatementFile.objects.get(pk=file_id)


def test_a_job_leaves_the_file_waiting_with_what_it_needs(studio, waiting):
    file = file_of(studio, waiting)
    assert file.state == "needs_password"
    assert file.outcome["error"]["code"] == "pdf_password_needed"


def test_the_right_password_takes_the_file_in(studio, waiting):
    run = unlock(studio, waiting, "another", PASSWORD)
    assert (run.state, run.error) == ("published", None)
    assert run.published.new_transactions == 3
    with studio.scope():
        event = AuditEvent.objects.get(action="statement_unlock")
        assert (event.subject_id, event.user_id) == (waiting, studio.user.pk)


def test_a_wrong_password_says_so_and_changes_nothing(studio, waiting):
    with pytest.raises(PasswordNeeded) as wrong:
        unlock(studio, waiting, "guessed-9")
    assert wrong.value.code == "pdf_password_wrong"
    assert file_of(studio, waiting).state == "needs_password"


def test_what_opens_and_cannot_be_read_is_kept_as_unreadable(studio, waiting, monkeypatch):
    def damaged(_):
        raise UnreadableFile("march.pdf: damaged within", code="pdf_damaged")

    monkeypatch.setattr(unlocking, "read_contained", damaged)
    run = unlock(studio, waiting, PASSWORD)
    assert (run.state, run.error.code) == ("failed", "pdf_damaged")
    assert file_of(studio, waiting).outcome["error"]["code"] == "pdf_damaged"


def test_a_file_that_waits_for_nothing_takes_no_password(studio, waiting):
    unlock(studio, waiting, PASSWORD)
    with pytest.raises(ConflictError):
        unlock(studio, waiting, PASSWORD)


def test_a_file_of_another_business_is_not_there(studio, waiting, make_books):
    other = make_books()
    with pytest.raises(AccessError):
        unlock(other, waiting, PASSWORD)


def test_an_import_tries_each_password_on_each_file(studio):
    april = Upload("april.pdf", b"%PDF-1.4 encrypted too")
    asked = []

    def ask(name, was_wrong):
        asked.append(name)
        return PASSWORD

    run = statements_import(
        studio.place, [UPLOAD, april], account="Checking", passwords=Passwords(ask=ask)
    )
    assert [r.state for r in run.runs] == ["published", "published"]
    assert asked == ["march.pdf"]


def test_an_import_without_the_password_refuses_the_file_and_stores_nothing(studio):
    run = statements_import(studio.place, [UPLOAD], account="Checking")
    assert [error.code for _, error in run.refused] == ["pdf_password_needed"]
    with studio.scope():
        assert not StatementFile.objects.exists()


def everything_stored(books):
    """Every row of every table of the business's firm, and of the job queue, as text."""
    said = []
    with books.scope():
        for model in apps.get_models():
            said += [json.dumps(row, default=str) for row in model.objects.all().values()]
        with connection.cursor() as cursor:
            cursor.execute("SELECT args::text FROM procrastinate_jobs")
            said += [row[0] for row in cursor.fetchall()]
    return "\n".join(said)


def test_the_password_is_nowhere(studio, waiting, tmp_path):
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    try:
        with pytest.raises(PasswordNeeded) as wrong:
            unlock(studio, waiting, PASSWORD + "-not")
        run = unlock(studio, waiting, PASSWORD)
    finally:
        logging.getLogger().removeHandler(handler)
    shown = repr(wrong.value) + str(wrong.value.as_dict()) + repr(run)
    assert "march.pdf" in everything_stored(studio)
    assert PASSWORD not in everything_stored(studio) + log.getvalue() + shown
