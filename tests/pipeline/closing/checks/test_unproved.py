"""A statement that nothing proves is looked at before the period is closed."""

from ledgerflow.pipeline.closing.checks import unproved
from ledgerflow.statements.models import Statement, StatementFile
from tests.published import publish, received

LINES = [("2025-01-03", "5.00", "X")]
DAYS = {"start": "2025-01-01", "end": "2025-01-31"}


def test_proved_statements_pass_and_other_periods_do_not_matter(january, ask):
    with january.scope():
        publish(january, [("2025-03-03", "1.00", "Y")], proved=False)
        assert ask(unproved.CHECK, january).detail == "1 statement proved"


def test_a_disproved_statement_blocks_and_is_named(books, ask):
    with books.scope():
        publish(books, LINES, opening="0", closing="9.00", **DAYS)
        found = ask(unproved.CHECK, books)
        assert (found.state, "is not proved" in found.detail) == ("blocking", True)
        assert "Checking, 2025-01-01 to 2025-01-31" in found.detail


def test_a_persons_reason_makes_it_a_warning_that_repeats_the_reason(books, ask):
    with books.scope():
        publish(books, LINES, opening="0", closing="9.00", **DAYS)
        StatementFile.objects.update(override_reason="the paper is torn")
        found = ask(unproved.CHECK, books)
        assert (found.state, "the paper is torn" in found.detail) == ("warning", True)


def test_what_nothing_can_prove_is_a_warning(books, ask):
    with books.scope():
        publish(books, LINES, proved=False, **DAYS)
        assert Statement.objects.get().verdict == "not_provable"
        found = ask(unproved.CHECK, books)
        assert (found.state, "cannot be proved" in found.detail) == ("warning", True)


def test_a_file_that_waits_blocks_its_own_days_and_is_told_where_they_are_unknown(january, ask):
    with january.scope():
        file = received(january, name="waits.csv")
        file.state = StatementFile.State.NOT_PROVED
        file.save(update_fields=["state"])
        found = ask(unproved.CHECK, january)
        assert (found.state, "file waits.csv waits" in found.detail) == ("warning", True)
        file.bank_account = Statement.objects.get().bank_account
        days = {"period_start": "2025-01-05", "period_end": "2025-01-09"}
        file.outcome = {"statements": [days | {"proof": {"verdict": "not_proved"}}]}
        file.save(update_fields=["bank_account", "outcome"])
        found = ask(unproved.CHECK, january)
        assert (found.state, found.detail) == ("blocking", "waits.csv waits for a person")


def test_books_without_statements_pass(books, ask):
    with books.scope():
        assert ask(unproved.CHECK, books).state == "ok"
