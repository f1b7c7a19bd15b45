"""The known lines of a bank account, read as sets."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.knownrows import (
    KnownRows,
    claims_of,
    pinned_transactions,
    settled_lines,
)
from ledgerflow.statements.models import Statement, StatementLine
from ledgerflow.statements.publishing import statements_withdraw
from ledgerflow.statements.sorting import transaction_split
from tests.published import checking, publish, transaction

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
CARD = ("2025-01-14", "-4.00", "POS 004711")
CLIENT = ("2025-01-20", "500.00", "HARBOR CLIENT")
DAYS = (dt.date(2025, 1, 14), dt.date(2025, 1, 16))


def rows(statement):
    return KnownRows(checking_account(statement), statement, *DAYS)


def checking_account(statement):
    return statement.bank_account


def test_lines_around_the_days_come_by_day_with_what_became_of_them(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT])
        gone, _ = publish(books, [(*COFFEE, "ID1"), ("2025-02-14", "-9", "LATER")])
        statements_withdraw(batch=gone.batch, undo=books.batch("undo"))
        _, done = publish(books, [("2025-01-15", "-1", "TEA")])
        found = list(rows(done.statements[0]))
        assert [(r.description, r.stands, r.is_live) for r in found] == [
            ("CORNER COFFEE", True, True),
            ("CORNER COFFEE", False, True),
            ("HARBOR CLIENT", True, True),
        ]
        assert {r.transaction_id for r in found[:2]} == {transaction("CORNER COFFEE").pk}
        assert [r.bank_id for r in found[:2]] == ["", "ID1"]
        only = list(rows(done.statements[0]).of_amounts({Decimal(500)}))
        assert [r.description for r in only] == ["HARBOR CLIENT"]
        assert {r.currency for r in found} == {""}, "the account's own"


def test_a_transaction_with_lines_on_several_days_wanders(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT], start="2025-01-01", end="2025-01-31")
        publish(books, [("2025-01-15", "-4.00", "CORNER COFFEE")], start="2025-01-01",
                end="2025-01-31")  # fmt: skip
        _, done = publish(books, [("2025-01-16", "-1", "TEA")])
        found = list(rows(done.statements[0]))
        assert [(r.date.day, r.wanders) for r in found] == [(14, True), (15, True), (20, False)]


def test_what_a_person_sorted_is_known_by_the_same_bytes_after_an_undo(books):
    with books.scope():
        publish(books, [COFFEE])
        file, _ = publish(books, [CARD])
        made = transaction_split(line=StatementLine.objects.get(description=CARD[2]), reason="two")
        account = checking(books)
        assert pinned_transactions(account) == {made.pk, transaction("CORNER COFFEE").pk}
        statements_withdraw(batch=file.batch, undo=books.batch("undo"))
        _, done = publish(books, [CARD], same_bytes_as=file)
        assert settled_lines(account, done.statements[0]) == {0: made.pk}
        assert settled_lines(account, Statement.objects.order_by("pk")[0]) == {}


def test_standing_statements_claim_their_days(books):
    with books.scope():
        publish(books, [COFFEE])
        gone, _ = publish(books, [COFFEE, CLIENT])
        statements_withdraw(batch=gone.batch, undo=books.batch("undo"))
        _, done = publish(books, [CLIENT], proved=False)
        (claim,) = claims_of(checking(books), exclude=done.statements[0]).values()
        assert (claim.start, claim.end, claim.whole_end) == (DAYS[0], DAYS[0], True)
