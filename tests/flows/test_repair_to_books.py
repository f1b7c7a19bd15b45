"""A statement that does not prove, repaired by a person: into the books, and back."""

import datetime as dt

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.pipeline import intake, services, stages
from ledgerflow.pipeline.services import Upload, statement_repair, statements_import
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.pipeline.verification import originals
from ledgerflow.review.models import Decision
from ledgerflow.statements import formats
from ledgerflow.statements.accepting import proposals
from ledgerflow.statements.models import BankTransaction, Statement, StatementFile, StatementLine
from tests.published import checking, decide

GOOD = b"""Date,Description,Amount,Balance
01/13/2025,PAPER SHOP,-86.10,913.90
01/14/2025,COFFEE BAR,-4.00,909.90
01/20/2025,HARBOR CLIENT,500.00,1409.90
01/28/2025,PHONE WORKS,-39.90,1370.00
"""
DIGIT = GOOD.replace(b"BAR,-4.00", b"BAR,-7.00")
DROPPED = GOOD.replace(b"01/20/2025,HARBOR CLIENT,500.00,1409.90\n", b"")
DOUBLED = GOOD.replace(b"01/28", b"01/14/2025,COFFEE BAR,-4.00,909.90\n01/28")
TWICE_WRONG = DIGIT.replace(b"CLIENT,500.00", b"CLIENT,-500.00")
RIGHT = [("COFFEE BAR", "-4.00"), ("HARBOR CLIENT", "500.00"), ("PAPER SHOP", "-86.10"),
         ("PHONE WORKS", "-39.90")]  # fmt: skip


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    """No child process; reading has tests of its own."""
    for module in (intake, services, stages):
        if hasattr(module, "read_contained"):
            monkeypatch.setattr(module, "read_contained", formats.read)


@pytest.fixture
def studio(books):
    with books.scope():
        checking(books)
    return books


def stopped(books, data):
    """The number of a file that stays out."""
    run = statements_import(
        books.place, [Upload("january.csv", data)], account="Checking", user_id=books.user.pk
    )
    (only,) = run.runs
    assert only.state == "not_proved"
    return only.file_id


def number_of(books, file_id, kind):
    with books.scope():
        offered = proposals(StatementFile.objects.get(pk=file_id).outcome)
    return next(n for n, (_, repair) in enumerate(offered, 1) if repair["kind"] == kind)


def repair(books, file_id, kind, **told):
    return statement_repair(
        books.place,
        file_id,
        number=number_of(books, file_id, kind),
        reason="the paper statement says so",
        user_id=books.user.pk,
        **told,
    )


def in_books(books):
    with books.scope():
        live = BankTransaction.objects.filter(is_live=True).values_list("description", "amount")
        return sorted((text, f"{amount:.2f}") for text, amount in live)


def test_a_wrong_digit_is_repaired_and_the_line_keeps_what_the_bank_said(studio):
    file_id = stopped(studio, DIGIT)
    run = repair(studio, file_id, "misread_digit")
    assert (run.state, run.error, run.amended) == (
        "published", None, ("Row 3: -4.00 instead of -7.00 (misread digit).",),
    )  # fmt: skip
    assert in_books(studio) == RIGHT
    with studio.scope():
        statement = Statement.objects.get()
        assert statement.verdict == "proved"
        assert statement.reason.endswith("With 1 repair that a person accepted.")
        line = StatementLine.objects.get(description="COFFEE BAR")
        assert "-7.00" in line.raw
        assert "amended by repair: the amount was read as -7.00" in line.raw
        assert StatementFile.objects.get().outcome["amended"] == list(run.amended)


def test_a_line_left_out_is_added_with_its_mark_down_to_the_report(studio):
    file_id = stopped(studio, DROPPED)
    run = repair(
        studio, file_id, "missing_line", date=dt.date(2025, 1, 20), description="HARBOR CLIENT"
    )
    assert run.state == "published"
    assert in_books(studio) == RIGHT
    with studio.scope():
        decide(studio, "HARBOR CLIENT", "sales")
        sales = {b.key: b.amount for b in account_balances(studio.business)}["sales"]
        assert sales == -500
        decision = Decision.objects.get()
        (behind,) = StatementLine.objects.filter(match__transaction=decision.transaction)
        assert (behind.row, behind.bank_type) == (0, "added by repair")
        assert behind.raw.startswith("[added by repair: not in the file]")


def test_a_line_read_twice_goes_and_the_real_one_stays(studio):
    run = repair(studio, stopped(studio, DOUBLED), "duplicate_line")
    assert run.state == "published"
    assert in_books(studio) == RIGHT


def test_two_faults_take_two_repairs_each_proposed_anew(studio):
    file_id = stopped(studio, TWICE_WRONG)
    first = repair(studio, file_id, "misread_digit")
    assert (first.state, first.error.code) == ("not_proved", "proof_failed")
    assert in_books(studio) == []
    with studio.scope():
        assert StatementFile.objects.get().outcome["amended"] == list(first.amended)
    second = repair(studio, file_id, "flipped_sign")
    assert (second.state, len(second.amended)) == ("published", 2)
    assert in_books(studio) == RIGHT


def test_repaired_books_still_prove_against_the_originals(studio, monkeypatch):
    monkeypatch.setattr(originals, "read_contained", formats.read)
    file_id = stopped(studio, DROPPED)
    repair(studio, file_id, "missing_line", date=dt.date(2025, 1, 20), description="HARBOR CLIENT")

    def check():
        with studio.scope():
            stored = originals.files_stored(studio.business.pk, with_lines=True)
        return originals.proofs_check(stored)

    assert check().ok, check().details
    with studio.scope():
        StatementFile.objects.update(repairs=[])
    assert "4 lines stored, 3 read again" in str(check().details)


def test_undone_and_imported_again_it_is_as_it_came(studio):
    file_id = stopped(studio, DIGIT)
    repair(studio, file_id, "misread_digit")
    with studio.scope():
        batch = StatementFile.objects.get(pk=file_id).batch_id
    batch_undo(studio.place, batch, user_id=studio.user.pk)
    assert in_books(studio) == []
    again = stopped(studio, DIGIT)
    with studio.scope():
        assert StatementFile.objects.get(pk=again).repairs == []


def test_a_stored_repair_that_does_not_fit_is_a_fault_and_nothing_is_published(studio):
    file_id = stopped(studio, DIGIT)
    with studio.scope():
        file = StatementFile.objects.get(pk=file_id)
        number = number_of(studio, file_id, "misread_digit")
        file.outcome["statements"][0]["proof"]["repairs"][number - 1]["old_amount"] = "-8.00"
        file.save(update_fields=["outcome"])
    run = repair(studio, file_id, "misread_digit")
    assert (run.state, run.error.code) == ("failed", "repair_unfit")
    assert in_books(studio) == []


def test_nobody_repairs_without_a_name_a_reason_or_in_another_firms_books(studio, make_books):
    file_id = stopped(studio, DIGIT)
    stranger = make_books()
    for place, user_id, reason, refusal in (
        (studio.place, None, "because", InputError),
        (studio.place, studio.user.pk, "  ", InputError),
        (stranger.place, stranger.user.pk, "because", StatementFile.DoesNotExist),
    ):
        with pytest.raises(refusal):
            statement_repair(place, file_id, number=1, reason=reason, user_id=user_id)
    with studio.scope():
        file = StatementFile.objects.get()
        assert (file.state, file.repairs) == ("not_proved", [])
    assert in_books(studio) == []
