"""What decisions say of transfers and refunds, and what classification makes of it."""

import pytest

from ledgerflow.classification.payees import normalise
from ledgerflow.firms.models import Membership, User
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.ledger.services import business_open
from ledgerflow.pipeline.decisions import Wish, transactions_decide
from ledgerflow.pipeline.stages import business_settle
from ledgerflow.review.history import history_of, live_decisions, own_names
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import newest_suggestions, undecided
from ledgerflow.review.services import decision_undo
from tests.published import checking, decide, publish, transaction


@pytest.fixture
def two(books):
    """A checking and a savings account with a transfer, and one like it a month later."""
    with books.scope():
        savings = checking(books, "Savings", kind="savings")
        publish(
            books,
            [
                ("2025-01-14", "-200.00", "ACORN PLAN 0312"),
                ("2025-02-14", "-300.00", "ACORN PLAN 0415"),
            ],
        )
        publish(
            books,
            [("2025-01-15", "200.00", "PLAN CREDIT"), ("2025-02-14", "300.00", "PLAN CREDIT 2")],
            account=savings,
        )
    return books


def settle(books):
    business_settle(books.place, books.user.pk)


def suggestion(text):
    pk = transaction(text).pk
    return newest_suggestions([pk]).get(pk)


def transfer(books, text, other=None):
    return decide(
        books,
        text,
        "meals",
        kind=Decision.Kind.TRANSFER,
        transfer_with_id=other and transaction(other).pk,
    )


def test_a_pair_that_a_person_accepted_pairs_its_like(two):
    settle(two)
    with two.scope():
        assert suggestion("ACORN PLAN 0415") is None or (
            suggestion("ACORN PLAN 0415").transfer_with_id is None
        )
        transfer(two, "ACORN PLAN 0312", "PLAN CREDIT")
        transfer(two, "PLAN CREDIT", "ACORN PLAN 0312")
        history = history_of(two.business, list(undecided(two.business)))
        keys = (normalise("ACORN PLAN 0312").key, normalise("PLAN CREDIT").key)
        assert history.accepted_pairs == {keys}
    settle(two)
    with two.scope():
        found = suggestion("ACORN PLAN 0415")
        assert found.transfer_with_id == transaction("PLAN CREDIT 2").pk
        assert "paired like this before" in found.reasons


def test_an_undone_pair_teaches_no_longer(two):
    with two.scope():
        done = transfer(two, "ACORN PLAN 0312", "PLAN CREDIT")
        decision_undo(decision=done, batch=two.batch(), reason="not so")
        history = history_of(two.business, list(undecided(two.business)))
        assert history.accepted_pairs == frozenset()
        assert history.open_halves == ()


def test_a_half_decided_alone_waits_for_its_other_half(two):
    with two.scope():
        transfer(two, "ACORN PLAN 0312")
        history = history_of(two.business, list(undecided(two.business)))
        assert [half.description for half in history.open_halves] == ["ACORN PLAN 0312"]
        transfer(two, "PLAN CREDIT", "ACORN PLAN 0312")
        history = history_of(two.business, list(undecided(two.business)))
        assert history.open_halves == ()


def test_suggested_pairs_change_no_balance_until_they_are_accepted(books):
    with books.scope():
        savings = checking(books, "Savings", kind="savings")
        publish(books, [("2025-01-14", "-200.00", "TRANSFER TO SAVINGS")])
        publish(books, [("2025-01-15", "200.00", "TRANSFER FROM CHECKING")], account=savings)
        before = account_balances(books.business)
    settle(books)
    with books.scope():
        found = suggestion("TRANSFER TO SAVINGS")
        assert found.transfer_with_id == transaction("TRANSFER FROM CHECKING").pk
        assert account_balances(books.business) == before
        pk = transaction("TRANSFER TO SAVINGS").pk
    transactions_decide(books.place, {pk: Wish()}, user_id=books.user.pk)
    with books.scope():
        assert live_decisions(books.business).count() == 2, "both halves together"
        assert account_balances(books.business) != before


def test_several_candidates_reach_the_person_as_alternatives(books):
    with books.scope():
        savings = checking(books, "Savings", kind="savings")
        publish(books, [("2025-01-14", "-200.00", "ONLINE TRANSFER OUT")])
        publish(
            books,
            [
                ("2025-01-14", "200.00", "ONLINE TRANSFER A"),
                ("2025-01-15", "200.00", "ONLINE TRANSFER B"),
            ],
            account=savings,
        )
    settle(books)
    with books.scope():
        found = suggestion("ONLINE TRANSFER OUT")
        assert (found.account_id, found.transfer_with_id) == (None, None)
        assert found.reasons[0].startswith("2 lines of other accounts fit: 2025-01-14 200.00 USD")
        candidates = {a["transfer_with"] for a in found.alternatives} - {None}
        assert candidates == {transaction(f"ONLINE TRANSFER {n}").pk for n in "AB"}
        assert live_decisions(books.business).count() == 0


def test_a_refund_is_suggested_where_its_purchase_was_put(books):
    with books.scope():
        card = checking(books, "Card", kind="card")
        publish(
            books,
            [
                ("2025-03-02", "-54.20", "QQXZ HARDWARE 12"),
                ("2025-03-09", "54.20", "QQXZ HARDWARE 12 REFUND"),
            ],
            account=card,
        )
        bought = decide(books, "QQXZ HARDWARE 12", "travel", business_percent=60)
    settle(books)
    with books.scope():
        found = suggestion("QQXZ HARDWARE 12 REFUND")
        assert (found.source, found.account_id) == ("refund", bought.account_id)
        assert found.business_percent == 60
        assert found.reasons[0] == "refund of 54.20 of 2025-03-02"
        assert found.source_ref == str(transaction("QQXZ HARDWARE 12").pk)


def test_an_accepted_refund_uses_its_purchase_up(books):
    with books.scope():
        card = checking(books, "Card", kind="card")
        rows = [("2025-03-02", "-54.20", "QQXZ 12"), ("2025-03-09", "54.20", "QQXZ 12 REFUND")]
        publish(books, [*rows, ("2025-03-10", "54.20", "QQXZ 12 RETURN")], account=card)
        decide(books, "QQXZ 12", "travel")
    settle(books)
    with books.scope():
        given = suggestion("QQXZ 12 REFUND")
        decide(books, "QQXZ 12 REFUND", "travel", suggestion=given)
        (movement,) = [
            m
            for m in history_of(books.business, list(undecided(books.business))).movements
            if m.refund_of
        ]
        assert movement.refund_of == transaction("QQXZ 12").pk
    settle(books)
    with books.scope():
        other = suggestion("QQXZ 12 RETURN")
        assert other is None or other.source != "refund"


def test_only_as_many_decisions_as_a_refund_needs_are_read(books):
    with books.scope():
        assert history_of(books.business, []).movements == ()
        publish(books, [("2025-03-02", "-4.00", "COFFEE")])
        assert history_of(books.business, list(undecided(books.business))).movements == ()


def test_the_business_and_its_persons_are_own_names(books):
    with books.scope():
        client = User.objects.create_user("dana@example.com", name="Dana Okafor")
        Membership.objects.create(
            firm_id=books.place.firm_id, business=books.business, user=client, role="client"
        )
        User.objects.filter(pk=books.user.pk).update(name="Robin Vale")
        assert own_names(books.business) == ("Harbor Street Studio", "Dana Okafor", "Robin Vale")
        business_open(firm_id=books.place.firm_id, name="Sister", chart="generic")
        assert own_names(books.business) == ("Harbor Street Studio", "Dana Okafor")
