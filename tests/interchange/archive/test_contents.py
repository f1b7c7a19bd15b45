"""What an archive is made of: all of one business, nothing of another, every original."""

import csv
import io

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import ConflictError, OutsideError
from ledgerflow.interchange.archive.verify import archive_verify
from ledgerflow.interchange.exporting import archive_write
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.services import business_open
from ledgerflow.statements.models import BankTransaction, StatementFile, StatementLine
from ledgerflow.statements.storage import path_of
from tests.interchange.archive.tampered import Apart, members_of
from tests.interchange.stored_books import nasty_books_stored
from tests.published import checking, publish


def write(kept, path, **more):
    """Archive as the keeper of the books."""
    return archive_write(place=kept.place, user_id=kept.user.pk, path=path, **more)


@pytest.fixture
def made(kept, tmp_path):
    """The archive taken apart, and what the service said of it."""
    done = write(kept, tmp_path / "archive.zip")
    return Apart(members_of(done.path)), done


def test_every_row_of_the_business_is_in_it(kept, made):
    apart, done = made
    with kept.scope():
        numbers = list(JournalEntry.objects.order_by("number").values_list("number", flat=True))
        lines, transactions = StatementLine.objects.count(), BankTransaction.objects.count()
    assert [row["number"] for row in apart.entries] == numbers
    assert (len(apart.kind("line")), len(apart.kind("transaction"))) == (lines, transactions)
    assert done.counts["line"] == lines
    assert len(apart.decisions) == 3


def test_texts_and_amounts_are_as_they_were_said(made):
    apart, _ = made
    lines = {row["description"]: row["amount"] for row in apart.kind("line")}
    assert lines['HOME "DEPOT"; #7114'] == "-86.1000"
    assert lines["REFUND"] == "12.3400"
    assert {row["received_by"] for row in apart.kind("file")} == {"owner0@example.com"}


def test_the_originals_are_there_byte_by_byte(kept, made):
    apart, _ = made
    originals = {n: data for n, data in apart.members.items() if n.startswith("originals/")}
    with kept.scope():
        files = list(StatementFile.objects.all())
    stored = {
        f"originals/{f.sha256}.csv": path_of(f.firm_id, f.stored_as).read_bytes() for f in files
    }
    assert originals == stored
    assert len(stored) == 2


def test_the_trial_balance_is_that_of_the_books(made):
    apart, _ = made
    text = io.StringIO(apart.members["trial_balance.csv"].decode(), newline="")
    balances = {r["account_name"]: r["debit"] or f"-{r['credit']}" for r in csv.DictReader(text)}
    assert balances["Meals"] == "4.0000"
    assert balances["Sales"] == "-500.0000"
    assert balances["Repairs and maintenance"] == "0.0000"


def test_nothing_of_another_business_is_in_it(kept, tmp_path):
    with kept.scope():
        other = business_open(
            firm_id=kept.place.firm_id, name="Zebra Works", chart="uk_sole_trader"
        )
    done = write(kept, tmp_path / "archive.zip")
    apart = Apart(members_of(done.path))
    assert b"Zebra" not in b"".join(apart.members.values())
    details = [row for row in apart.audit if row.get("subject_id") == other.pk]
    assert [row for row in details if row["subject"] == "business"] == []


def test_it_holds_and_the_audit_keeps_its_hash(kept, made):
    _, done = made
    verdict = archive_verify(done.path, expected=done.manifest_sha256)
    assert verdict.faults == ()
    assert verdict.counts["seal"] == done.counts["seal"] >= 1
    assert verdict.notes == ()
    with kept.scope():
        event = AuditEvent.objects.get(action="export")
    assert event.detail == {
        "format": "archive", "entries": 4, "manifest_sha256": done.manifest_sha256,
    }  # fmt: skip
    assert done.bytes == done.path.stat().st_size


def test_a_second_archive_has_the_seal_of_the_first_ones_event(kept, made, tmp_path):
    again = write(kept, tmp_path / "again.zip")
    verdict = archive_verify(again.path)
    assert (verdict.faults, verdict.notes) == ((), ())
    assert again.counts["event"] == made[1].counts["event"] + 1


def test_undone_imports_and_several_currencies_are_archived_too(db, tmp_path):
    kept = nasty_books_stored()
    done = write(kept, tmp_path / "archive.zip")
    assert archive_verify(done.path).faults == ()
    assert done.counts["entries"] > 10
    assert done.counts["originals"] == 0


def test_the_same_file_received_twice_is_one_original(kept, tmp_path):
    with kept.scope():
        first = StatementFile.objects.order_by("pk").first()
        StatementFile.objects.filter(pk=first.pk).update(state="withdrawn")
        publish(kept, [("2025-03-01", "1.00", "x")], account=checking(kept), same_bytes_as=first)
    done = write(kept, tmp_path / "archive.zip")
    assert (done.counts["file"], done.counts["originals"]) == (3, 2)
    assert archive_verify(done.path).faults == ()


def test_an_original_that_is_gone_stops_it_and_leaves_nothing(kept, tmp_path):
    with kept.scope():
        file = StatementFile.objects.order_by("pk").first()
    path_of(file.firm_id, file.stored_as).unlink()
    target = tmp_path / "out"
    target.mkdir()
    with pytest.raises(OutsideError, match="cannot be read"):
        write(kept, target / "archive.zip")
    assert list(target.iterdir()) == []
    with kept.scope():
        assert not AuditEvent.objects.filter(action="export").exists()


def test_an_archive_is_not_written_over(kept, tmp_path):
    path = tmp_path / "archive.zip"
    path.write_text("mine")
    with pytest.raises(ConflictError):
        write(kept, path)
    assert path.read_text() == "mine"
