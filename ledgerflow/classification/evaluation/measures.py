"""How often suggestions were right; pure.

Here: accuracy in its kinds, and macro-F1. Not here: how sure they were (promises.py,
reliability.py). Rates are 0..1, or None where there is nothing to count.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledgerflow.classification.evaluation.records import Outcome

FIRST_ROWS = 10
"""So many first transactions of a client show how it begins."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What outcomes come to; `rows` is their number, all others are rates or None."""

    rows: int
    accuracy: float | None
    among_best: float | None
    first_rows: float | None
    new_payees: float | None
    new_payee_share: float | None
    macro_f1: float | None

    @property
    def corrections(self) -> float | None:
        """So many of 1,000 first answers a person has to correct."""
        return None if self.accuracy is None else 1000 * (1 - self.accuracy)


def measures_of(outcomes: Sequence[Outcome]) -> Measures:
    """Count outcomes of one run. Nothing said counts as wrong."""
    new = [one for one in outcomes if one.is_new_payee]
    return Measures(
        rows=len(outcomes),
        accuracy=_rate(one.hit for one in outcomes),
        among_best=_rate(one.among_best for one in outcomes),
        first_rows=_rate(one.hit for one in outcomes if one.place < FIRST_ROWS),
        new_payees=_rate(one.hit for one in new),
        new_payee_share=_rate(one.is_new_payee for one in outcomes),
        macro_f1=macro_f1(outcomes),
    )


def macro_f1(outcomes: Sequence[Outcome]) -> float | None:
    """The plain mean over accounts of F1, the harmonic mean of precision and recall.

    Accounts that were right or said at least once count, each as much as any other, so those
    with few transactions weigh as much as the large ones.
    """
    right = Counter(one.account_id for one in outcomes)
    said = Counter(one.said[0] for one in outcomes if one.said)
    hits = Counter(one.account_id for one in outcomes if one.hit)
    accounts = right.keys() | said.keys()
    if not accounts:
        return None
    return sum(2 * hits[a] / (right[a] + said[a]) for a in accounts) / len(accounts)


def _rate(truths: Iterable[bool]) -> float | None:
    count = hits = 0
    for truth in truths:
        count += 1
        hits += truth
    return hits / count if count else None
