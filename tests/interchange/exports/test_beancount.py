"""The Beancount export, loaded by Beancount itself."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from beancount.core.data import Close, Commodity, Open, Transaction
from hypothesis import given, settings

from ledgerflow.core.errors import InputError
from ledgerflow.interchange.accountnames import account_names
from ledgerflow.interchange.exports.beancount import write
from tests.interchange.foreign import beancount_balances, beancount_entries
from tests.interchange.invented_books import NASTY_TEXTS, balances, books, nasty_book


def written(book, folder):
    """The export as a file."""
    path = folder / "books.beancount"
    with path.open("wb") as out:
        write(book, out)
    return path


def named(book):
    """The book's balances by account name."""
    names = account_names(book.accounts)
    return {(names[code], currency): sum_ for (code, currency), sum_ in balances(book).items()}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The nasty book as Beancount reads it."""
    return beancount_entries(written(nasty_book(), tmp_path_factory.mktemp("beancount")))


def test_the_balances_are_those_of_the_book(tmp_path):
    book = nasty_book(2)
    assert beancount_balances(written(book, tmp_path)) == named(book)


def test_it_loads_without_a_complaint(loaded):
    entries, errors, options = loaded
    assert errors == []
    assert options["title"] == nasty_book().business
    assert options["operating_currency"] == ["USD"]
    assert len([e for e in entries if isinstance(e, Transaction)]) == len(nasty_book().entries)


def test_texts_come_back_as_they_were(loaded):
    booked = {e.meta["number"]: e for e in loaded[0] if isinstance(e, Transaction)}
    for number, text in enumerate(NASTY_TEXTS, 1):
        assert booked[number].narration == text
        assert booked[number].postings[0].meta.get("note", "") == text


def test_kind_and_reversed_entry_are_metadata(loaded):
    booked = {e.meta["number"]: e for e in loaded[0] if isinstance(e, Transaction)}
    last = len(booked)
    assert (booked[last].meta["kind"], booked[last].meta["reverses"]) == ("reversal", last - 1)
    assert "reverses" not in booked[last - 1].meta


def test_accounts_carry_their_code_name_and_currency(loaded):
    opened = {e.meta["code"]: e for e in loaded[0] if isinstance(e, Open)}
    for account in nasty_book().accounts:
        directive = opened[account.code]
        assert directive.currencies == [account.currency]
        assert directive.meta["name"] == account.name
        assert directive.meta.get("key", "") == account.key
        assert directive.meta.get("description", "") == account.description
        assert directive.meta.get("heading", False) == account.is_heading


def test_a_closed_account_is_closed_after_its_last_line(loaded):
    codes = {e.account: e.meta["code"] for e in loaded[0] if isinstance(e, Open)}
    closed = {codes[e.account]: e.date for e in loaded[0] if isinstance(e, Close)}
    last = max(
        e.date for e in nasty_book().entries if any(i.account_code == "5001" for i in e.lines)
    )
    assert closed == {"5001": last, "5002": dt.date(2024, 12, 31)}


def test_an_entry_before_the_first_day_is_refused():
    book = replace(nasty_book(), first_day=dt.date(2025, 1, 1))
    with pytest.raises(InputError, match="before 2025-01-01"):
        write(book, io.BytesIO())


def test_a_currency_with_an_odd_name_gets_a_legal_one_that_says_which(tmp_path):
    book = nasty_book()
    odd = {"USD": "u$", "EUR": "1"}
    accounts = tuple(replace(a, currency=odd.get(a.currency, a.currency)) for a in book.accounts)
    entries = tuple(
        replace(
            e, lines=tuple(replace(x, currency=odd.get(x.currency, x.currency)) for x in e.lines)
        )
        for e in book.entries
    )
    path = written(replace(book, accounts=accounts, entries=entries, base_currency="u$"), tmp_path)
    directives, errors, options = beancount_entries(path)
    said = {d.currency: d.meta["currency"] for d in directives if isinstance(d, Commodity)}
    assert (errors, said) == ([], {"X7524": "u$", "X31": "1"})
    assert options["operating_currency"] == ["X7524"]
    assert set(beancount_balances(path).values()) == set(named(book).values())


@settings(max_examples=25, deadline=None)
@given(book=books())
def test_any_book_is_read_back(tmp_path_factory, book):
    path = written(book, tmp_path_factory.mktemp("any"))
    assert beancount_balances(path) == named(book)
    texts = [e.narration for e in beancount_entries(path)[0] if isinstance(e, Transaction)]
    assert sorted(texts) == sorted(e.description for e in book.entries)
