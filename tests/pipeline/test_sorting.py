"""Splitting and joining beside decisions: who keeps the entry, and what is suggested."""

import pytest

from ledgerflow.core.errors import AccessError, AlreadyDecided
from ledgerflow.pipeline.sorting import merge_join, merge_split
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.pipeline.verify import books_verify
from ledgerflow.review.selectors import live_decision, undecided
from ledgerflow.statements.models import StatementLine
from tests.published import decide, publish, transaction

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
CARD = ("2025-01-14", "-4.00", "POS 004711")


def line_of(books, text):
    with books.scope():
        return StatementLine.objects.filter(description=text).order_by("pk")[0].pk


def merged(books):
    """Two files of one coffee, decided."""
    with books.scope():
        publish(books, [COFFEE])
        publish(books, [CARD])
        decide(books, "CORNER COFFEE", "meals")


def split(books):
    return merge_split(
        books.place, line_of(books, "POS 004711"), reason="two", user_id=books.user.pk
    )


def all_is_well(books):
    return [c for c in books_verify(books.place).checks if not c.ok and c.name != "originals"]


def test_a_decided_transaction_keeps_its_entry_and_the_new_one_waits(books):
    merged(books)
    done = split(books)
    with books.scope():
        assert live_decision(transaction("CORNER COFFEE")) is not None
        assert [t.pk for t in undecided(books.business)] == [done.transaction_id]
    assert split(books).transaction_id == done.transaction_id
    assert all_is_well(books) == []


def test_of_two_joined_the_decided_one_is_kept(books):
    merged(books)
    done = split(books)
    both = (done.transaction_id, done.other_id)
    kept = merge_join(books.place, *both, reason="one", user_id=books.user.pk)
    assert kept.transaction_id == done.other_id
    with books.scope():
        assert not undecided(books.business).exists()
    assert all_is_well(books) == []


def test_a_younger_decided_one_is_kept_too(books):
    with books.scope():
        publish(books, [COFFEE], proved=False)
        publish(books, [("2025-01-16", "-4.00", "POS 004711")], proved=False)
        decide(books, "POS 004711", "meals")
        numbers = [transaction(text).pk for text in ("CORNER COFFEE", "POS 004711")]
    kept = merge_join(books.place, *numbers, reason="one", user_id=books.user.pk)
    assert kept.transaction_id == numbers[1]
    assert all_is_well(books) == []


def test_two_decided_ones_are_not_joined(books):
    merged(books)
    done = split(books)
    with books.scope():
        decide(books, "POS 004711", "meals")
    with pytest.raises(AlreadyDecided, match="both decided"):
        merge_join(
            books.place, done.transaction_id, done.other_id, reason="x", user_id=books.user.pk
        )


def test_undoing_an_import_takes_what_was_split_off_with_its_entry(books):
    with books.scope():
        publish(books, [COFFEE])
        file, _ = publish(books, [CARD])
    split(books)
    with books.scope():
        decide(books, "POS 004711", "meals")
    report = batch_undo(books.place, file.batch_id, user_id=books.user.pk)
    assert (report.reversed, report.withdrawn) == (1, 1)
    assert all_is_well(books) == []


def test_lines_and_transactions_of_others_are_not_there(books, make_books):
    merged(books)
    other = make_books(name="Quiet Neighbour")
    line = line_of(books, "POS 004711")
    with books.scope():
        number = transaction("CORNER COFFEE").pk
    with pytest.raises(AccessError):
        merge_split(other.place, line, reason="x", user_id=other.user.pk)
    with pytest.raises(AccessError):
        merge_join(other.place, number, number, reason="x", user_id=other.user.pk)
