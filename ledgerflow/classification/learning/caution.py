"""What few decisions cannot promise, however right the answers of others were; pure.

Here: two ceilings for how sure an answer may be called. Not here: how often such evidence came
true (calibration.py), which this never raises.

Figures of other businesses, shipped or the firm's, say how good a kind of evidence is where a
business has a history. A business that has decided once has shown one account of its chart: the
next transaction mostly belongs to one that it has never used, and no evidence names that one.
"""

from collections.abc import Sequence

from ledgerflow.classification.learning.calibration import Said, Sure

OWN_WORD = frozenset({"account+payee", "payee"})
"""Kinds of evidence in which the business itself has decided for this very payee."""

SUREST = 0.9
"""Below this nobody accepts unseen, and a bound above the rate would only look wrong."""

DOUBLED = 90.0
"""Days. On books left alone for a year, promises of 99 % were else kept at 97.4 % (Oxford)."""


def unseen_chance(counts: Sequence[int]) -> float:
    """The chance (0..1) that the next decision goes to an account without any so far.

    `counts`: decisions by account. Good and Turing's estimate, the accounts used once over all
    decisions, with one of each added, for a beginning is all surprise.
    """
    decisions = sum(counts)
    once = sum(count == 1 for count in counts)
    return min(1.0, (once + 1) / (decisions + 2))


def cautious(sure: Sure, said: Said, counts: Sequence[int]) -> Sure:
    """The same figures, no higher than this business's own decisions can carry.

    Where it decided for the payee before, 1 - 1/(4n + 4) after n decisions of any kind; for all
    other evidence also no more than is left by `unseen_chance`. The bound, which speaks for all
    answers at least as sure, exceeds the answer's own rate only among the surest. It ages: so many
    days without any decision as DOUBLED let a miss be twice as likely, twice that three times.
    """
    decisions = sum(counts)
    most = 1 - 1 / (4 * decisions + 4)
    if said.kind not in OWN_WORD:
        most = min(most, 1 - unseen_chance(counts))
    aged = 1 - (1 - sure.lower_bound) * (1 + said.lag_days / DOUBLED)
    rate, bound = min(sure.hit_rate, most), max(0.0, min(aged, most))
    return sure._replace(hit_rate=rate, lower_bound=bound if rate >= SUREST else min(bound, rate))
