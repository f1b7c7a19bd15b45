"""A person splits what was merged and joins what was kept apart; both bind the next import."""

import pytest
from django.db import DatabaseError, connection
from django.db import transaction as database

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.core.scope import firm_scope
from ledgerflow.statements.models import BankTransaction, LineMatch, MatchChange, StatementLine
from ledgerflow.statements.publishing import statements_withdraw
from ledgerflow.statements.sorting import transaction_split, transactions_join
from tests.published import decide, publish, transaction

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
CARD = ("2025-01-14", "-4.00", "POS 004711")
CLIENT = ("2025-01-20", "500.00", "HARBOR CLIENT")
WHY = "two coffees, the receipts say so"


def live():
    rows = BankTransaction.objects.filter(is_live=True)
    return sorted(rows.values_list("description", flat=True))


def line_of(text):
    return StatementLine.objects.filter(description=text).order_by("pk")[0]


def merged(books):
    """Two proved statements of one day, in words that have nothing in common: one fact."""
    first, _ = publish(books, [COFFEE, CLIENT])
    second, done = publish(books, [CARD, CLIENT])
    assert (done.new_transactions, live()) == (0, ["CORNER COFFEE", "HARBOR CLIENT"])
    return first, second


def again(books, file, said):
    """The same bytes once more, after their import was undone."""
    statements_withdraw(batch=file.batch, undo=books.batch("undo"))
    return publish(books, said, same_bytes_as=file)


def test_a_line_that_was_merged_by_count_alone_gets_a_transaction_of_its_own(books):
    with books.scope():
        merged(books)
        made = transaction_split(line=line_of("POS 004711"), reason=WHY)
        assert live() == ["CORNER COFFEE", "HARBOR CLIENT", "POS 004711"]
        assert line_of("POS 004711").match.transaction == made
        assert line_of("POS 004711").match.reason == WHY
        change = MatchChange.objects.get()
        assert (change.from_transaction, change.to_transaction) == (
            transaction("CORNER COFFEE"), made,
        )  # fmt: skip
        assert (change.rule_before, change.decided_by) == ("counted", books.user)
        event = AuditEvent.objects.get(action="transaction_split")
        assert (event.subject_id, event.reason) == (made.pk, WHY)


def test_said_twice_it_changes_nothing(books):
    with books.scope():
        merged(books)
        made = transaction_split(line=line_of("POS 004711"), reason=WHY)
        assert transaction_split(line=line_of("POS 004711"), reason="again") == made
        assert transaction_split(line=line_of("CORNER COFFEE"), reason="again") == made
        assert MatchChange.objects.count() == 1


def test_the_decision_stays_with_the_words_it_was_made_on(books):
    with books.scope():
        merged(books)
        decision = decide(books, "CORNER COFFEE", "meals")
        made = transaction_split(line=line_of("CORNER COFFEE"), reason=WHY)
        assert decision.transaction == line_of("CORNER COFFEE").match.transaction
        assert line_of("POS 004711").match.transaction == made
        assert not made.decisions.exists()


def test_the_same_and_overlapping_files_keep_apart_what_a_person_split(books):
    with books.scope():
        merged(books)
        transaction_split(line=line_of("POS 004711"), reason=WHY)
        for said in ([CARD, CLIENT], [COFFEE], [CARD], [CLIENT, COFFEE]):
            _, done = publish(books, said)
            assert done.new_transactions == 0
        assert live() == ["CORNER COFFEE", "HARBOR CLIENT", "POS 004711"]


@pytest.mark.parametrize("undone", ["first", "second"])
def test_an_undone_import_comes_back_as_the_person_left_it(books, undone):
    with books.scope():
        files = dict(zip(("first", "second"), merged(books), strict=True))
        transaction_split(line=line_of("POS 004711"), reason=WHY)
        said = {"first": [COFFEE, CLIENT], "second": [CARD, CLIENT]}[undone]
        _, done = again(books, files[undone], said)
        assert done.new_transactions == 0
        assert live() == ["CORNER COFFEE", "HARBOR CLIENT", "POS 004711"]


@pytest.mark.parametrize("undone", [0, 1])
def test_even_where_both_lines_have_the_same_words(books, undone):
    """Two exports, each of which shows another coffee: only the files tell them apart."""
    with books.scope():
        files = [publish(books, [COFFEE, CLIENT], proved=False)[0]]
        files += [publish(books, [COFFEE], proved=False)[0]]
        transaction_split(line=files[1].statements.get().lines.get(), reason=WHY)
        assert live() == ["CORNER COFFEE", "CORNER COFFEE", "HARBOR CLIENT"]
        _, done = again(books, files[undone], [[COFFEE, CLIENT], [COFFEE]][undone])
        assert done.new_transactions == 0
        assert live() == ["CORNER COFFEE", "CORNER COFFEE", "HARBOR CLIENT"]


def test_lines_of_the_same_words_go_together(books):
    with books.scope():
        merged(books)
        publish(books, [CARD])
        made = transaction_split(line=line_of("POS 004711"), reason=WHY)
        assert made.matches.count() == 2


def test_what_no_other_line_reports_is_not_split(books):
    with books.scope():
        first, second = merged(books)
        statements_withdraw(batch=second.batch, undo=books.batch("undo"))
        for text in ("CORNER COFFEE", "POS 004711"):
            with pytest.raises(RuleError, match="nothing to split"):
                transaction_split(line=line_of(text), reason=WHY)
        assert first.statements.exists()


def test_it_takes_a_person_and_a_reason(books):
    with books.scope():
        merged(books)
        with pytest.raises(InputError, match="a person and a reason"):
            transaction_split(line=line_of("POS 004711"), reason="  ")
    with firm_scope(books.place.firm_id), database.atomic():
        with pytest.raises(InputError, match="a person and a reason"):
            transaction_split(line=line_of("POS 004711"), reason=WHY)
        assert not MatchChange.objects.exists()


def test_two_that_a_person_calls_one_are_one_and_stay_so(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT], proved=False)
        file, _ = publish(books, [("2025-01-21", "-4.00", "POS 004711")], proved=False)
        kept, given = transaction("CORNER COFFEE"), transaction("POS 004711")
        assert transactions_join(kept=kept, given=given, reason=WHY) == kept
        assert live() == ["CORNER COFFEE", "HARBOR CLIENT"]
        assert transactions_join(kept=kept, given=given, reason=WHY) == kept
        assert MatchChange.objects.count() == 1
        _, done = again(books, file, [("2025-01-21", "-4.00", "POS 004711")])
        assert (done.new_transactions, live()) == (0, ["CORNER COFFEE", "HARBOR CLIENT"])


def test_a_split_is_taken_back_by_joining(books):
    with books.scope():
        merged(books)
        made = transaction_split(line=line_of("POS 004711"), reason=WHY)
        kept = transactions_join(kept=transaction("CORNER COFFEE"), given=made, reason="one, sorry")
        assert live() == ["CORNER COFFEE", "HARBOR CLIENT"]
        assert kept.matches.count() == 2
        again_made = transaction_split(line=line_of("POS 004711"), reason=WHY)
        assert (again_made.is_live, len(live())) == (True, 3)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([("2025-01-15", "-4.01", "OTHER")], "amount and currency must be the same"),
        ([("2025-03-15", "-4.00", "OTHER")], "60 days apart"),
    ],
)
def test_what_cannot_be_one_is_not_joined(books, said, why):
    with books.scope():
        publish(books, [COFFEE])
        publish(books, said)
        with pytest.raises(RuleError, match=why):
            transactions_join(
                kept=transaction("CORNER COFFEE"), given=transaction("OTHER"), reason=WHY
            )


def test_two_lines_of_one_statement_are_two(books):
    with books.scope():
        publish(books, [COFFEE, ("2025-01-14", "-4.00", "OTHER")])
        kept, given = transaction("CORNER COFFEE"), transaction("OTHER")
        with pytest.raises(RuleError, match="one statement shows both"):
            transactions_join(kept=kept, given=given, reason=WHY)
        with pytest.raises(RuleError, match="one already"):
            transactions_join(kept=kept, given=kept, reason=WHY)


def test_the_database_lets_a_match_change_only_as_a_person_said(books):
    with books.scope():
        merged(books)
        other = transaction("HARBOR CLIENT")
        match = line_of("POS 004711").match
        for change in ({"transaction": other}, {"rule": "split"}, {"reason": "x"}):
            with pytest.raises(DatabaseError, match="append-only"), database.atomic():
                LineMatch.objects.filter(pk=match.pk).update(**change)
        made = transaction_split(line=line_of("POS 004711"), reason=WHY)
        with pytest.raises(DatabaseError, match="append-only"), database.atomic():
            LineMatch.objects.filter(pk=match.pk).update(transaction=other)
        for statement in ("UPDATE {} SET reason = 'x'", "DELETE FROM {}"):
            with pytest.raises(DatabaseError), database.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format("statements_matchchange"))
        assert line_of("POS 004711").match.transaction == made
