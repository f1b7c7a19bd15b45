"""The books of each bank account come to the statement's closing balance."""

from ledgerflow.ledger.services import entry_reverse
from ledgerflow.pipeline.closing.checks import reconciled
from ledgerflow.review.models import Decision
from tests.published import publish


def test_both_sides_are_said_when_they_agree(january, ask):
    with january.scope():
        found = ask(reconciled.CHECK, january)
        assert found.state == "ok"
        assert "= closing balance of 2025-01-31 380.00 USD" in found.detail


def test_a_gap_blocks_with_both_sides_and_the_likely_cause(january, ask):
    with january.scope():
        entry_reverse(entry=Decision.objects.order_by("pk").first().entry, reason="by hand")
        found = ask(reconciled.CHECK, january)
        assert found.state == "blocking"
        assert "380.00 USD: 500.00 is missing" in found.detail
        assert found.todo


def test_nothing_to_compare_with_is_a_warning(books, ask):
    with books.scope():
        publish(books, [("2025-01-03", "5.00", "X")], proved=False)
        assert ask(reconciled.CHECK, books).state == "warning"


def test_books_without_a_bank_account_pass(books, ask):
    with books.scope():
        assert ask(reconciled.CHECK, books).state == "ok"
