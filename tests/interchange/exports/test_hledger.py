"""The journal export, read by hledger and by ledger themselves."""

import json
import re

import pytest
from hypothesis import given, settings

from ledgerflow.interchange.accountnames import account_names
from ledgerflow.interchange.exports.hledger import write
from tests.interchange.foreign import hledger_balances, hledger_says, ledger_balances
from tests.interchange.invented_books import NASTY_TEXTS, balances, books, nasty_book


def written(book, folder):
    """The export as a file."""
    path = folder / "books.journal"
    with path.open("wb") as out:
        write(book, out)
    return path


def named(book):
    """The book's balances by account name."""
    names = account_names(book.accounts)
    return {(names[code], currency): sum_ for (code, currency), sum_ in balances(book).items()}


@pytest.fixture(scope="module")
def journal(tmp_path_factory):
    """The nasty book as a file."""
    return written(nasty_book(), tmp_path_factory.mktemp("journal"))


def test_hledger_has_the_balances_of_the_book(journal):
    assert hledger_balances(journal) == named(nasty_book())


def test_ledger_has_the_balances_of_the_book(journal):
    assert ledger_balances(journal) == named(nasty_book())


def test_hledger_finds_every_account_and_commodity_declared(journal):
    hledger_says(journal, "check", "--strict")


def test_hledger_knows_the_type_of_every_account(journal):
    wanted = {"A": "asset", "L": "liability", "E": "equity", "R": "income", "X": "expense"}
    names = account_names(nasty_book().accounts)
    types = {names[a.code]: a.type for a in nasty_book().accounts}
    for letter, kind in wanted.items():
        shown = hledger_says(journal, "accounts", f"type:{letter}", "--declared").splitlines()
        assert set(shown) == {name for name, type_ in types.items() if type_ == kind}


def test_nothing_in_a_description_is_taken_for_something_else(journal):
    read = json.loads(hledger_says(journal, "print", "-O", "json"))
    by_code = {entry["tcode"]: entry for entry in read}
    assert set(by_code) == {str(e.number) for e in nasty_book().entries}
    for entry in nasty_book().entries:
        shown = by_code[str(entry.number)]
        assert shown["tdate"] == entry.date.isoformat()
        assert shown["tdate2"] is None
        assert shown["tstatus"] == "Cleared"
        assert [p["pdate"] for p in shown["tpostings"]] == [None] * len(entry.lines)
        spaced = "".join(c if c.isprintable() else " " for c in entry.description)
        one_line = " ".join(spaced.split())
        assert shown["tdescription"] == one_line.replace(";", "；").replace("|", "｜")


def test_the_exact_text_stands_in_a_tag_where_it_was_changed(journal):
    text = journal.read_text(encoding="utf-8")
    tags = [json.loads(found) for found in re.findall(r"^    ; description:(\".*)$", text, re.M)]
    altered = [t for t in NASTY_TEXTS if {";", "|"} & set(t) or t != " ".join(t.split())]
    assert [t for t in tags if t in NASTY_TEXTS] == altered
    notes = [json.loads(found) for found in re.findall(r"^    ; note:(\".*)$", text, re.M)]
    assert set(NASTY_TEXTS) - {""} <= set(notes)


def test_a_reversal_names_its_entry(journal):
    last = len(nasty_book().entries)
    assert f"; reverses:{last - 1}\n" in journal.read_text(encoding="utf-8")


@settings(max_examples=30, deadline=None)
@given(book=books())
def test_any_book_is_read_back_by_both(tmp_path_factory, book):
    path = written(book, tmp_path_factory.mktemp("any"))
    assert hledger_balances(path) == named(book)
    assert ledger_balances(path) == named(book)
