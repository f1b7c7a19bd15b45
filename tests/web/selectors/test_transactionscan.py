"""Looking through transactions, a bounded number at a time."""

import datetime as dt

import pytest

from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.services import decision_accept
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankAccount, BankTransaction
from ledgerflow.web.selectors import transactionscan
from ledgerflow.web.selectors.transactionscan import scan
from ledgerflow.web.transactionfilter import filter_from

ROWS = [
    ("01/13/2025", "PAPER SHOP 100%", "-20.00"),
    ("01/14/2025", "WATER_WORKS", "-30.00"),
    ("01/14/2025", "TOWN GARAGE", "-40.00"),
    ("01/16/2025", "HARBOR CLIENT", "100.00"),
    ("01/17/2025", "Paper Shop", "-86.10"),
]


def statement(rows):
    balance, lines = 100_000, ["Date,Description,Amount,Balance"]
    for day, text, amount in rows:
        balance += round(float(amount) * 100)
        lines.append(f"{day},{text},{amount},{balance / 100:.2f}")
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def filled(books):
    """Five invented transactions that all wait."""
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
        bank_account_add(business=books.business, name="Savings")
    run = statements_import(
        books.place,
        [Upload("january.csv", statement(ROWS))],
        account="Checking",
        user_id=books.user.pk,
    )
    assert run.refused == []
    return books


def found(books, after=None, *, window=None, **given):
    """Texts of a page, and what the scan says."""
    with books.scope():
        scanned = scan(books.place.business_id, filter_from(given), after, window=window)
        texts = BankTransaction.objects.in_bulk(scanned.ids)
    return [texts[pk].description for pk in scanned.ids], scanned


def decide(books, text, **choice):
    with books.scope():
        one = BankTransaction.objects.get(description=text)
        decision_accept(bank_transaction=one, choice=Choice(**choice), batch=books.batch())


def test_all_come_newest_first(filled):
    texts, scanned = found(filled)
    assert texts == [row[1] for row in reversed(ROWS)]
    assert (scanned.after, scanned.searched_back_to) == (None, None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"text": "paper"}, ["Paper Shop", "PAPER SHOP 100%"]),
        ({"text": "100%"}, ["PAPER SHOP 100%"]),
        ({"text": "r_w"}, ["WATER_WORKS"]),
        ({"text": "\\"}, []),
        ({"amount": "86.10"}, ["Paper Shop"]),
        ({"amount": "30-40"}, ["TOWN GARAGE", "WATER_WORKS"]),
        ({"direction": "in"}, ["HARBOR CLIENT"]),
        ({"direction": "out", "text": "town"}, ["TOWN GARAGE"]),
        ({"start": "2025-01-16"}, ["Paper Shop", "HARBOR CLIENT"]),
        ({"end": "2025-01-13"}, ["PAPER SHOP 100%"]),
        ({"state": "booked"}, []),
        ({"state": "excluded"}, []),
        ({"amount": "much"}, []),
    ],
)
def test_only_what_is_wanted_comes(filled, given, expected):
    assert found(filled, **given)[0] == expected


def test_states_and_accounts_are_told_apart(filled):
    with filled.scope():
        account = account_by_key(filled.business, "supplies")
    decide(filled, "Paper Shop", kind=Decision.Kind.CATEGORY, account=account)
    decide(filled, "TOWN GARAGE", kind=Decision.Kind.EXCLUDE, reason="private")
    assert found(filled, state="booked")[0] == ["Paper Shop"]
    assert found(filled, state="excluded")[0] == ["TOWN GARAGE"]
    assert len(found(filled, state="waiting")[0]) == 3
    assert found(filled, account=str(account.pk))[0] == ["Paper Shop"]
    assert found(filled, state="waiting", text="paper")[0] == ["PAPER SHOP 100%"]


def test_a_bank_account_is_one_of_several(filled):
    with filled.scope():
        ids = dict(BankAccount.objects.values_list("name", "pk"))
    assert len(found(filled, bank=str(ids["Checking"]))[0]) == 5
    assert found(filled, bank=str(ids["Savings"]))[0] == []


def test_pages_follow_each_other_without_gap_or_double(filled, monkeypatch):
    monkeypatch.setattr(transactionscan, "A_PAGE", 2)
    texts, after = [], None
    for _ in range(3):
        page, scanned = found(filled, after)
        texts, after = texts + page, scanned.after
    assert texts == [row[1] for row in reversed(ROWS)]
    assert after is None


@pytest.mark.parametrize("state", ["", "waiting"])
def test_the_looking_ends_and_says_how_far_back_it_came(filled, state):
    texts, scanned = found(filled, window=2, text="water", state=state)
    assert texts == []
    assert scanned.searched_back_to == dt.date(2025, 1, 16)
    texts, scanned = found(filled, scanned.after, window=2, text="water", state=state)
    assert texts == ["WATER_WORKS"]
    texts, scanned = found(filled, scanned.after, window=2, text="water", state=state)
    assert (texts, scanned.after) == ([], None)


def test_what_an_import_brought_and_was_undone_is_not_listed(filled):
    with filled.scope():
        BankTransaction.objects.filter(description="TOWN GARAGE").update(is_live=False)
    assert "TOWN GARAGE" not in found(filled)[0]


def test_another_business_has_none_of_them(filled, make_books):
    other = make_books(name="Quay Street Bakery")
    assert found(other)[0] == []
