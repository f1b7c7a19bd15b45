"""Small arithmetic of rates and bounds; pure.

Here: odds, an upper bound of a miss rate, rising sequences, reading a curve off. Not here: whose
rates they are (misses.py).
"""

from bisect import bisect_right
from collections.abc import Sequence
from math import exp, sqrt

CAUTION = 0.8
"""Standard deviations between a miss rate and its upper bound."""


def upper_bound(misses: float, tries: float) -> float:
    """Upper bound of a miss rate: the gamma quantile of Wilson and Hilferty; may exceed 1.

    Both numbers may be fractions and must be above 0.
    """
    spread = 1 - 1 / (9 * misses) + CAUTION / (3 * sqrt(misses))
    return misses * spread**3 / tries


def rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (low, low_weight, low_count), (high, high_weight, high_count) = pools[-2:]
            both = low_weight + high_weight
            mean = (low * low_weight + high * high_weight) / both
            pools[-2:] = [(mean, both, low_count + high_count)]
    return [value for value, _, count in pools for _ in range(count)]


def between(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """`ys` read off at `x` along straight lines; beyond the ends it goes on at half the slope."""
    at = bisect_right(xs, x)
    if at == 0:
        return ys[0] + (x - xs[0]) / 2
    if at == len(xs):
        return ys[-1] + (x - xs[-1]) / 2
    return ys[at - 1] + (ys[at] - ys[at - 1]) * (x - xs[at - 1]) / (xs[at] - xs[at - 1])


def odds(rate: float) -> float:
    """Odds of a rate below 1."""
    return rate / (1 - rate)


def rate_of(log_odds: float) -> float:
    """The rate (0..1) of natural log-odds."""
    return 1 / (1 + exp(-log_odds))
