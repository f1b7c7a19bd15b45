"""Counts that are added and taken away again leave nothing behind."""

from ledgerflow.classification.learning.reliability import (
    BAND_EDGES,
    BANDS,
    EDGE_LOG_ODDS,
    Counts,
    FirmReliability,
    band_of,
)
from ledgerflow.classification.learning.scorecard import Score

CERTAIN = Score("payee/fresh", 5.0, 0.0068359375)
LIKELY = Score("payee/old", 1.5, 0.1826171875)
GUESS = Score("words/new", -1.0, 0.73046875)


def counted(*scores: tuple[Score, bool]) -> Counts:
    counts = Counts()
    for score, hit in scores:
        counts.add(score, hit=hit)
    return counts


def test_bands_begin_at_their_edges() -> None:
    assert [band_of(edge) for edge in EDGE_LOG_ODDS] == list(range(BANDS))
    assert band_of(-30.0) == 0
    assert band_of(30.0) == BANDS - 1
    assert len(BAND_EDGES) == BANDS


def test_tries_misses_and_expected_misses_are_tallied() -> None:
    counts = counted((CERTAIN, True), (CERTAIN, False), (LIKELY, True))
    assert counts.kinds["payee"] == [3, 1, 2 * CERTAIN.miss + LIKELY.miss]
    assert counts.evidence["payee/old"] == [1, 0, LIKELY.miss]
    assert counts.tries_on("payee/fresh") == 2


def test_guesses_do_not_count_for_how_a_business_keeps_its_habits() -> None:
    counts = counted((GUESS, False))
    assert counts.whole == [0, 0, 0]
    assert counts.bands[band_of(GUESS.log_odds)] == [1, 1, GUESS.miss]


def test_what_is_taken_out_again_leaves_no_trace() -> None:
    firm, other = counted((CERTAIN, True), (GUESS, False)), counted((LIKELY, False), (GUESS, True))
    before = firm.dump()
    firm.include(other)
    firm.include(other, -1)
    assert firm.dump() == before


def test_counts_survive_being_stored() -> None:
    counts = counted((CERTAIN, True), (LIKELY, False))
    assert Counts.load(counts.dump()).bands == counts.bands
    assert Counts.load(counts.dump()).whole == counts.whole


def test_scaling_reaches_every_tally() -> None:
    counts = counted((CERTAIN, False), (LIKELY, True))
    counts.scale(0.5)
    assert counts.whole == [1, 0.5, (CERTAIN.miss + LIKELY.miss) / 2]
    assert counts.kinds["payee"] == counts.whole


def test_a_firms_counts_tell_when_they_changed() -> None:
    firm = FirmReliability()
    firm.add(CERTAIN, hit=True)
    firm.include(counted((LIKELY, True)))
    assert firm.version == 2
