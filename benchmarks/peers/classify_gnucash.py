"""Bayes over the words of the bank's text, in the style of GnuCash's import matcher.

Here: a peer of LedgerFlow's learner, written from the description of the method. Every word of
the text, and the weekday, counts by account; an account's chance is the product of its shares
over the words that it has, against the product of the rest. Nothing is said for a text whose
words are all new.
"""

from collections import Counter, defaultdict

from benchmarks.peers.classify import NOTHING, OneByOne, Said, ranked
from ledgerflow.classification.evaluation.stream import MakeLearner
from ledgerflow.classification.facts import AccountFacts, PayeeName, TransactionFacts


def learners() -> MakeLearner:
    """What makes a matcher for each client; nothing is shared."""
    return lambda _client, _accounts: Bayes()


class Bayes(OneByOne):
    """How often each word came with each account."""

    def __init__(self) -> None:
        self._words: defaultdict[str, Counter[int]] = defaultdict(Counter)

    def suggest(self, facts: TransactionFacts, payee: PayeeName) -> Said:
        """The accounts by their chance."""
        product: dict[int, float] = {}
        against: dict[int, float] = {}
        for word in _words(facts):
            counts = self._words.get(word)
            if counts:
                total = counts.total()
                for account, count in counts.items():
                    share = count / total
                    product[account] = product.get(account, 1.0) * share
                    against[account] = against.get(account, 1.0) * (1.0 - share)
        if not product:
            return NOTHING
        return ranked({a: p / (p + against[a]) for a, p in product.items()}, "words")

    def learn(self, facts: TransactionFacts, payee: PayeeName, account_id: int) -> None:
        """Count a decision for each word."""
        for word in _words(facts):
            self._words[word][account_id] += 1

    def account_add(self, account: AccountFacts) -> None:
        """Accounts are met by decisions."""


def _words(facts: TransactionFacts) -> list[str]:
    return [*dict.fromkeys(facts.description.casefold().split()), f"{facts.date:%A}"]
