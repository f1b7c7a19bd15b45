"""Confidence is what people's decisions say, and falls as fast as they contradict it."""

import json

import pytest

from ledgerflow.classification.learning.calibration import Calibrator, FirmReliability, Said

TARGET = 0.995


def clear(kind: str = "account+payee", **changed: float) -> Said:
    """The surest evidence there is: forty of forty decisions on this card, all experts agree."""
    said = Said(
        kind=kind,
        probability=0.999,
        margin=0.998,
        tries=40,
        agree=40,
        own_tries=40,
        own_agree=40,
        streak=40,
        experts=1.0,
        seen=800,
        age_days=3,
    )
    return said._replace(**changed)


DOUBTFUL = Said(
    kind="payee", probability=0.6, margin=0.3, tries=5, agree=3, streak=1, experts=0.5, seen=800
)
GUESS = Said(kind="words", probability=0.4, margin=0.1, experts=0.4, seen=800)


def decided(calibrator: Calibrator, said: Said, *, hits: int, misses: int = 0) -> Calibrator:
    """The calibrator after so many decisions, the misses spread evenly."""
    every = (hits + misses) // misses if misses else 0
    for number in range(1, hits + misses + 1):
        calibrator.observe(said, not (every and number % every == 0))
    return calibrator


def test_clear_evidence_is_surer_than_doubtful_and_that_than_a_guess() -> None:
    calibrator = Calibrator.new()
    rates = [calibrator.sure(said).hit_rate for said in (clear(), DOUBTFUL, GUESS)]
    bounds = [calibrator.sure(said).lower_bound for said in (clear(), DOUBTFUL, GUESS)]
    assert rates == sorted(rates, reverse=True)
    assert bounds == sorted(bounds, reverse=True)
    assert rates[2] < 0.7 < 0.95 < rates[0]


def test_shipped_figures_alone_do_not_reach_one_error_in_two_hundred() -> None:
    sure = Calibrator.new().sure(clear())
    assert sure.lower_bound < TARGET
    assert sure.level == "shipped"


def test_two_thousand_right_answers_reach_one_error_in_two_hundred() -> None:
    sure = decided(Calibrator.new(), clear(), hits=2000).sure(clear())
    assert sure.lower_bound >= TARGET
    assert (sure.level, sure.tries) == ("business", 2000)


def test_a_business_that_misses_one_in_ten_is_believed_after_some_hundred_decisions() -> None:
    sure = decided(Calibrator.new(), clear(), hits=450, misses=50).sure(clear())
    assert sure.hit_rate == pytest.approx(0.9, abs=0.02)
    assert sure.lower_bound < 0.92


def test_doubtful_answers_that_come_true_are_believed_too() -> None:
    sure = decided(Calibrator.new(), DOUBTFUL, hits=300).sure(DOUBTFUL)
    assert sure.hit_rate > 0.95


def test_evidence_that_was_never_checked_is_never_sure() -> None:
    calibrator = decided(Calibrator.new(), clear(), hits=2000)
    assert calibrator.sure(clear("crystal ball")).lower_bound == 0


def test_evidence_unknown_before_is_as_sure_as_its_own_checks_allow() -> None:
    calibrator = decided(Calibrator.new(), clear(), hits=2000)
    decided(calibrator, clear("crystal ball"), hits=20)
    some = calibrator.sure(clear("crystal ball")).lower_bound
    decided(calibrator, clear("crystal ball"), hits=1000)
    assert 0 < some < 0.96 < calibrator.sure(clear("crystal ball")).lower_bound


def test_nothing_known_is_not_sure_and_teaches_nothing() -> None:
    calibrator, before = Calibrator.new(), Calibrator.new().dump()
    calibrator.observe(Said("", 0.0), hit=False)
    assert calibrator.sure(Said("", 0.0)).lower_bound == 0
    assert calibrator.dump() == before


def test_a_run_of_misses_lowers_at_once() -> None:
    calibrator = decided(Calibrator.new(), clear(), hits=2000)
    for _ in range(4):
        calibrator.observe(clear(), hit=False)
    assert calibrator.sure(clear()).lower_bound < 0.99
    decided(calibrator, clear(), hits=1500)
    assert calibrator.sure(clear()).lower_bound > 0.99


def test_one_miss_among_thousands_changes_little() -> None:
    calibrator = decided(Calibrator.new(), clear(), hits=3000, misses=30)
    before = calibrator.sure(clear()).lower_bound
    calibrator.observe(clear(), hit=False)
    assert before - 0.01 < calibrator.sure(clear()).lower_bound < before


def test_answers_that_waited_long_are_less_sure() -> None:
    calibrator = decided(Calibrator.new(), clear(), hits=2000, misses=20)
    waited = clear(lag_days=200, age_days=203)
    assert calibrator.sure(waited).lower_bound < calibrator.sure(clear()).lower_bound


def test_two_hundred_wrong_approvals_are_forgotten_when_they_are_undone() -> None:
    firm = FirmReliability()
    honest = decided(Calibrator.new(firm), clear(), hits=2000)
    state, before = honest.dump(), honest.sure(clear())
    firm_before = firm.dump()

    for _ in range(200):
        honest.observe(clear(), hit=False)
    fallen = honest.sure(clear())
    assert fallen.hit_rate < 0.9
    assert fallen.lower_bound < 0.8

    firm.include(honest.plain, -1)
    rebuilt = decided(Calibrator.new(firm), clear(), hits=2000)
    assert rebuilt.dump() == state
    assert rebuilt.sure(clear()) == before
    assert firm.dump() == firm_before


def test_the_firm_makes_a_new_business_surer_and_is_told_what_it_decides() -> None:
    firm = FirmReliability()
    decided(Calibrator.new(firm), clear(), hits=1500)
    alone, shared = Calibrator.new(), Calibrator.new(firm)
    assert shared.sure(clear()).lower_bound > alone.sure(clear()).lower_bound
    assert shared.sure(clear()).level == "firm"
    shared.observe(clear(), hit=True)
    assert firm.kinds["account+payee"][0] == 1501


def test_a_firm_whose_answers_miss_makes_a_new_business_less_sure() -> None:
    firm = FirmReliability()
    decided(Calibrator.new(firm), clear(), hits=800, misses=200)
    assert Calibrator.new(firm).sure(clear()).hit_rate < Calibrator.new().sure(clear()).hit_rate


def test_a_businesss_state_does_not_depend_on_its_firm() -> None:
    firm = FirmReliability()
    decided(Calibrator.new(firm), clear(), hits=300, misses=60)
    alone = decided(Calibrator.new(), DOUBTFUL, hits=60, misses=20)
    shared = decided(Calibrator.new(firm), DOUBTFUL, hits=60, misses=20)
    assert shared.dump() == alone.dump()


def test_a_stored_state_goes_on_exactly_as_if_it_had_not_been_stored() -> None:
    kept = decided(decided(Calibrator.new(), clear(), hits=90), DOUBTFUL, hits=20, misses=20)
    loaded = Calibrator.load(json.loads(json.dumps(kept.dump())))
    for calibrator in (kept, loaded):
        decided(calibrator, GUESS, hits=7, misses=7)
    assert loaded.dump() == kept.dump()
    assert loaded.sure(clear()).hit_rate == pytest.approx(kept.sure(clear()).hit_rate, abs=1e-12)


def test_a_state_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version 99"):
        Calibrator.load({**Calibrator.new().dump(), "version": 99})


def test_the_chart_holds_what_is_said_against_what_came_true() -> None:
    calibrator = decided(Calibrator.new(), clear(), hits=450, misses=50)
    decided(calibrator, GUESS, hits=30, misses=30)
    rows = calibrator.reliability()
    assert [(row.kind, row.tries) for row in rows] == [("account+payee", 500), ("words", 60)]
    assert [row.observed for row in rows] == pytest.approx([0.9, 0.5])
    assert [row.said for row in rows] == pytest.approx([0.9, 0.5], abs=0.04)
