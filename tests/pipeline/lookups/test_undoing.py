"""Taking a look-up back: its suggestions count no more, decisions on them stand."""

import pytest

from ledgerflow.agents.run_models import LookUp
from ledgerflow.core.errors import ConflictError
from ledgerflow.pipeline.lookups.batch import look_up_run, look_up_start
from ledgerflow.pipeline.undo import batch_undo, batch_undo_preview
from ledgerflow.review.choices import choice_of
from ledgerflow.review.selectors import newest_suggestions, undecided
from ledgerflow.review.services import decision_accept
from tests.pipeline.lookups.lookers import PAYEES, AtOnce, answers, undecided_books


def looked_up(books, word="Supplies"):
    script, model = answers(word)
    look_up_start(books.place, user_id=books.user.pk)
    look_up_run(books.place, executor=AtOnce(), model=model)
    with books.scope():
        return LookUp.objects.order_by("-pk")[0], len(script.seen)


def suggested(books):
    with books.scope():
        waiting = [row.pk for row in undecided(books.business)]
        return [s.source for s in newest_suggestions(waiting).values()]


def test_an_undone_look_up_suggests_nothing_and_its_payees_can_be_asked_again(books):
    undecided_books(books)
    done, _ = looked_up(books)
    assert suggested(books) == ["agent"] * 4
    preview = batch_undo_preview(books.place, done.batch_id)
    assert (preview.suggestions, preview.undo_batch_id) == (4, 0)
    assert suggested(books) == ["agent"] * 4, "a preview changes nothing"
    report = batch_undo(books.place, done.batch_id, user_id=books.user.pk)
    assert (report.suggestions, report.kept) == (4, [])
    assert "agent" not in suggested(books)
    with pytest.raises(ConflictError):
        batch_undo(books.place, done.batch_id)
    _, asked = looked_up(books, "Advertising")
    assert asked == PAYEES
    assert suggested(books) == ["agent"] * 4


def test_what_was_decided_on_it_stands_and_is_told(books):
    undecided_books(books)
    done, _ = looked_up(books)
    with books.scope():
        rows = list(undecided(books.business))
        newest = newest_suggestions(row.pk for row in rows)
        decision_accept(
            bank_transaction=rows[0], choice=choice_of(newest[rows[0].pk]), batch=books.batch()
        )
    report = batch_undo(books.place, done.batch_id)
    assert (report.suggestions, report.kept_count) == (3, 1)
    assert report.kept[0].reason == "decided since"
