"""More that speaks for an answer never makes it less likely."""

from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.classification.learning.scorecard import (
    FEATURES,
    SURE_AT_MOST,
    Said,
    features,
    score,
    shipped,
)

SAID = st.builds(
    lambda kind, probability, tries, agree, streak, seen, lag, age: Said(
        kind,
        probability,
        probability / 2,
        tries=tries,
        agree=min(agree, tries),
        own_tries=tries,
        own_agree=min(agree, tries),
        streak=min(streak, agree, tries),
        seen=seen,
        lag_days=lag,
        age_days=age if tries else 0,
    ),
    st.sampled_from(["payee", "words", "firm"]),
    st.floats(0, 1),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(0, 5000),
    st.integers(0, 900),
    st.integers(0, 900),
)


def test_every_weight_speaks_for_its_feature() -> None:
    assert len(shipped().weights) == len(FEATURES)
    assert all(weight >= 0 for weight in shipped().weights)


def test_the_shipped_bands_rise_from_guess_to_certainty() -> None:
    misses = [miss for _, miss in shipped().bands]
    assert misses == sorted(misses, reverse=True)
    assert all(0 < miss < 1 for miss in misses)


@given(SAID)
def test_a_score_is_a_chance_that_is_never_certain(said: Said) -> None:
    scored = score(said, shipped())
    assert len(features(said)) == len(FEATURES)
    assert scored.miss + 1e-6 >= 1 - SURE_AT_MOST
    assert scored.miss <= 1


@given(SAID, st.floats(0, 1))
def test_a_surer_learner_never_scores_lower(said: Said, probability: float) -> None:
    low, high = sorted((said.probability, probability))
    scores = [score(said._replace(probability=p), shipped()).log_odds for p in (low, high)]
    assert scores[0] <= scores[1] + 1e-9


@given(SAID, st.integers(0, 900))
def test_silence_never_raises_a_score(said: Said, more: int) -> None:
    later = said._replace(age_days=said.age_days + more)
    assert score(later, shipped()).log_odds <= score(said, shipped()).log_odds + 1e-9


def test_evidence_is_named_by_kind_and_by_how_long_its_payee_was_silent() -> None:
    said = Said("payee", 0.9, tries=4, agree=4)
    names = [
        score(said._replace(age_days=age, lag_days=lag), shipped()).evidence
        for age, lag in ((0, 0), (20, 0), (150, 0), (150, 149))
    ]
    assert names == ["payee/fresh", "payee/recent", "payee/old", "payee/fresh"]
    assert score(Said("words", 0.4), shipped()).evidence == "words/new"
