"""What was merged and why."""

from pathlib import Path

from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.statements.merges import merges

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "harbor-street-studio"


def test_each_line_that_was_known_is_listed_with_file_and_reason_until_it_is_undone(books):
    names = ("checking-2025-01.ofx", "checking-2025-02-03.ofx")
    first, second = (
        statements_import(books.place, [Upload(name, (SAMPLES / name).read_bytes())])
        for name in names
    )
    with books.scope():
        found = list(merges(books.business))
        assert [m.line.date.day for m in found] == [3, 4, 5]
        assert {m.line.statement.file.name for m in found} == {names[1]}
        assert {m.reason for m in found} == {"same day, amount, description and bank id"}
    batch_undo(books.place, second.batch_id, user_id=books.user.pk)
    with books.scope():
        assert not merges(books.business).exists()
    assert first.batch_id != second.batch_id
