"""What an agent looked up is offered again, never surer than it has shown itself to be."""

from decimal import Decimal

from ledgerflow.classification.asking.trackrecord import Judged, TrackRecord
from ledgerflow.classification.cascade import classify
from ledgerflow.classification.classifiers.agent import AgentClassifier, said_of_record
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import PayeeName
from ledgerflow.classification.looked_up import LookedUp
from tests.classification.test_cascade import FACTS, KEYS, OFFICE, SUPPLIES, learned

PAYEE = PayeeName("home depot", "Home Depot")
EVIDENCE = {"agent": "a", "payee_name": "The Depot", "reason": "It sells tools.", "run": 4}
FOUND = LookedUp("4", "agent:a", "a/1", OFFICE, Decimal("0.9"), Decimal(80), EVIDENCE)


def context(**more: object) -> ClassifyContext:
    return ClassifyContext(looked_up={FACTS.id: FOUND}, account_ids=KEYS, **more)


def judged(count: int, others: int = 0) -> TrackRecord:
    said = [Judged(str(n), "agent:a", "a/1", Decimal("0.9"), 1, 0) for n in range(count)]
    said += [Judged(f"x{n}", "agent:a", "a/1", Decimal("0.9"), 0, 1) for n in range(others)]
    return TrackRecord.of((1,), said)


def test_an_answer_says_who_looked_and_that_nobody_judged_it_yet() -> None:
    (answer,) = AgentClassifier().answers(FACTS, PAYEE, context())
    assert (answer.account_id, answer.business_percent, answer.payee_name) == (
        OFFICE,
        80,
        "The Depot",
    )
    assert (answer.source, answer.source_ref, answer.kind, answer.version) == (
        "agent",
        "4",
        "agent:a",
        "a/1",
    )
    assert (answer.confidence, answer.hit_rate) == (Decimal("0.45"), None)
    assert answer.reasons == (
        "agent a looked it up: It sells tools.",
        "nobody has judged this agent's answers yet",
    )


def test_nothing_was_looked_up_for_others() -> None:
    assert AgentClassifier().answers(FACTS, PAYEE, ClassifyContext()) == ()


def test_a_name_that_people_gave_stays() -> None:
    named = context(aliases={PAYEE.key: PAYEE})
    (answer,) = AgentClassifier().answers(FACTS, PAYEE, named)
    assert answer.payee_name == "Home Depot"


def test_people_who_agreed_are_counted_in_words() -> None:
    (answer,) = AgentClassifier().answers(FACTS, PAYEE, context(track_record=judged(11, 1)))
    assert answer.reasons[1] == "people agreed on 11 of 12 payees it answered for"
    one = judged(1).proven(FOUND)
    assert said_of_record(one) == "people agreed on 1 of 1 payee it answered for"


def test_what_people_decided_for_the_payee_comes_first_however_good_the_agent_is() -> None:
    known = context(learned=learned(SUPPLIES, 0.6), track_record=judged(400))
    found = classify(FACTS, known)
    assert (found.best.account_id, found.best.source) == (SUPPLIES, "memory")
    assert [a.source for a in found.alternatives][:1] == ["agent"]
    assert found.alternatives[0].confidence < found.best.confidence


def test_a_proven_agent_wins_over_shipped_words_and_an_unproven_one_does_not() -> None:
    assert classify(FACTS, context(track_record=judged(200))).best.source == "agent"
    unproven = classify(FACTS, context())
    assert unproven.best.source == "knowledge"
    assert "agent" in [a.source for a in unproven.alternatives]
