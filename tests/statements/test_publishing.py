"""Publishing and withdrawing: at once, once, and without a trace."""

import pytest
from django.db import connection

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import CurrencyMismatch
from ledgerflow.statements import publishing
from ledgerflow.statements.models import (
    BankTransaction,
    LineMatch,
    Statement,
    StatementFile,
    StatementLine,
)
from ledgerflow.statements.proof import prove
from ledgerflow.statements.publishing import (
    statement_publish,
    statements_withdraw,
    withdrawn_transactions,
)
from ledgerflow.statements.services import (
    statement_file_receive,
)
from tests.published import checking, parsed, publish, received, transaction

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
CLIENT = ("2025-01-20", "500.00", "HARBOR CLIENT")
PAPER = ("2025-01-28", "-19.99", "PAPER SHOP")


def receive(books, data, name="january.csv"):
    return statement_file_receive(
        business=books.business, batch=books.batch("import"), name=name, data=data
    )


def live():
    return sorted(
        BankTransaction.objects.filter(is_live=True).values_list("description", flat=True)
    )


def test_publishing_shows_everything_at_once(books):
    with books.scope():
        file, done = publish(books, [COFFEE, COFFEE, CLIENT])
        assert file.state == "published"
        assert (done.new_transactions, done.merged) == (3, [])
        assert live() == ["CORNER COFFEE", "CORNER COFFEE", "HARBOR CLIENT"]
        statement = Statement.objects.get()
        assert (statement.verdict, statement.line_count, statement.lines_sum) == ("proved", 3, 492)
        assert [x.row for x in statement.lines.order_by("position")] == [2, 3, 4]
        assert LineMatch.objects.count() == 3
        event = AuditEvent.objects.get(action="statement_publish")
        assert event.detail == {"new": 3, "merged": 0}


def test_publishing_again_changes_nothing(books):
    with books.scope():
        file, _ = publish(books, [COFFEE])
        content = parsed([COFFEE])
        proofs = [prove(s) for s in content.statements]
        again = statement_publish(file=file, parsed=content, proofs=proofs, outcome={})
        assert [s.pk for s in again.statements] == [Statement.objects.get().pk]
        assert again.new_transactions == 0
        assert StatementLine.objects.count() == 1


def test_an_overlapping_statement_adds_only_what_is_new_and_says_what_it_merged(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT])
        _, done = publish(books, [CLIENT, PAPER])
        assert done.new_transactions == 1
        ((line, match),) = done.merged
        assert (line.description, match.reason) == (
            "HARBOR CLIENT",
            "same day, amount and description",
        )
        assert live() == ["CORNER COFFEE", "HARBOR CLIENT", "PAPER SHOP"]
        assert transaction("HARBOR CLIENT").matches.count() == 2


def test_two_statements_of_one_file_are_matched_against_each_other(books):
    with books.scope():
        file = received(books, account=checking(books))
        one, two = parsed([COFFEE, CLIENT]), parsed([CLIENT, PAPER])
        both = type(one)("invented", (*one.statements, *two.statements))
        proofs = [prove(s) for s in both.statements]
        done = statement_publish(file=file, parsed=both, proofs=proofs, outcome={})
        assert done.new_transactions == 3
        assert [s.position for s in done.statements] == [0, 1]


def test_a_failure_half_way_leaves_nothing(books, monkeypatch):
    with books.scope():
        account = checking(books)

        def breaks(**_):
            raise RuntimeError("power cut")

        monkeypatch.setattr(publishing, "account_reprove", breaks)
        with pytest.raises(RuntimeError, match="power cut"):
            publish(books, [COFFEE], account=account)
        assert StatementFile.objects.get().state == "received"
        for model in (Statement, StatementLine, BankTransaction, LineMatch):
            assert not model.objects.exists()


def test_a_statement_in_another_currency_is_refused(books):
    with books.scope(), pytest.raises(CurrencyMismatch, match="in EUR"):
        publish(books, [COFFEE], currency="EUR")


def test_withdrawing_takes_back_what_only_this_import_shows(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, CLIENT])
        publish(books, [CLIENT, PAPER])
        assert withdrawn_transactions(batch=file.batch) == {transaction("CORNER COFFEE").pk}
        gone = statements_withdraw(batch=file.batch, undo=books.batch("undo"))
        assert gone == [transaction("CORNER COFFEE").pk]
        assert live() == ["HARBOR CLIENT", "PAPER SHOP"]
        file.refresh_from_db()
        assert file.state == "withdrawn"
        assert StatementLine.objects.count() == 4, "what the bank said stays on record"


def test_an_import_brings_an_undone_fact_back_instead_of_making_another(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, COFFEE])
        statements_withdraw(batch=file.batch, undo=books.batch("undo"))
        _, again = publish(books, [COFFEE, COFFEE, CLIENT])
        assert again.new_transactions == 1
        assert BankTransaction.objects.count() == 3
        assert live() == ["CORNER COFFEE", "CORNER COFFEE", "HARBOR CLIENT"]


def test_what_an_undone_import_called_a_fact_no_longer_counts(books):
    """The bank's id came only with the undone file: it must not find the fact any more."""
    with books.scope():
        publish(books, [COFFEE], proved=False)
        file, _ = publish(books, [(*COFFEE, "ID1")], proved=False)
        statements_withdraw(batch=file.batch, undo=books.batch("undo"))
        _, done = publish(books, [("2025-01-14", "-4.00", "ANOTHER TEXT", "ID1")], proved=False)
        assert done.new_transactions == 1


def test_transactions_that_must_stay_keep_standing(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, CLIENT])
        keep = frozenset({transaction("CORNER COFFEE").pk})
        statements_withdraw(batch=file.batch, undo=books.batch("undo"), keep_transactions=keep)
        assert live() == ["CORNER COFFEE"]
        _, done = publish(books, [COFFEE])
        assert done.new_transactions == 0


def test_withdrawing_judges_the_statements_that_are_left_again(books):
    with books.scope():
        january, _ = publish(books, [COFFEE], opening="100", closing="96")
        _, later = publish(
            books, [("2025-01-15", "-6.00", "TEA HOUSE")], closing="90", proved=False
        )
        later = later.statements[0]
        later.refresh_from_db()
        assert later.verdict == "proved"
        statements_withdraw(batch=january.batch, undo=books.batch("undo"))
        later.refresh_from_db()
        assert (later.verdict, later.own_verdict) == ("not_provable", "not_provable")


def test_a_large_file_is_published_in_a_number_of_queries_that_does_not_grow(
    books, django_assert_max_num_queries
):
    many = [("2025-01-14", f"-{n}.00", f"SHOP {n}") for n in range(1, 400)]
    with books.scope():
        checking(books)
        with django_assert_max_num_queries(40):
            publish(books, many)
        assert connection.in_atomic_block
