"""What waits for a decision is kept with every import, decision and suggestion, by triggers alone.

The kept rows are compared with what the facts say, by the rule that `ledgerflow verify` asks.
"""

from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction

from ledgerflow.agents.role import agent_role
from ledgerflow.audit.models import Batch
from ledgerflow.classification.models import Suggestion
from ledgerflow.core.scope import firm_scope
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.stages import business_classify
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.pipeline.verification.decisions import WAITING
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.selectors import undecided
from ledgerflow.review.services import decision_undo
from ledgerflow.statements.models import BankTransaction, StatementFile
from tests.published import decide, publish
from tests.published import transaction as found

pytestmark = pytest.mark.django_db

SAID = [
    ("2025-03-03", "-86.10", "HOME DEPOT #7114"),
    ("2025-03-04", "-14.00", "HOME DEPOT #7115"),
    ("2025-03-05", "20.00", "HOME DEPOT #7114"),
    ("2025-03-06", "-9.99", "QZXV"),
]


@pytest.fixture
def desk(books):
    """Books with one published statement of four lines, which were classified."""
    with books.scope():
        publish(books, SAID)
    business_classify(books.place, books.user.pk)
    return books


def waiting(books):
    with books.scope():
        rows = WaitingTransaction.objects.order_by("date").values_list("amount", "group_key")
        return [(str(amount.normalize()), key) for amount, key in rows]


def is_kept(books):
    """True when the kept rows are what the facts say."""
    with books.scope(), connection.cursor() as cursor:
        cursor.execute(WAITING.given + WAITING.broken, {"business": books.place.business_id})
        return cursor.fetchall() == []


def test_what_is_imported_waits_and_is_grouped_by_payee_and_direction(desk):
    found_keys = [key for _, key in waiting(desk)]
    assert found_keys[0] == found_keys[1]
    assert found_keys[0].endswith(" -")
    assert found_keys[2] == found_keys[0].replace(" -", " +")
    assert len(set(found_keys)) == 3
    assert is_kept(desk)


def test_a_decision_takes_it_out_and_its_undo_puts_it_back_with_its_suggestion(desk):
    before = waiting(desk)
    with desk.scope():
        decided = decide(desk, "HOME DEPOT #7115", "supplies")
    assert [amount for amount, _ in waiting(desk)] == ["-86.1", "2E+1", "-9.99"]
    assert is_kept(desk)
    with desk.scope():
        decision_undo(decision=decided, batch=desk.batch(), reason="wrong")
    assert waiting(desk) == before
    assert is_kept(desk)


def test_an_import_that_is_taken_back_waits_no_longer_and_waits_again_when_it_returns(desk):
    before = waiting(desk)
    with desk.scope():
        batch = Batch.objects.get(kind="import")
        file = StatementFile.objects.get(batch=batch)
    batch_undo(desk.place, batch.pk, user_id=desk.user.pk)
    assert waiting(desk) == []
    with desk.scope():
        publish(desk, SAID, same_bytes_as=file)
    business_classify(desk.place, desk.user.pk)
    assert [amount for amount, _ in waiting(desk)] == [amount for amount, _ in before]
    assert is_kept(desk)


def test_the_newest_suggestion_counts_whoever_makes_it(desk):
    with desk.scope():
        one = found("QZXV")
        account = account_by_key(desk.business, "supplies")
        batch = desk.batch("agent")
        with agent_role():
            Suggestion.objects.bulk_create(
                [
                    Suggestion(
                        firm_id=one.firm_id,
                        business_id=one.business_id,
                        transaction=one,
                        batch=batch,
                        account=account,
                        payee_key="quick zebra",
                        confidence=Decimal(n) / 10,
                        source="agent",
                    )
                    for n in (1, 4)
                ]
            )
        kept = WaitingTransaction.objects.get(transaction=one)
        assert (kept.account_id, kept.confidence) == (account.pk, Decimal("0.4"))
        assert kept.group_key == "quick zebra -"
    assert is_kept(desk)


def test_the_queue_is_what_is_kept(desk):
    with desk.scope():
        decide(desk, "QZXV", "supplies")
        waits = list(undecided(desk.business))
        assert [t.description for t in waits] == [said for _, _, said in SAID[:3]]


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM review_waitingtransaction",
        "UPDATE review_waitingtransaction SET confidence = 1",
        "TRUNCATE review_waitingtransaction",
        "INSERT INTO review_waitingtransaction SELECT * FROM review_waitingtransaction",
        "SELECT lf_waiting_add(ARRAY[1])",
    ],
)
def test_the_application_cannot_write_it(desk, attack):
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with desk.scope(), refused, transaction.atomic():
        connection.cursor().execute(attack)


def test_another_firms_waiting_rows_are_not_seen(desk, make_books):
    other = make_books()
    with other.scope():
        publish(other, SAID[:1])
        assert WaitingTransaction.objects.count() == 1
    with firm_scope(desk.place.firm_id), transaction.atomic():
        assert WaitingTransaction.objects.count() == BankTransaction.objects.count() == 4


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM review_waitingtransaction",
        "UPDATE review_waitingtransaction SET amount = amount + 1",
        "UPDATE review_waitingtransaction SET group_key = 'another -'",
    ],
)
def test_damage_behind_the_back_of_the_triggers_is_found(owner, own, damage):
    asked = WAITING.given + WAITING.broken
    assert owner.execute(asked, {"business": own.business}).fetchall() == []
    owner.execute(damage)
    assert len(owner.execute(asked, {"business": own.business}).fetchall()) >= 1
    owner.rollback()
