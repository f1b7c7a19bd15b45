"""Receiving, publishing, overriding and withdrawing statements."""

import pytest
from django.db import connection

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import CurrencyMismatch, DuplicateFile, FileTooLarge, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.statements import services
from ledgerflow.statements.models import (
    BankTransaction,
    LineMatch,
    Statement,
    StatementFile,
    StatementLine,
)
from ledgerflow.statements.proof import prove
from ledgerflow.statements.services import (
    clean_name,
    statement_file_override,
    statement_file_receive,
    statement_file_stop,
    statement_publish,
    statements_withdraw,
    withdrawn_transactions,
)
from ledgerflow.statements.storage import path_of
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


def test_an_original_is_kept_as_it_came_under_a_name_that_says_nothing(books):
    with books.scope():
        file = receive(books, b"a,b,c\n")
        path = path_of(file.firm_id, file.stored_as)
        assert path.read_bytes() == b"a,b,c\n"
        assert "january" not in str(path)
        assert (file.state, file.size_bytes, len(file.sha256)) == ("received", 6, 64)
        assert file.received_by_id == books.user.pk


def test_the_same_bytes_come_once_whatever_they_are_called(books):
    with books.scope():
        first = receive(books, b"same")
        with pytest.raises(DuplicateFile, match=r"february.csv: the same file came") as caught:
            receive(books, b"same", name="february.csv")
        assert caught.value.extra == {"file": first.pk}
        folder = path_of(first.firm_id, first.stored_as).parent
        assert len(list(folder.iterdir())) == 1, "nothing is left of the second"


def test_a_race_for_the_same_bytes_leaves_one_row_and_one_original(books, monkeypatch):
    """The look-up sees nothing yet; the database's own key refuses the second."""
    monkeypatch.setattr(services, "refuse_duplicate", lambda **_: None)
    with books.scope():
        first = receive(books, b"same")
        with pytest.raises(DuplicateFile) as caught:
            receive(books, b"same")
        assert caught.value.extra == {"constraint": "statementfile_once"}
        assert StatementFile.objects.count() == 1
        folder = path_of(first.firm_id, first.stored_as).parent
        assert len(list(folder.iterdir())) == 1


def test_another_business_may_import_the_same_bytes(books, make_books):
    other = make_books()
    for who in (books, other):
        with who.scope():
            assert receive(who, b"same").pk


def test_a_file_above_the_limit_is_refused_before_it_is_stored(books, monkeypatch):
    monkeypatch.setattr(services, "FILE_BYTES_MAX", 3)
    with books.scope(), pytest.raises(FileTooLarge, match="4 bytes; at most 3"):
        receive(books, b"four")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a\x00b\r\n.csv", "ab.csv"), ("", "unnamed"), ("x" * 300, "x" * 255), ("été.ofx", "été.ofx")],
)
def test_a_files_name_is_only_data(given, kept):
    assert clean_name(given) == kept


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

        monkeypatch.setattr(services, "account_reprove", breaks)
        with pytest.raises(RuntimeError, match="power cut"):
            publish(books, [COFFEE], account=account)
        assert StatementFile.objects.get().state == "received"
        for model in (Statement, StatementLine, BankTransaction, LineMatch):
            assert not model.objects.exists()


def test_a_statement_in_another_currency_is_refused(books):
    with books.scope(), pytest.raises(CurrencyMismatch, match="in EUR"):
        publish(books, [COFFEE], currency="EUR")


def test_a_stopped_file_says_why_and_is_on_record(books):
    with books.scope():
        file = received(books)
        statement_file_stop(
            file=file, state="failed", parsed=None, outcome={"error": {"code": "x"}}
        )
        file.refresh_from_db()
        assert (file.state, file.outcome) == ("failed", {"error": {"code": "x"}})
        assert AuditEvent.objects.filter(action="statement_failed", subject_id=file.pk).exists()


def unproved(books):
    file = received(books, account=checking(books))
    return statement_file_stop(file=file, state="not_proved", parsed=parsed([COFFEE]), outcome={})


def test_a_named_person_overrides_with_a_reason(books):
    with books.scope():
        file = statement_file_override(file=unproved(books), reason=" the bank's own misprint ")
        assert (file.state, file.override_reason) == ("received", "the bank's own misprint")
        assert file.override_by_id == books.user.pk
        assert AuditEvent.objects.get(action="statement_override").reason.strip()


def test_an_override_without_a_reason_or_a_person_is_refused(books):
    with books.scope():
        file = unproved(books)
        with pytest.raises(InputError) as caught:
            statement_file_override(file=file, reason=" ")
        assert caught.value.code == "override_needs_reason"
        with firm_scope(books.place.firm_id, None), pytest.raises(InputError) as caught:
            statement_file_override(file=file, reason="because")
        assert caught.value.code == "override_needs_reason"
        file.refresh_from_db()
        assert (file.state, file.override_reason) == ("not_proved", "")


@pytest.mark.parametrize("state", ["received", "published", "failed", "withdrawn", "needs_account"])
def test_only_a_file_whose_proof_failed_is_overridden(books, state):
    with books.scope():
        file = received(books)
        file.state = state
        with pytest.raises(InputError, match="nothing to override"):
            statement_file_override(file=file, reason="because")


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
        publish(books, [COFFEE])
        file, _ = publish(books, [(*COFFEE, "ID1")])
        statements_withdraw(batch=file.batch, undo=books.batch("undo"))
        _, done = publish(books, [("2025-01-14", "-4.00", "ANOTHER TEXT", "ID1")])
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
