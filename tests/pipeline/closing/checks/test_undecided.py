"""Money of the period that nobody decided holds it open, counted by currency."""

from ledgerflow.pipeline.closing.checks import undecided
from tests.published import checking, decide, publish
from tests.review.test_services import exclude


def test_undecided_money_is_counted_and_summed_by_currency(books, ask):
    with books.scope():
        publish(books, [("2025-01-03", "-5.00", "TEA"), ("2025-01-04", "-7.50", "CAKE")])
        euro = checking(books, "Euro", currency="EUR")
        publish(books, [("2025-01-31", "20.00", "KUNDE")], account=euro, currency="EUR")
        found = ask(undecided.CHECK, books)
        assert found.state == "blocking"
        assert "1 transaction, 20.00 EUR net; 2 transactions, −12.50 USD net" in found.detail
        decide(books, "TEA", "meals")
        assert "1 transaction, −7.50 USD net" in ask(undecided.CHECK, books).detail


def test_other_months_are_not_counted(books, ask):
    with books.scope():
        publish(books, [("2024-12-31", "-5.00", "TEA"), ("2025-02-01", "-7.50", "CAKE")])
        assert ask(undecided.CHECK, books).state == "ok"


def test_what_is_excluded_is_named_and_holds_nothing_up(books, ask):
    with books.scope():
        publish(books, [("2025-01-03", "-5.00", "TEA"), ("2025-01-04", "-7.50", "CAKE")])
        exclude(books, "CAKE")
        found = ask(undecided.CHECK, books)
        assert found.state == "blocking"
        assert "excluded by decision: 1 transaction, −7.50 USD net" in found.detail
        decide(books, "TEA", "meals")
        found = ask(undecided.CHECK, books)
        assert found.state == "ok"
        assert "excluded by decision: 1 transaction" in found.detail
