"""What is exported can be moved in again: the same balances on the same accounts."""

import pytest

from ledgerflow.firms.services import business_create
from ledgerflow.interchange.accountnames import account_names
from ledgerflow.interchange.exporting import book_export
from ledgerflow.interchange.selectors import book_of
from ledgerflow.interchange.services import JournalFile, journal_import
from tests.interchange.invented_books import ACCOUNTS
from tests.interchange.stored_books import accounts_store, balances_stored, nasty_books_stored


@pytest.fixture
def kept(db):
    """The nasty book in the database."""
    return nasty_books_stored()


@pytest.fixture
def empty(kept):
    """Another business of the firm with the same accounts and no entry."""
    with kept.scope():
        business = business_create(firm_id=kept.place.firm_id, name="Second", base_currency="USD")
        accounts_store(business, ACCOUNTS)
    return business


@pytest.mark.parametrize("format_id", ["beancount", "hledger", "csv"])
def test_an_export_moves_into_other_books_with_every_balance(kept, empty, tmp_path, format_id):
    done = book_export(
        place=kept.place, user_id=kept.user.pk, format_id=format_id, path=tmp_path / "books"
    )
    names = account_names(ACCOUNTS)
    bookable = [a.code for a in ACCOUNTS if not a.is_heading]
    mapping = {} if format_id == "csv" else {names[code]: code for code in bookable}
    file = JournalFile(name="books", data=done.path.read_bytes(), mapping=mapping)
    with kept.scope():
        moved = journal_import(business=empty, file=file)
        assert moved.entries == done.entries
        assert balances_stored(empty) == balances_stored(kept.business)
        days = sorted(entry.date for entry in book_of(kept.business).entries)
        assert sorted(entry.date for entry in book_of(empty).entries) == days
