"""Whose statement it is, and what is kept of an account's number."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.apps import apps

from ledgerflow.core.errors import ConflictError, CurrencyMismatch, InputError, RuleError
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import (
    bank_account_add,
    bank_account_find,
    bank_account_for,
)
from ledgerflow.statements.models import BankAccount
from ledgerflow.statements.numbers import number_fingerprint
from tests.published import parsed
from tests.statement_files import BankAccountHistory, days, ofx_file

NUMBER = "4029 3311-775512"
PLAIN = "40293311775512"
ROWS = [("2025-01-14", "-4.00", "COFFEE")]


def find(books, *, given=None, number="", **how):
    (statement,) = parsed(ROWS, number=number, **how).statements
    return bank_account_for(
        business=books.business, statement=statement, given=given, file_name="file.ofx"
    )


def test_a_bank_account_comes_with_a_ledger_account_under_its_heading(books):
    with books.scope():
        bank = bank_account_add(business=books.business, name="Checking")
        card = bank_account_add(business=books.business, name="Card", kind="card")
        assert bank.ledger_account.parent.key == "bank_accounts"
        assert (card.ledger_account.parent.key, card.ledger_account.type) == (
            "credit_cards",
            "liability",
        )


def test_a_stated_balance_enters_the_books_on_its_day(books):
    with books.scope():
        bank_account_add(
            business=books.business,
            name="Checking",
            stated_balance=Decimal("250.50"),
            stated_balance_date=dt.date(2024, 12, 31),
        )
        assert {b.key or b.name: b.amount for b in account_balances(books.business)} == {
            "Checking": Decimal("250.50"),
            "opening_balance_equity": Decimal("-250.50"),
        }
        assert JournalEntry.objects.get().kind == "opening"


@pytest.mark.parametrize(
    "half", [{"stated_balance": Decimal(1)}, {"stated_balance_date": dt.date(2025, 1, 1)}]
)
def test_half_of_a_stated_balance_is_refused(books, half):
    with books.scope(), pytest.raises(InputError, match="needs its date"):
        bank_account_add(business=books.business, name="Checking", **half)


def test_a_name_is_used_once_even_where_only_its_end_differs(books):
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
        with pytest.raises(ConflictError, match="already"):
            bank_account_add(business=books.business, name="Checking")
        bank_account_add(business=books.business, name="x" * 120)
        with pytest.raises(ConflictError) as caught:
            bank_account_add(business=books.business, name="x" * 121)
        assert caught.value.extra == {"constraint": "bankaccount_name_unique"}
        assert BankAccount.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"kind": "piggy bank"}, {"currency": "dollar"}])
def test_a_kind_or_currency_that_does_not_exist_is_refused(books, wrong):
    with books.scope(), pytest.raises(InputError):
        bank_account_add(business=books.business, name="Checking", **wrong)


def test_an_account_is_found_by_name_last_digits_or_id(books):
    with books.scope():
        bank = bank_account_add(business=books.business, name="Checking", number=NUMBER)
        for text in ("checking", " Checking ", "5512", str(bank.pk)):
            assert bank_account_find(business=books.business, name=text) == bank
        with pytest.raises(InputError, match="Known: Checking") as caught:
            bank_account_find(business=books.business, name="Savings")
        assert caught.value.code == "unknown_bank_account"


def test_a_statement_finds_its_account_by_number_however_it_is_written(books):
    with books.scope():
        bank = bank_account_add(business=books.business, name="Checking", number=NUMBER)
        assert find(books, number=PLAIN) == bank
        assert find(books, number="4029-3311 7755 12") == bank


def test_an_unknown_number_opens_an_account_of_the_statements_kind(books):
    with books.scope():
        made = find(books, number="9000123477", kind="card", currency="USD")
        assert (made.name, made.kind, made.number_last4) == ("Card 3477", "card", "3477")
        assert find(books, number="9000123477") == made


def test_two_numbers_with_the_same_end_are_two_accounts(books):
    with books.scope():
        one, two = find(books, number="1111123477"), find(books, number="2222223477")
        assert one != two
        assert one.name != two.name


def test_a_file_without_a_number_asks_which_account_it_is(books):
    with books.scope(), pytest.raises(InputError) as caught:
        find(books)
    assert caught.value.code == "needs_account"


def test_a_given_account_learns_its_number_from_the_first_file(books):
    with books.scope():
        bank = bank_account_add(business=books.business, name="Checking")
        assert find(books, given=bank, number=NUMBER) == bank
        assert find(books, number=PLAIN) == bank
        bank.refresh_from_db()
        assert bank.number_last4 == "5512"


def test_a_file_of_another_account_is_refused(books):
    with books.scope():
        bank = bank_account_add(business=books.business, name="Checking", number=NUMBER)
        with pytest.raises(RuleError, match="ending in 9999") as caught:
            find(books, given=bank, number="77779999")
        assert caught.value.code == "other_bank_account"


def test_a_file_in_another_currency_is_refused(books):
    with books.scope():
        bank = bank_account_add(business=books.business, name="Checking")
        with pytest.raises(CurrencyMismatch):
            find(books, given=bank, currency="EUR")


def test_fingerprints_tell_numbers_apart_and_firms_too():
    assert number_fingerprint(1, NUMBER) == number_fingerprint(1, PLAIN)
    assert number_fingerprint(1, NUMBER) != number_fingerprint(2, NUMBER)
    assert number_fingerprint(1, NUMBER) != number_fingerprint(1, PLAIN[:-1])
    assert number_fingerprint(1, "-- ") == ""
    assert PLAIN not in number_fingerprint(1, NUMBER)


CSV_WITH_NUMBER = f"""Account number: {NUMBER}
Account,Date,Description,Amount,Balance
{PLAIN},2025-01-13,PAINT,-86.10,913.90
{PLAIN},2025-01-14,COFFEE,-4.00,909.90
""".encode()


@pytest.mark.parametrize("kind", ["ofx", "csv"])
def test_no_table_holds_an_account_number_in_clear(books, kind):
    history = BankAccountHistory(
        PLAIN, Decimal(100), days(dt.date(2025, 1, 1), [(1, "-4", "COFFEE"), (2, "-5", "TEA")], "x")
    )
    if kind == "ofx":
        data = ofx_file(history, dt.date(2025, 1, 1), dt.date(2025, 1, 31))
    else:
        data = CSV_WITH_NUMBER
    run = statements_import(books.place, [Upload(f"file.{kind}", data)], user_id=books.user.pk)
    assert run.refused == []
    with books.scope():
        bank = BankAccount.objects.get()
        assert (bank.number_last4, len(bank.number_fingerprint)) == ("5512", 64)
        found = []
        for model in apps.get_models():
            for row in model.objects.values():
                text = json.dumps(row, default=str)
                if PLAIN in "".join(c for c in text if c not in " -"):
                    found.append(
                        (model.__name__, {k: v for k, v in row.items() if PLAIN in str(v)})
                    )
        assert found == []
