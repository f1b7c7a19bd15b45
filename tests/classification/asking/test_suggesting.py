"""What an agent answered becomes suggestions, and nothing else."""

from decimal import Decimal

import pytest

from ledgerflow.agents.records import RunOutcome
from ledgerflow.audit.models import Batch
from ledgerflow.classification.asking.suggesting import suggestions_write
from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.rule_services import RuleFields, rule_add
from ledgerflow.firms.access import place_for
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import business_open
from ledgerflow.pipeline.stages import business_classify
from ledgerflow.review.policy import suggestions_acceptable
from ledgerflow.review.selectors import newest_suggestions
from ledgerflow.review.services import decision_undo
from tests.agent_answers import SOURCE, answered, chooser, group_of, output, undone
from tests.agents.ended import ended_run
from tests.conftest import Books
from tests.published import checking, decide, publish, transaction
from tests.review.test_services import suggest

QUILL = ("2025-01-14", "-9.00", "QXZV QUILL 77")
AGAIN = ("2025-01-20", "-11.00", "QXZV QUILL 78")
DEPOT = ("2025-01-13", "-86.10", "HOME DEPOT #7114")


def write(books, said, *texts, run=None, batch=None):
    group = group_of(*texts)
    run = run or ended_run(books, chooser(), subject_key=group.subject_key)
    return suggestions_write(
        business=books.business,
        batch=batch or books.batch(Batch.Kind.AGENT, "Agents asked"),
        group=group,
        run=run,
        outcome=RunOutcome("answered", said) if isinstance(said, dict) else said,
    )


def newest(*texts):
    found = newest_suggestions([transaction(text).pk for text in texts])
    return [found.get(transaction(text).pk) for text in texts]


def test_every_transaction_of_the_group_gets_the_answer_with_its_evidence(books):
    with books.scope():
        publish(books, [QUILL, AGAIN])
        run, written = answered(books, QUILL[2], AGAIN[2], business_percent="62.5", questions=["?"])
        one, two = newest(QUILL[2], AGAIN[2])
        assert written == 2
        assert {one.account.key, two.account.key} == {"office_expense"}
        assert (one.source, one.source_ref, one.kind, one.version) == (
            "agent",
            str(run.pk),
            "agent:classification-agent",
            "classification-agent/1",
        )
        assert (one.business_percent, one.payee_name) == (Decimal("62.5"), "Quill & Co")
        assert (one.confidence, one.hit_rate) == (Decimal("0.45"), None)
        assert one.evidence | {"sources": []} == {
            "agent": "classification-agent",
            "prompt_version": 1,
            "model": "invented-7b",
            "run": run.pk,
            "tool_calls": 0,
            "claimed": "0.9",
            "account_id": one.account_id,
            "payee_name": "Quill & Co",
            "reason": "It sells paper.",
            "questions": ["?"],
            "sources": [],
        }
        (source,) = one.evidence["sources"]
        assert source["at"].endswith("+00:00")
        assert {**source, "at": ""} == {**SOURCE, "at": ""}
        assert suggestions_acceptable(books.business) == {}, "an unproven answer waits for a person"


def test_classifying_again_neither_loses_nor_repeats_it(books):
    with books.scope():
        publish(books, [QUILL, AGAIN])
        answered(books, QUILL[2], AGAIN[2])
    assert business_classify(books.place) == (None, 0)
    with books.scope():
        assert {s.source for s in newest(QUILL[2], AGAIN[2])} == {"agent"}


def test_what_was_suggested_before_stays_an_alternative_and_is_not_repeated(books):
    with books.scope():
        publish(books, [DEPOT])
    business_classify(books.place)
    with books.scope():
        (before,) = newest(DEPOT[2])
        Suggestion.objects.bulk_create(
            [Suggestion(**_copied(before), confidence=Decimal("0.30000"), hit_rate=None)]
        )
        answered(books, DEPOT[2], key="meals")
        (found,) = newest(DEPOT[2])
        assert found.alternatives[0]["account_id"] == before.account_id
        assert found.alternatives[0]["source"] == before.source
        assert len(found.alternatives) <= 3


def _copied(row):
    names = ("firm_id", "business_id", "transaction_id", "batch_id", "account_id", "source")
    return {name: getattr(row, name) for name in (*names, "reasons", "alternatives", "version")}


def test_a_surer_source_keeps_its_place_and_the_evidence_stays_beside_it(books):
    with books.scope():
        publish(books, [DEPOT])
    business_classify(books.place)
    with books.scope():
        (before,) = newest(DEPOT[2])
        assert before.confidence > Decimal("0.45")
        run, _ = answered(books, DEPOT[2], key="meals")
    assert business_classify(books.place)[1] == 1
    assert business_classify(books.place)[1] == 0
    with books.scope():
        (found,) = newest(DEPOT[2])
        assert (found.source, found.account_id) == (before.source, before.account_id)
        assert "agent" in [one["source"] for one in found.alternatives]
        assert found.evidence["run"] == run.pk


@pytest.mark.parametrize(
    "said",
    [
        output(None),
        output("0"),
        output("999999999999999999"),
        output("7 or 8"),
        output("\u0667"),
        RunOutcome("review", None, "no_answer"),
        RunOutcome("failed", output("1"), "model_down"),
    ],
)
def test_without_a_usable_account_nothing_is_suggested(books, said):
    with books.scope():
        publish(books, [QUILL])
        assert write(books, said, QUILL[2]) == 0
        assert not Suggestion.objects.exists()


@pytest.mark.parametrize("which", ["closed", "heading", "bank", "clearing", "other business"])
def test_an_account_that_cannot_be_booked_is_never_suggested(books, make_books, which):
    other = make_books(name="Other Books")
    with other.scope():
        foreign = account_by_key(other.business, "office_expense").pk
    with books.scope():
        publish(books, [QUILL])
        account = account_by_key(books.business, "office_expense")
        if which == "closed":
            Account.objects.filter(pk=account.pk).update(is_active=False)
        if which == "heading":
            account = Account.objects.filter(business=books.business, is_heading=True).first()
        if which == "bank":
            account = checking(books).ledger_account
        if which == "clearing":
            account = account_by_key(books.business, "transfers_clearing")
        chosen = foreign if which == "other business" else account.pk
        assert write(books, output(chosen), QUILL[2]) == 0
        assert not Suggestion.objects.exists()


def test_what_was_decided_or_withdrawn_meanwhile_gets_none(books):
    with books.scope():
        publish(books, [QUILL, AGAIN])
        account = account_by_key(books.business, "office_expense").pk
        made = decide(books, QUILL[2], "meals")
        assert write(books, output(account), QUILL[2], AGAIN[2]) == 1
        assert Suggestion.objects.get().transaction == transaction(AGAIN[2])
        decision_undo(decision=made, batch=books.batch("undo"), reason="mistaken")
        assert write(books, output(account), QUILL[2]) == 1, "an undone decision decides nothing"
        type(made.transaction).objects.filter(pk=made.transaction_id).update(is_live=False)
        assert write(books, output(account), QUILL[2]) == 0


def test_what_a_rule_placed_meanwhile_keeps_its_suggestion(books):
    with books.scope():
        publish(books, [QUILL, AGAIN])
        suggest(books, QUILL[2], "meals")
        assert answered(books, QUILL[2], AGAIN[2])[1] == 1
        one, two = newest(QUILL[2], AGAIN[2])
        assert (one.source, two.source) == ("rule", "agent")


def test_evidence_stands_beside_a_source_that_says_the_same_until_it_is_undone(books):
    with books.scope():
        publish(books, [DEPOT])
    business_classify(books.place)
    with books.scope():
        (before,) = newest(DEPOT[2])
        batch = books.batch(Batch.Kind.AGENT, "Agents asked")
        run, _ = answered(books, DEPOT[2], key=before.account.key, batch=batch)
    business_classify(books.place)
    with books.scope():
        (found,) = newest(DEPOT[2])
        assert (found.source, found.account_id) == (before.source, before.account_id)
        assert found.evidence["run"] == run.pk
        undone(books, batch)
    assert business_classify(books.place)[1] == 1
    with books.scope():
        assert newest(DEPOT[2])[0].evidence == {}


def test_beside_a_rule_of_a_person_there_is_no_evidence(books):
    with books.scope():
        publish(books, [QUILL])
        answered(books, QUILL[2])
        fields = RuleFields(
            name="quill",
            conditions=[{"field": "description", "op": "contains", "value": "quill"}],
            account=account_by_key(books.business, "supplies"),
        )
        rule_add(business=books.business, fields=fields)
    business_classify(books.place)
    with books.scope():
        (found,) = newest(QUILL[2])
        assert (found.source, found.evidence) == ("rule", {})


def test_another_business_s_transactions_are_left_alone(books):
    with books.scope():
        second = business_open(
            firm_id=books.place.firm_id, name="Other Books", chart="us_sole_proprietor"
        )
    other = Books(place_for(books.user, second.pk), books.user)
    with other.scope():
        publish(other, [QUILL])
        group = group_of(QUILL[2])
        theirs = chooser()
    with books.scope():
        publish(books, [AGAIN])
        account = account_by_key(books.business, "office_expense").pk
        written = suggestions_write(
            business=books.business,
            batch=books.batch(Batch.Kind.AGENT, "Agents asked"),
            group=group,
            run=ended_run(books, theirs),
            outcome=RunOutcome("answered", output(account)),
        )
        assert written == 0


def test_a_trial_writes_nothing(books):
    with books.scope():
        publish(books, [QUILL])
        account = account_by_key(books.business, "office_expense").pk
        trial = ended_run(books, chooser(), is_trial=True)
        assert write(books, output(account), QUILL[2], run=trial) == 0


def test_a_name_with_a_mask_in_it_does_not_become_the_payee(books):
    with books.scope():
        publish(books, [QUILL])
        answered(books, QUILL[2], payee_name="Payment to [name]")
        (found,) = newest(QUILL[2])
        assert "[" not in found.payee_name
        assert found.payee_name
