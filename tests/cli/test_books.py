"""`batches`, `undo`, `verify`."""

import json

from ledgerflow.audit.models import Batch
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.statements.models import BankTransaction


def number_of(books, kind):
    with books.scope():
        return Batch.objects.filter(kind=kind).latest("pk").pk


def test_an_import_is_undone_by_its_number_and_can_come_back(cli, imported, january):
    cli("review", "accept", "1")
    done = cli("undo", number_of(imported, "import"), "--reason", "wrong account")
    assert done.code == 0
    assert "reversed by opposite entries: 1" in done.out
    assert "shown by no statement any more: 4" in done.out
    with imported.scope():
        assert not BankTransaction.objects.filter(is_live=True).exists()
    assert cli("import", january, "--account", "Checking").code == 0


def test_batches_name_what_who_and_what_they_undo(cli, imported):
    cli("review", "accept", "1")
    number = number_of(imported, "decide")
    cli("undo", number)
    done = cli("batches")
    assert "Import of january.csv" in done.out
    assert imported.user.email in done.out
    assert f"undoes {number}" in done.out


def test_an_unknown_batch_and_a_second_undo_are_refused(cli, imported, row_counts):
    batch = number_of(imported, "import")
    cli("undo", batch)
    before = row_counts()
    assert cli("undo", 999_999).code == 6
    again = cli("undo", batch)
    assert (again.code, "undone already" in again.err) == (4, True)
    assert row_counts() == before


def test_an_undo_says_what_a_locked_month_keeps(cli, imported):
    cli("review", "accept", "1")
    cli("lock", "2025-01")
    done = cli("undo", number_of(imported, "decide"))
    assert (done.code, "nothing of it can be taken back now" in done.err) == (5, True)
    with imported.scope():
        assert JournalEntry.objects.count() == 1


def test_verify_recomputes_and_finds_all_well(cli, imported):
    cli("review", "accept", "1-3")
    done = cli("verify")
    assert done.code == 0, done.out
    assert "✓" in done.out
    assert "✗" not in done.out
    (answer,) = json.loads(cli("verify", "--json").out)["businesses"]
    assert all(check["ok"] for check in answer["checks"])


def test_verify_ends_with_1_and_names_what_is_broken(cli, imported):
    from ledgerflow.statements.models import StatementFile
    from ledgerflow.statements.storage import path_of

    with imported.scope():
        file = StatementFile.objects.get()
    path_of(file.firm_id, file.stored_as).unlink()
    done = cli("verify")
    assert done.code == 1
    assert "✗ originals" in done.out
