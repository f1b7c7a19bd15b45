"""The learner is a fold over people's decisions: at once, exactly, never from a forged state."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.learned import shared_of
from ledgerflow.classification.models import LearnedModel
from ledgerflow.classification.payees import normalise
from ledgerflow.firms.models import Business, Firm
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.services import business_open
from ledgerflow.pipeline.stages import business_classify
from ledgerflow.review import learning
from ledgerflow.review.learning import learner_of
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import newest_suggestions
from ledgerflow.review.services import decision_undo
from tests.published import decide, publish, transaction

NAMES = ("ALDER CAFE", "BIRCH TOOLS", "CEDAR TAXI", "DOGWOOD PRINT")
KEYS = ("meals", "supplies", "travel", "office_expense")


def taught(books, times=3, start=1):
    """Decisions of a person: each payee always in its own account."""
    said = [
        (f"2025-0{start}-{number + 1:02}", f"-{number + 3}.00",
         f"{NAMES[number % 4]} {start}{number:03}")
        for number in range(4 * times)
    ]  # fmt: skip
    publish(books, said)
    for number, (_, _, text) in enumerate(said):
        decide(books, text, KEYS[number % 4])


def test_a_decision_is_learned_at_once(books):
    with books.scope():
        taught(books, 1)
        publish(books, [("2025-03-01", "-4.10", "ALDER CAFE 777")])
    business_classify(books.place)
    with books.scope():
        found = newest_suggestions([transaction("ALDER CAFE 777").pk]).popitem()[1]
        assert (found.account.key, found.source) == ("meals", "memory")
        assert "1 of 1 times" in found.reasons[0]
        assert found.confidence < 1 - books.business.target_error_rate


def test_the_state_is_kept_and_goes_on_from_there(books, monkeypatch):
    monkeypatch.setattr(learning, "KEEP_EVERY", 4)
    with books.scope():
        taught(books, 2)
        first = learner_of(books.business)
        assert LearnedModel.objects.get().decisions == 8
        taught(books, 1, start=5)
        went_on = learner_of(books.business)
        assert (first.decisions, went_on.decisions) == (8, 12)
        LearnedModel.objects.all().delete()
        assert learner_of(books.business).dump() == went_on.dump()


def test_undone_decisions_leave_exactly_what_was_before(books, monkeypatch):
    monkeypatch.setattr(learning, "KEEP_EVERY", 4)
    with books.scope():
        taught(books, 2)
        before = learner_of(books.business).dump()
        publish(books, [(f"2025-06-{day:02}", f"-{day}.00", f"ALDER CAFE {day:02}")
                        for day in range(1, 13)])  # fmt: skip
        wrong = [decide(books, f"ALDER CAFE {day:02}", "travel") for day in range(1, 13)]
        assert learner_of(books.business).dump() != before
        for decision in wrong:
            decision_undo(decision=decision, batch=books.batch("undo"), reason="mistaken")
        assert learner_of(books.business).dump() == before


@pytest.mark.parametrize(
    "change",
    [
        "state = set_byte(state, 40, get_byte(state, 40) # 1)",
        "state = ''",
        "decisions = decisions, sha256 = decode(repeat('00', 32), 'hex')",
        "reliability = '{}'",
    ],
)
def test_a_state_that_was_changed_is_refused_and_made_anew(books, monkeypatch, change, caplog):
    monkeypatch.setattr(learning, "KEEP_EVERY", 4)
    with books.scope():
        taught(books, 2)
        right = learner_of(books.business).dump()
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "classification_learnedmodel" SET {change}')
            assert cursor.rowcount == 1
        assert learner_of(books.business).dump() == right
        assert "it is rebuilt" in caplog.text
        assert bytes(LearnedModel.objects.get().state) == right


def test_a_state_of_other_decisions_is_not_used(books, monkeypatch):
    monkeypatch.setattr(learning, "KEEP_EVERY", 4)
    with books.scope():
        taught(books, 2)
        right = learner_of(books.business).dump()
        LearnedModel.objects.update(ids_sum=Decimal(1))
        assert learner_of(books.business).dump() == right


def test_only_persons_teach(books):
    with books.scope():
        publish(books, [("2025-03-01", "-4.10", "ALDER CAFE 777")])
        decide(books, "ALDER CAFE 777", "meals", policy="auto-accept/1")
        assert Decision.objects.count() == 1
        assert learner_of(books.business).decisions == 0


def test_a_firm_shares_payees_and_accounts_only_when_it_says_so(books):
    with books.scope():
        taught(books, 2)
        beside = business_open(firm_id=books.place.firm_id, name="Corner Shop",
                               chart="us_sole_proprietor")  # fmt: skip
        assert shared_of(beside) is None
        Firm.objects.filter(pk=books.place.firm_id).update(shares_knowledge=True)
        shared = shared_of(Business.objects.get(pk=beside.pk))
        assert shared.payees["alder cafe"] == {"meals": 2}
        assert shared_of(books.business).payees == {}
        row = TransactionFacts(
            1, 1, "card", dt.date(2025, 5, 5), Decimal(-4), "USD", "ALDER CAFE 1"
        )
        (best, *_) = (
            learner_of(Business.objects.get(pk=beside.pk))
            .suggest(row, normalise(row.description))
            .answers
        )
        assert Account.objects.get(pk=best.account_id).key == "meals"
        assert "in other businesses of the firm" in best.reasons[0]
