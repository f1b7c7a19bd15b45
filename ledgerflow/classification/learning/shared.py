"""What the firm's other businesses decided for a payee: counts of payee -> account, no more; pure.

Here: counting, and ranking account keys for a payee by its whole name, its first two words and
its words. Not here: whether a firm shares at all (the caller), or a business's own decisions
(evidence.py). Nothing but payee keys, account keys and counts is held.
"""

import math
from typing import NamedTuple

from ledgerflow.classification.learning.calibration import FirmReliability
from ledgerflow.classification.learning.features import opening_of, words_of

MAX_RANKED = 12
FROM_WORDS = 10
MOST_USED = 6
"""So many of the firm's most used accounts are proposed for any payee, with their share."""
WORD_PRIOR = 1.5
_LEAST = 1e-4

Counts = dict[str, int]


class FirmRanked(NamedTuple):
    """One account key for a payee: shares (0..1) among the firm's decisions, and the count."""

    account_key: str
    payee_share: float
    payee_count: int
    opening_share: float
    word_chance: float
    share: float


class FirmView(NamedTuple):
    """Account keys for a payee, most likely first, and how many decisions they rest on."""

    ranked: tuple[FirmRanked, ...]
    payee_tries: int
    opening_tries: int


NOTHING = FirmView((), 0, 0)


class SharedCounts:
    """Counts of payee key -> account key of the businesses of one firm.

    With `live` a learner that holds the object adds its own decisions to it as it learns, and
    leaves them out where it asks; without it the caller fills in the other businesses' counts.
    """

    def __init__(self, *, live: bool = True) -> None:
        self.live = live
        self.reliability = FirmReliability()
        self.payees: dict[str, Counts] = {}
        self.openings: dict[str, Counts] = {}
        self.words: dict[str, Counts] = {}
        self.accounts: Counts = {}
        self.total = 0

    def add(self, payee_key: str, account_key: str, count: int = 1) -> None:
        """Count `count` more decisions of a payee for an account."""
        self.total += count
        _count(self.accounts, account_key, count)
        _count(self.payees.setdefault(payee_key, {}), account_key, count)
        _count(self.openings.setdefault(opening_of(payee_key), {}), account_key, count)
        for word in words_of(payee_key):
            _count(self.words.setdefault(word, {}), account_key, count)

    def subtract(self, payee_key: str, account_key: str, count: int = 1) -> None:
        """Take decisions out again that were added before."""
        self.add(payee_key, account_key, -count)

    def view(self, payee_key: str, without: "SharedCounts | None" = None) -> FirmView:
        """Account keys for a payee; `without` holds decisions that must not be counted."""
        words = words_of(payee_key)
        opening = opening_of(payee_key)
        less = without or _NOBODY
        by_payee = _difference(self.payees.get(payee_key), less.payees.get(payee_key))
        by_opening = _difference(self.openings.get(opening), less.openings.get(opening))
        by_word = [
            found
            for word in words
            if (found := _difference(self.words.get(word), less.words.get(word)))
        ]
        keys = set(by_payee) | set(by_opening)
        if by_word:
            keys.update(_most(min(by_word, key=lambda counts: sum(counts.values()))))
        accounts = _difference(self.accounts, less.accounts)
        keys.update(_most(accounts)[:MOST_USED])
        if not keys:
            return NOTHING
        total = max(self.total - less.total, 1)
        shares = {key: accounts.get(key, 0) / total for key in sorted(keys)}
        chances = _word_chances(shares, by_word)
        payee_tries, opening_tries = sum(by_payee.values()), sum(by_opening.values())
        ranked = [
            FirmRanked(
                key,
                by_payee.get(key, 0) / (payee_tries + 0.5),
                by_payee.get(key, 0),
                by_opening.get(key, 0) / (opening_tries + 0.5),
                chances[key],
                share,
            )
            for key, share in shares.items()
        ]
        ranked.sort(
            key=lambda r: (-2 * r.payee_share - r.opening_share - r.word_chance - r.share, r[0])
        )
        return FirmView(tuple(ranked[:MAX_RANKED]), payee_tries, opening_tries)


_NOBODY = SharedCounts()


def _count(counts: Counts, key: str, count: int) -> None:
    left = counts.get(key, 0) + count
    if left:
        counts[key] = left
    else:
        counts.pop(key, None)


def _difference(counts: Counts | None, less: Counts | None) -> Counts:
    if not counts:
        return {}
    if not less:
        return counts
    return {key: left for key, n in counts.items() if (left := n - less.get(key, 0)) > 0}


def _most(counts: Counts) -> list[str]:
    return sorted(counts, key=lambda key: (-counts[key], key))[:FROM_WORDS]


def _word_chances(shares: dict[str, float], by_word: list[Counts]) -> dict[str, float]:
    """Naive Bayes over the words; the chances of all given keys add up to 1."""
    totals = [sum(counts.values()) + WORD_PRIOR for counts in by_word]
    scores = {}
    for key, share in shares.items():
        score = prior = math.log(share + _LEAST)
        for counts, total in zip(by_word, totals, strict=True):
            score += math.log((counts.get(key, 0) + WORD_PRIOR * share + _LEAST) / total) - prior
        scores[key] = score
    top = max(scores.values())
    chances = {key: math.exp(score - top) for key, score in scores.items()}
    total = sum(chances.values())
    return {key: chance / total for key, chance in chances.items()}
