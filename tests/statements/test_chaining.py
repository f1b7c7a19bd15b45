"""The chain's verdicts reach the rows."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.chaining import account_reprove
from ledgerflow.statements.models import Statement
from tests.published import checking, publish

STATED = {"stated_balance": Decimal(100), "stated_balance_date": dt.date(2024, 12, 31)}


def verdicts():
    return list(Statement.objects.order_by("start").values_list("verdict", flat=True))


def test_a_later_file_proves_an_earlier_one(books):
    with books.scope():
        checking(books, **STATED)
        publish(books, [("2025-01-20", "-6", "TEA")], closing="90", proved=False)
        assert verdicts() == ["not_provable"], "days before it are missing"
        publish(
            books, [("2025-01-01", "0", "x"), ("2025-01-19", "-4", "COFFEE")],
            closing="96", proved=False,
        )  # fmt: skip
        assert verdicts() == ["proved", "proved"]
        assert "follows from 96.00" in Statement.objects.order_by("-start")[0].reason


def test_a_withdrawn_statement_is_not_judged_and_judges_nobody(books):
    with books.scope():
        account = checking(books)
        publish(books, [("2025-01-01", "-4", "COFFEE")], opening="100", closing="96")
        publish(books, [("2025-01-02", "-6", "TEA")], closing="90", proved=False)
        assert verdicts() == ["proved", "proved"]
        Statement.objects.order_by("start").first()
        first = Statement.objects.order_by("start")[0]
        first.withdrawn_by = books.batch("undo")
        first.save(update_fields=["withdrawn_by"])
        account_reprove(bank_account=account)
        assert verdicts() == ["proved", "not_provable"]


def test_accounts_are_judged_apart(books):
    with books.scope():
        publish(books, [("2025-01-01", "-4", "COFFEE")], opening="100", closing="96")
        savings = checking(books, "Savings")
        publish(books, [("2025-01-02", "-6", "TEA")], account=savings, closing="90", proved=False)
        assert verdicts() == ["proved", "not_provable"]


def test_judging_twice_writes_once(books, django_assert_num_queries):
    with books.scope():
        account = checking(books)
        publish(books, [("2025-01-01", "-4", "COFFEE")], opening="100", closing="96")
        with django_assert_num_queries(3):
            account_reprove(bank_account=account)


def test_a_payment_printed_earlier_counts_on_the_day_that_it_was_booked(books):
    """The card's own statement prints the day of the payment, before the known balance."""
    with books.scope():
        account = checking(
            books, stated_balance=Decimal(100), stated_balance_date=dt.date(2025, 1, 31)
        )
        paid = [("2025-01-30", "-4", "CORNER COFFEE"), ("2025-02-10", "-6", "TEA HOUSE")]
        publish(books, paid, opening="100", closing="90", start="2025-01-30", end="2025-02-28")
        booked = [("2025-02-01", "-4", "CORNER COFFEE"), ("2025-02-10", "-6", "TEA HOUSE")]
        _, done = publish(books, booked, closing="90", proved=False, end="2025-02-11")
        assert done.new_transactions == 0
        account_reprove(bank_account=account)
        assert verdicts() == ["proved", "proved"]
