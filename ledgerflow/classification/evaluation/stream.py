"""Asking a learner about transactions in the order of time; pure.

Here: every client's learner answers, then sees the account that was right. Not here: counting
(measures.py). The protocol gives no learner anything that lies in the future: an account is
unknown to all clients until one of them uses it for the first time, like a chart of accounts
that grows; what it is called and how it is used comes after the answer that it would have been.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from time import process_time

from ledgerflow.classification.evaluation.records import (
    BEST,
    Example,
    Learner,
    Outcome,
    Ranking,
)
from ledgerflow.classification.facts import AccountFacts

MakeLearner = Callable[[str, Mapping[int, AccountFacts]], Learner]
"""(client, the accounts known so far by id) -> a learner that knows nothing of the client."""


@dataclass(slots=True)
class _Client:
    learner: Learner
    payees: set[str] = field(default_factory=set)
    count: int = 0

    def outcome(self, ranking: Ranking, example: Example) -> Outcome:
        """What a ranking comes to, once it is known what was right."""
        best = ranking.answers[:BEST]
        first = best[0] if best else None
        return Outcome(
            account_id=example.account_id,
            said=tuple(answer.account_id for answer in best),
            probability=first.probability if first else 0.0,
            hit_rate=first.hit_rate if first else 0.0,
            confidence=first.confidence if first else 0.0,
            kind=ranking.kind,
            place=self.count,
            is_new_payee=example.payee.key not in self.payees,
        )


class Stream:
    """Learners of all clients, and the accounts they know.

    `accounts` describes every account by id. With `whole_chart` all of them are known from the
    start (names, no use of them), else each from its first use by any client. `learn_seconds`
    holds what each example took to learn.
    """

    def __init__(
        self,
        make: MakeLearner,
        accounts: Mapping[int, AccountFacts],
        *,
        whole_chart: bool = False,
        clock: Callable[[], float] = process_time,
    ) -> None:
        self._make = make
        self._accounts = accounts
        self._known: dict[int, AccountFacts] = dict(accounts) if whole_chart else {}
        self._clients: dict[str, _Client] = {}
        self._clock = clock
        self.learn_seconds: list[float] = []

    def learn(self, examples: Iterable[Example]) -> None:
        """Take examples in without asking about them."""
        for example in examples:
            self._take_in(self._client(example.client), example)

    def ask(self, examples: Iterable[Example]) -> list[Outcome]:
        """Only ask: one outcome an example, in their order; nobody learns anything."""
        by_client: dict[str, list[int]] = defaultdict(list)
        rows = list(examples)
        for number, example in enumerate(rows):
            by_client[example.client].append(number)
        found: dict[int, Outcome] = {}
        for name, numbers in by_client.items():
            client = self._client(name)
            asked = [(rows[n].facts, rows[n].payee) for n in numbers]
            for n, ranking in zip(numbers, client.learner.suggest_many(asked), strict=True):
                found[n] = client.outcome(ranking, rows[n])
        return [found[n] for n in range(len(rows))]

    def run(self, examples: Iterable[Example]) -> list[Outcome]:
        """Ask about each example, then let its client learn it."""
        found = []
        for example in examples:
            client = self._client(example.client)
            ranking = client.learner.suggest(example.facts, example.payee)
            found.append(client.outcome(ranking, example))
            self._take_in(client, example)
        return found

    def learner(self, client: str) -> Learner:
        """The learner of a client, as far as it has come."""
        return self._client(client).learner

    def _client(self, name: str) -> _Client:
        found = self._clients.get(name)
        if found is None:
            found = self._clients[name] = _Client(self._make(name, dict(self._known)))
        return found

    def _take_in(self, client: _Client, example: Example) -> None:
        if example.account_id not in self._known:
            account = self._known[example.account_id] = self._accounts[example.account_id]
            for one in self._clients.values():
                one.learner.account_add(account)
        began = self._clock()
        client.learner.learn(example.facts, example.payee, example.account_id)
        self.learn_seconds.append(self._clock() - began)
        client.payees.add(example.payee.key)
        client.count += 1
