"""The same files in any order, and twice, make the same facts and the same books."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from itertools import permutations

import pytest

from ledgerflow.classification.rule_services import RuleFields, rule_add
from ledgerflow.core.errors import DuplicateFile
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_balances, account_by_key
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.review.selectors import undecided
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankTransaction, Statement
from tests.statement_files import BankAccountHistory, csv_file, days, ofx_file

NEW_YEAR = dt.date(2025, 1, 1)
CHECKING = BankAccountHistory(
    "000111222",
    Decimal(1000),
    days(
        NEW_YEAR,
        [
            (1, "-4.00", "CORNER COFFEE"),
            (9, "-4.00", "CORNER COFFEE"),
            (9, "-4.00", "CORNER COFFEE"),
            (11, "500.00", "HARBOR CLIENT"),
            (12, "-250.00", "TRANSFER TO SAVINGS 2444"),
            (14, "-4.00", "TEA HOUSE"),
            (19, "-19.99", "PAPER SHOP"),
            (19, "-19.99", "PAPER SHOP"),
            (19, "19.99", "PAPER SHOP"),
            (28, "-4.00", "CORNER COFFEE"),
        ],
        "C",
    ),
)
SAVINGS = BankAccountHistory(
    "000222444",
    Decimal(50),
    days(
        NEW_YEAR,
        [
            (4, "-1.00", "ACCOUNT FEE"),
            (12, "250.00", "TRANSFER FROM CHECKING 1222"),
            (13, "-1.00", "ACCOUNT FEE"),
            (13, "-1.00", "ACCOUNT FEE"),
            (24, "0.55", "INTEREST"),
        ],
        "S",
    ),
)
RULES = {
    "COFFEE": "meals",
    "TEA": "meals",
    "CLIENT": "sales",
    "PAPER": "office_expense",
    "FEE": "bank_fees",
    "INTEREST": "interest_income",
    "TRANSFER": None,
}


def january(first, last):
    return dt.date(2025, 1, first), dt.date(2025, 1, last)


FILES = (
    (Upload("checking.ofx", ofx_file(CHECKING, *january(1, 20))), ""),
    (Upload("checking.csv", csv_file(CHECKING, *january(10, 31))), "Checking"),
    (Upload("savings.ofx", ofx_file(SAVINGS, *january(5, 25))), ""),
    (Upload("savings.csv", csv_file(SAVINGS, *january(1, 15))), "Savings"),
)


def studio(make_books):
    """Two bank accounts with the balances of New Year, and a rule for everything."""
    books = make_books()
    with books.scope():
        business = books.business
        for name, history in (("Checking", CHECKING), ("Savings", SAVINGS)):
            bank_account_add(
                business=business,
                name=name,
                number=history.number,
                stated_balance=history.opening,
                stated_balance_date=dt.date(2024, 12, 31),
            )
        for order, (word, key) in enumerate(RULES.items()):
            rule_add(
                business=business,
                fields=RuleFields(
                    name=word,
                    order=order,
                    conditions=[{"field": "description", "op": "contains", "value": word}],
                    account=account_by_key(business, key) if key else None,
                    is_transfer=key is None,
                ),
            )
    return books


def take(books, upload, account):
    return statements_import(books.place, [upload], account=account, user_id=books.user.pk)


def facts(books):
    with books.scope():
        rows = BankTransaction.objects.filter(is_live=True).values_list(
            "bank_account__name", "date", "amount", "description"
        )
        return Counter(rows)


def journal(books):
    """Entries without their numbers, and balances by account."""
    with books.scope():
        entries = Counter(
            (
                entry.date,
                entry.kind,
                entry.description,
                tuple(sorted((x.account.name, x.amount) for x in entry.lines.all())),
            )
            for entry in JournalEntry.objects.prefetch_related("lines__account")
        )
        return entries, {b.name: b.amount for b in account_balances(books.business)}


def truth():
    return Counter(
        (name, row.date, row.amount, row.text)
        for name, history in (("Checking", CHECKING), ("Savings", SAVINGS))
        for row in history.rows
    )


def test_four_overlapping_files_in_every_order_and_twice_make_the_same_books(make_books, read_here):
    seen = []
    for order in permutations(FILES):
        books = studio(make_books)
        for upload, account in order:
            assert take(books, upload, account).refused == []
        for upload, account in reversed(order):
            ((_, error),) = take(books, upload, account).refused
            assert isinstance(error, DuplicateFile)
        assert facts(books) == truth()
        with books.scope():
            assert set(Statement.objects.values_list("verdict", flat=True)) == {"proved"}
            assert not undecided(books.business).exists()
        seen.append(journal(books))
    entries, balances = seen[0]
    assert all(other == (entries, balances) for other in seen[1:])
    assert sum(entries.values()) == sum(truth().values()) + 2, "and two opening balances"
    assert balances["Checking"] == CHECKING.balance_before(len(CHECKING.rows))
    assert balances["Savings"] == SAVINGS.balance_before(len(SAVINGS.rows))
    assert all(amount == 0 for name, amount in balances.items() if "clearing" in name.lower()), (
        "the transfer comes back to zero"
    )


def test_verdicts_are_the_same_in_every_order_when_a_file_is_missing(make_books, read_here):
    """Without the first CSV, savings' OFX begins after a gap and stays unproved in any order."""
    seen = set()
    for order in permutations(FILES[:3]):
        books = studio(make_books)
        for upload, account in order:
            take(books, upload, account)
        with books.scope():
            verdicts = Statement.objects.values_list("bank_account__name", "start", "verdict")
            seen.add(frozenset(verdicts))
            waiting = Counter(t.bank_account.name for t in undecided(books.business))
            assert waiting["Savings"] == len(SAVINGS.rows), (
                "nothing unproved is accepted by the policy"
            )
            assert waiting["Checking"] <= 1, "but a transfer may wait for its other half"
    assert len(seen) == 1
    assert {v for _, _, v in seen.pop()} == {"proved", "not_provable"}


@pytest.mark.parametrize("gone", range(4))
def test_an_undone_file_leaves_the_books_as_if_it_had_never_come(make_books, read_here, gone):
    plain, undone = studio(make_books), studio(make_books)
    for number, (upload, account) in enumerate(FILES):
        if number != gone:
            take(plain, upload, account)
    batches = [take(undone, upload, account).batch_id for upload, account in FILES]
    report = batch_undo(undone.place, batches[gone], user_id=undone.user.pk)
    assert report.blocked == []
    assert facts(undone) == facts(plain)
    take(undone, *FILES[gone])
    take(plain, *FILES[gone])
    assert facts(undone) == facts(plain) == truth()
    assert journal(undone)[1] == journal(plain)[1]
