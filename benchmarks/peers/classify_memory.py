"""Payee memory: the account most often decided for exactly this payee.

Here: a peer of LedgerFlow's learner, as most programs have it. It backs off to what all clients
of the file decided for the payee, then to the client's commonest accounts. Sure of an answer is
the share of decisions that fell on it.
"""

from collections import Counter, defaultdict

from benchmarks.peers.classify import OneByOne, Said, ranked
from ledgerflow.classification.evaluation.stream import MakeLearner
from ledgerflow.classification.facts import AccountFacts, PayeeName, TransactionFacts


def learners() -> MakeLearner:
    """What makes a memory for each client; all of one run share what payees were decided for."""
    shared: defaultdict[str, Counter[int]] = defaultdict(Counter)
    return lambda _client, _accounts: Memory(shared)


class Memory(OneByOne):
    """The decisions of one client by payee."""

    def __init__(self, shared: defaultdict[str, Counter[int]]) -> None:
        self._shared = shared
        self._own: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._all: Counter[int] = Counter()

    def suggest(self, facts: TransactionFacts, payee: PayeeName) -> Said:
        """The commonest accounts of the nearest evidence, filled up from the next."""
        levels = {
            "payee": self._own.get(payee.key),
            "firm": self._shared.get(payee.key),
            "client": self._all,
        }
        said: dict[int, float] = {}
        kind = ""
        for name, counts in levels.items():
            if counts:
                kind = kind or name
                total = counts.total()
                for account, count in counts.most_common(3):
                    said.setdefault(account, count / total)
        return ranked(said, kind, sort=False)

    def learn(self, facts: TransactionFacts, payee: PayeeName, account_id: int) -> None:
        """Count a decision."""
        self._own[payee.key][account_id] += 1
        self._shared[payee.key][account_id] += 1
        self._all[account_id] += 1

    def account_add(self, account: AccountFacts) -> None:
        """Accounts are met by decisions."""
