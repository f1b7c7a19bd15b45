"""Books as a stream: complete, in order, some entries at a time."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.interchange.selectors import book_of, entry_rows
from ledgerflow.ledger.content import entry_hash
from ledgerflow.ledger.services import business_open
from tests.interchange.invented_books import nasty_book
from tests.interchange.stored_books import nasty_books_stored


@pytest.fixture
def kept(db):
    """The nasty book in the database."""
    return nasty_books_stored()


def comparable(entry):
    """An entry without what the database adds; a reversal's words are the service's."""
    text = "" if entry.kind == "reversal" else entry.description
    return replace(entry, description=text, posted_at=None, posted_by="")


def test_the_book_is_what_was_posted(kept):
    with kept.scope():
        book = book_of(kept.business)
        entries = list(book.entries)
    wanted = nasty_book()
    assert (book.business, book.base_currency) == (wanted.business, "USD")
    assert set(book.accounts) == set(wanted.accounts)
    assert book.first_day == wanted.first_day
    assert [comparable(e) for e in entries] == [comparable(e) for e in wanted.entries]
    assert {e.posted_by for e in entries} == {"keeper@example.com"}
    assert all(e.posted_at.utcoffset().total_seconds() == 0 for e in entries)


@pytest.mark.parametrize("at_once", [1, 3, 16, 1000])
def test_chunks_of_any_size_give_every_entry_once(kept, at_once):
    with kept.scope():
        numbers = [e.number for e in book_of(kept.business, at_once=at_once).entries]
    assert numbers == [e.number for e in nasty_book().entries]


def test_a_chunk_costs_two_queries_however_many_entries_it_has(kept):
    with kept.scope():
        business = kept.business
        with CaptureQueriesContext(connection) as queries:
            rows = list(entry_rows(business, at_once=10))
    assert len(rows) == len(nasty_book().entries)
    chunks = -(-len(rows) // 10)
    assert len(queries) == 2 * chunks + 1


def test_the_stored_hash_is_that_of_the_row(kept):
    with kept.scope():
        rows = list(entry_rows(kept.business))
    for row in rows:
        made = entry_hash(row.date, row.kind, row.reverses_id, row.description, row.lines)
        assert made == row.request_hash


def test_a_business_without_entries_has_an_empty_stream(books):
    with books.scope():
        book = book_of(books.business)
        assert (list(book.entries), book.first_day) == ([], None)
        assert len(book.accounts) > 10


def test_another_business_of_the_firm_stays_out(kept):
    with kept.scope():
        other = business_open(firm_id=kept.place.firm_id, name="Other", chart="us_sole_proprietor")
        assert list(book_of(other).entries) == []
        assert {a.currency for a in book_of(other).accounts} == {"USD"}
