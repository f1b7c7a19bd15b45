"""The dry run of an import."""

from pathlib import Path

import pytest
from django.conf import settings

from ledgerflow.core.errors import DuplicateFile
from ledgerflow.pipeline import rehearsal
from ledgerflow.pipeline.rehearsal import statements_rehearse
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankAccount, BankTransaction, StatementFile

OFX = Path(__file__).resolve().parents[2].joinpath(
    "samples", "harbor-street-studio", "checking-2025-01.ofx"
)  # fmt: skip
UPLOAD = Upload("checking.ofx", OFX.read_bytes())


def nothing_is_there(books):
    with books.scope():
        rows = [m.objects.count() for m in (BankAccount, StatementFile, BankTransaction)]
    files = [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]
    return rows == [0, 0, 0] and files == []


def test_a_rehearsal_shows_what_would_happen_and_takes_it_back(books):
    run, acceptable = statements_rehearse(books.place, [UPLOAD])
    assert run.runs[0].published.new_transactions == 18
    assert run.settled.suggested > 0
    assert acceptable == 0
    assert nothing_is_there(books)


def test_a_break_in_the_middle_leaves_no_original_behind(books, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(rehearsal, "business_classify", stop)
    with pytest.raises(KeyboardInterrupt):
        statements_rehearse(books.place, [UPLOAD])
    assert nothing_is_there(books)


def test_a_file_that_is_there_keeps_its_original_and_is_refused_in_the_rehearsal_too(books):
    statements_import(books.place, [UPLOAD])
    run, _ = statements_rehearse(books.place, [UPLOAD])
    assert [type(error) for _, error in run.refused] == [DuplicateFile]
    assert len([p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]) == 1
    with books.scope():
        assert StatementFile.objects.count() == 1


def test_an_account_given_by_name_is_left_as_it_was(books):
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    statements_rehearse(books.place, [UPLOAD], account="Checking")
    with books.scope():
        assert BankAccount.objects.get().number_last4 == ""
