"""A person's decisions together: all or none, transfers whole, learning at once."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.audit.models import Batch
from ledgerflow.classification.sharetext import share_read
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
from tests.published import checking, publish

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


def parts(*texts):
    return tuple(share_read(text) for text in texts)


def test_several_are_split_alike_by_shares_and_keep_their_payee_and_tags(waiting):
    with waiting.scope():
        numbers = [n.number for n in queue(waiting.business) if "DEPOT" in str(n.transaction)]
    wish = Wish(splits=parts("6160=60%", "owner_draw=rest"), tags=("Van",))
    done = queue_accept(waiting.place, numbers, wish, user_id=waiting.user.pk)
    assert [(d.kind, d.payee_name, d.tags) for d in done.decisions] == [
        ("split", "Home Depot", ["van"])
    ] * 2
    with waiting.scope():
        found = {b.key: b.amount for b in account_balances(waiting.business)}
    assert (found["supplies"], found["owner_draw"]) == (Decimal("57.66"), Decimal("38.44"))


def test_a_split_that_fits_one_of_two_keeps_both_out(waiting):
    with waiting.scope():
        numbers = [n.number for n in queue(waiting.business) if "DEPOT" in str(n.transaction)]
    before = counts(waiting)
    wish = Wish(splits=parts("6160=50.00", "owner_draw=rest"))
    with pytest.raises(RuleError, match=r"2025-02-14.*more than the whole of 10.00 USD"):
        queue_accept(waiting.place, numbers, wish, user_id=waiting.user.pk)
    assert counts(waiting) == before


def test_one_half_of_a_transfer_is_excluded_alone(waiting):
    wish = Wish(is_exclusion=True, reason="the savings are not the business's")
    done = decide(waiting, "TRANSFER TO SAVINGS", wish)
    (made,) = done.decisions
    assert (made.kind, made.entry, made.transfer_with) == ("exclude", None, None)
    assert made.reason == "the savings are not the business's"


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish(account="6160", is_transfer=True), "--account and --transfer"),
        (Wish(is_transfer=True, business_percent=Decimal(50)), "--transfer and --business-share"),
        (Wish(splits=parts("6160=rest"), business_percent=Decimal(50)), "--split and"),
        (Wish(is_exclusion=True, reason="x", splits=parts("6160=rest")), "--split and --exclude"),
        (Wish(is_exclusion=True, reason=" "), "needs a reason"),
    ],
)
def test_wishes_that_contradict_themselves_are_refused(waiting, wish, says):
    before = counts(waiting)
    with pytest.raises(InputError, match=says):
        decide(waiting, "QQXZ 77", wish)
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


def test_two_lines_called_a_transfer_are_each_others_halves(waiting):
    with waiting.scope():
        publish(waiting, [("2025-02-15", "4.00", "DEPOSIT")], account=checking(waiting, "Savings"))
    numbers = [number_of(waiting, text) for text in ("QQXZ 77", "DEPOSIT")]
    done = queue_accept(waiting.place, numbers, Wish(is_transfer=True), user_id=waiting.user.pk)
    one, two = done.decisions
    assert (one.transfer_with_id, two.transfer_with_id) == (two.transaction_id, one.transaction_id)
