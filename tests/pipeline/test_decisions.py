"""A person's decisions together: all or none, transfers whole, learning at once."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.audit.models import Batch
from ledgerflow.core.errors import InputError, LockedPeriod, RuleError
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.ledger.services import period_lock
from ledgerflow.pipeline.decisions import Wish, queue_accept, transactions_decide
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import queue
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankTransaction

CHECKING = b"""Date,Description,Amount,Balance
01/13/2025,HOME DEPOT #7114,-86.10,913.90
01/21/2025,TRANSFER TO SAVINGS,-200.00,713.90
02/14/2025,HOME DEPOT #7114,-10.00,703.90
02/15/2025,QQXZ 77,-4.00,699.90
02/16/2025,QQXZ 78,-6.00,693.90
"""
SAVINGS = b"""Date,Description,Amount,Balance
01/21/2025,TRANSFER FROM CHECKING,200.00,1200.00
01/31/2025,MONTHLY SERVICE FEE,-1.00,1199.00
"""


@pytest.fixture
def waiting(books):
    """Two accounts, seven transactions waiting, one transfer among them."""
    for name, kind, data in (("Checking", "checking", CHECKING), ("Savings", "savings", SAVINGS)):
        with books.scope():
            bank_account_add(business=books.business, name=name, kind=kind)
        run = statements_import(
            books.place, [Upload(f"{name}.csv", data)], account=name, user_id=books.user.pk
        )
        assert run.refused == []
    return books


def number_of(books, text):
    with books.scope():
        return next(w.number for w in queue(books.business) if text in w.transaction.description)


def decide(books, text, wish=None):
    number = number_of(books, text)
    return queue_accept(books.place, [number], wish or Wish(), user_id=books.user.pk)


def counts(books):
    with books.scope():
        return [m.objects.count() for m in (Decision, JournalEntry, Batch)]


def test_both_halves_of_a_transfer_are_decided_and_meet_at_zero(waiting):
    done = decide(waiting, "TRANSFER TO SAVINGS")
    assert len(done.decisions) == 2
    with waiting.scope():
        clearing = {b.key: b.amount for b in account_balances(waiting.business)}
    assert clearing["transfers_clearing"] == 0


def test_another_account_for_one_half_leaves_the_other_waiting(waiting):
    done = decide(waiting, "TRANSFER TO SAVINGS", Wish(account="owner_draw"))
    assert len(done.decisions) == 1
    assert done.decisions[0].transfer_with_id is None


def test_a_decision_is_the_persons_with_share_and_reason(waiting):
    wish = Wish(account="repairs_maintenance", business_percent=Decimal(50), reason="half private")
    (decision,) = decide(waiting, "HOME DEPOT", wish).decisions
    assert (decision.decided_by, decision.reason) == (waiting.user, "half private")
    assert decision.business_percent == 50
    assert decision.batch.kind == Batch.Kind.DECIDE


def test_one_that_cannot_be_decided_keeps_all_of_them_out(waiting):
    with waiting.scope():
        period_lock(business=waiting.business, month=dt.date(2025, 2, 1), reason="closed")
        numbers = [w.number for w in queue(waiting.business)]
    before = counts(waiting)
    with pytest.raises(LockedPeriod):
        queue_accept(waiting.place, numbers, Wish(account="6160"), user_id=waiting.user.pk)
    assert counts(waiting) == before


def test_without_suggestion_or_account_it_is_refused_by_its_number(waiting):
    before = counts(waiting)
    with pytest.raises(RuleError, match=r"−4.00 USD"):
        decide(waiting, "QQXZ")
    assert counts(waiting) == before


def test_what_is_decided_already_is_not_in_the_queue(waiting):
    with waiting.scope():
        pk = BankTransaction.objects.get(description="QQXZ 77").pk
    wishes = {pk: Wish(account="6160")}
    transactions_decide(waiting.place, wishes, user_id=waiting.user.pk)
    with pytest.raises(InputError, match="does not wait"):
        transactions_decide(waiting.place, wishes, user_id=waiting.user.pk)


def test_the_next_of_the_same_payee_is_suggested_from_what_was_decided(waiting):
    done = decide(waiting, "QQXZ 77", Wish(account="travel"))
    assert done.suggested == 1
    with waiting.scope():
        suggestion = next(
            w.suggestion for w in queue(waiting.business) if "QQXZ" in w.transaction.description
        )
    assert (suggestion.account.key, suggestion.source) == ("travel", "memory")
