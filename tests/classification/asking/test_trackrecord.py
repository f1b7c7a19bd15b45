"""How sure an agent's answers become by what people decide on them."""

from decimal import Decimal

import pytest

from ledgerflow.classification.asking.trackrecord import NO_RECORD, Judged, Proven, TrackRecord
from ledgerflow.classification.looked_up import LookedUp

SURE, DEFAULT_BAR, ONE_PERCENT = Decimal("0.9"), Decimal("0.995"), Decimal("0.99")


def answer(claimed: Decimal = SURE, version: str = "a/1", kind: str = "agent:a") -> LookedUp:
    return LookedUp("9", kind, version, 7, claimed)


def judged(
    hits: str, claimed: Decimal = SURE, version: str = "a/1", kind: str = "agent:a"
) -> list[Judged]:
    """One run per character, "+" agreed and "-" decided otherwise."""
    return [
        Judged(f"{version}:{n}", kind, version, claimed, int(hit == "+"), int(hit == "-"))
        for n, hit in enumerate(hits)
    ]


def proven(*said: list[Judged], of: LookedUp | None = None) -> Proven:
    record = TrackRecord.of((1,), [one for some in said for one in some])
    return record.proven(of or answer())


@pytest.mark.parametrize("claimed", ["0", "0.3", "0.9", "1"])
def test_before_anybody_judged_half_of_the_claim_is_stated_and_nothing_measured(
    claimed: str,
) -> None:
    found = NO_RECORD.proven(answer(Decimal(claimed)))
    assert found == (Decimal(claimed) / 2, None, 0, 0)


def test_a_few_agreements_raise_nothing_and_misses_lower_it() -> None:
    assert proven(judged("+" * 9))[:2] == (Decimal("0.45"), None)
    assert proven(judged("+" * 10)).hit_rate == Decimal("0.99850")
    assert proven(judged("+++---"))[:2] == (Decimal("0.28125"), None)


def test_two_hundred_agreed_payees_reach_a_promise_of_one_error_in_a_hundred() -> None:
    found = proven(judged("+" * 200))
    assert found.confidence >= ONE_PERCENT
    assert found.hit_rate == Decimal("0.99850")
    assert (found.agreed, found.judged) == (200, 200)


def test_one_error_in_two_hundred_takes_three_hundred_and_nine() -> None:
    assert proven(judged("+" * 308)).confidence < DEFAULT_BAR
    assert proven(judged("+" * 309)).confidence >= DEFAULT_BAR


def test_confidence_rises_with_every_agreement() -> None:
    figures = [proven(judged("+" * n)).confidence for n in (0, 9, 10, 20, 50, 100, 200, 400)]
    assert figures == sorted(figures)
    assert figures[-1] > figures[0]


def test_a_new_prompt_version_starts_with_a_little_of_what_the_agent_has_shown() -> None:
    before = judged("+" * 400)
    new = proven(before, of=answer(version="a/2"))
    assert new.hit_rate is not None
    assert Decimal("0.9") < new.confidence < ONE_PERCENT < proven(before).confidence
    assert new.confidence == proven(judged("+" * 20)).confidence, "twenty trials, no more"
    again = proven(before, judged("+" * 200, version="a/2"), of=answer(version="a/2"))
    assert again.confidence > ONE_PERCENT


def test_what_the_agent_did_badly_before_is_borrowed_too() -> None:
    assert proven(judged("+-" * 50), of=answer(version="a/2")).confidence < Decimal("0.5")


def test_another_agent_lends_nothing() -> None:
    found = proven(judged("+" * 400), of=answer(kind="agent:b", version="b/1"))
    assert found[:2] == (Decimal("0.45"), None)


def test_a_wrong_streak_is_believed_at_once() -> None:
    good = "+" * 400
    assert proven(judged(good + "-")).confidence < DEFAULT_BAR
    streak = proven(judged(good + "-" * 10)).confidence
    assert streak == Decimal("0.5"), "ten of the newest twenty"
    assert proven(judged(good + "-" * 10 + "+" * 30)).confidence > Decimal("0.9")


def test_what_the_model_was_less_sure_of_is_counted_apart() -> None:
    said = judged("+" * 400), judged("-" * 20, Decimal("0.7"))
    record = TrackRecord.of((1,), [*said[1], *said[0]])
    assert record.proven(answer()).confidence > DEFAULT_BAR
    assert record.proven(answer(Decimal("0.7"))).confidence < Decimal("0.1")
    assert record.proven(answer(Decimal("0.2"))).hit_rate is None


def test_a_payee_is_one_trial_however_many_transactions_it_has() -> None:
    whole = TrackRecord.of((1,), [Judged("1", "agent:a", "a/1", SURE, 500, 0)])
    assert whole.proven(answer()).hit_rate is None
    halves = [Judged(str(n), "agent:a", "a/1", SURE, 5, 5) for n in range(20)]
    assert TrackRecord.of((1,), halves).proven(answer()).hit_rate == Decimal("0.50000")


def test_runs_that_somebody_decided_otherwise_are_named() -> None:
    record = TrackRecord.of((1, 2), judged("+-+"))
    assert record.overruled == frozenset({"a/1:1"})
    assert record.batches == (1, 2)


def test_no_confidence_is_ever_above_the_rate_or_outside_its_range() -> None:
    for hits in ("+" * 12, "-" * 12, "+-" * 6, "+" * 5000):
        found = proven(judged(hits))
        assert 0 <= found.confidence <= found.hit_rate <= Decimal("0.99850")
