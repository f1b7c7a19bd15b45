"""A business is judged by its own misses, and by its parents' while it has few."""

import pytest

from ledgerflow.classification.learning.misses import Misses
from ledgerflow.classification.learning.reliability import Counts
from ledgerflow.classification.learning.scorecard import Score, shipped

LIKELY = Score("payee/fresh", 3.0, 0.046875)
OTHER = Score("words/new", 2.2, 0.099609375)


def counted(score: Score, *, hits: int, misses: int) -> Counts:
    counts = Counts()
    for number in range(hits + misses):
        counts.add(score, hit=number >= misses)
    return counts


def of(own: Counts, firm: Counts | None = None) -> Misses:
    return Misses(own, 1.0, shipped(), firm, Counts())


def test_without_decisions_the_shipped_figures_stand() -> None:
    table = of(Counts()).table()
    assert table.here == pytest.approx(table.shipped)
    assert of(Counts()).whole_ratio() == 1


def test_twice_the_expected_misses_double_the_ratio_in_the_end() -> None:
    few = of(counted(LIKELY, hits=29, misses=3)).whole_ratio()
    many = of(counted(LIKELY, hits=2900, misses=300)).whole_ratio()
    assert 1 < few < 1.5 < many == pytest.approx(2, abs=0.05)


def test_the_firm_is_the_parent_of_a_business() -> None:
    firm = counted(LIKELY, hits=2900, misses=300)
    assert of(Counts(), firm).whole_ratio() == pytest.approx(2, abs=0.1)
    assert of(Counts(), firm).others_of("payee")[0] == 3200


def test_what_the_business_gave_to_the_firm_is_not_counted_twice() -> None:
    own = counted(LIKELY, hits=100, misses=50)
    misses = Misses(own, 1.0, shipped(), own, own)
    assert misses.whole_ratio() == of(own).whole_ratio()
    assert misses.others_of("payee") == [0, 0, 0]


def test_evidence_that_misses_more_than_the_rest_is_set_apart() -> None:
    counts = counted(LIKELY, hits=950, misses=50)
    counts.include(counted(OTHER, hits=600, misses=400))
    assert of(counts).evidence_ratio("words/new") > 1.2
    assert of(counts).evidence_ratio("payee/fresh") < 0.5


def test_bounds_and_rates_never_fall_towards_the_surer_bands() -> None:
    counts = counted(LIKELY, hits=70, misses=30)
    counts.include(counted(Score("payee/fresh", 6.0, 0.0029296875), hits=10, misses=10))
    table = of(counts).table()
    assert table.here == sorted(table.here)
    assert table.bounds == sorted(table.bounds)


def test_only_more_misses_than_bad_luck_explains_are_a_drift() -> None:
    misses = of(Counts())
    assert misses.drift(0.0, 0.5) == 1
    assert misses.drift(1.5, 0.5) == 1
    assert misses.drift(4.0, 0.5) > 2
