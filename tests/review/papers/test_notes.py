"""Notes: beside one thing, for good."""

import pytest

from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import AccessError, AppendOnly, InputError, RuleError
from ledgerflow.review.paper_models import Note
from ledgerflow.review.papers.notes import note_add
from tests.published import publish, transaction


def write(books, text="Lamp for the studio", **where):
    return note_add(business=books.business, text=text, user_id=books.user.pk, **where)


def test_a_note_stands_beside_a_transaction_for_good(books):
    with books.scope():
        publish(books, [("2025-01-13", "-86.10", "HARDWARE SHOP")])
        note = write(
            books, "  Lamp for the studio ", transaction_id=transaction("HARDWARE SHOP").pk
        )
        assert (note.text, note.written_by_id) == ("Lamp for the studio", books.user.pk)
        with pytest.raises(AppendOnly), kind_errors():
            Note.objects.filter(pk=note.pk).update(text="another")


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_a_note_says_something_short(books, text):
    with books.scope(), pytest.raises(InputError):
        write(books, text, transaction_id=1)


def test_a_note_is_about_one_thing_of_its_business(books, make_books):
    other = make_books("Other Books")
    with other.scope():
        publish(other, [("2025-01-13", "-1.00", "ELSEWHERE")])
        elsewhere = transaction("ELSEWHERE").pk
    with books.scope():
        with pytest.raises(RuleError):
            write(books)
        with pytest.raises(RuleError):
            write(books, transaction_id=1, entry_id=1)
    with pytest.raises(AccessError), books.scope():
        write(books, transaction_id=elsewhere)
