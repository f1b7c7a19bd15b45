"""Who is evaluated: LedgerFlow's learner and its peers, by name.

Here: how each is made, and what it cannot do. Not here: the peers (peers/classify_*.py). A
peer's libraries are imported when it is made, in an environment that has them.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from ledgerflow.classification.evaluation.stream import MakeLearner


@dataclass(frozen=True)
class Contestant:
    """`maker` gives what makes a learner for each client of one run.

    `is_sure` tells that it says how sure it is, so promises can be held against it;
    `learns_at_once` that a correction costs it little, so it is also streamed over large files;
    `train_max` how many of the newest rows it is given to learn in a batch, and `clients_max`
    how many clients, 0 for all, where more would take it too long. `protocols` are those that it
    is run in.
    """

    maker: Callable[[], MakeLearner]
    is_ours: bool = False
    is_sure: bool = True
    learns_at_once: bool = True
    train_max: int = 0
    clients_max: int = 0
    protocols: tuple[str, ...] = ("clients", "batch", "online")


def _ours(*, sharing: bool) -> Callable[[], MakeLearner]:
    def maker() -> MakeLearner:
        module = importlib.import_module("ledgerflow.classification.learning.learner")
        shared = module.SharedCounts() if sharing else None
        return lambda _client, accounts: module.Learner.new(accounts, shared=shared)

    return maker


def _peer(name: str) -> Callable[[], MakeLearner]:
    def maker() -> MakeLearner:
        module = importlib.import_module(f"benchmarks.peers.classify_{name}")
        found: MakeLearner = module.learners()
        return found

    return maker


OURS = "ledgerflow"
CONTESTANTS = {
    OURS: Contestant(_ours(sharing=True), is_ours=True),
    "ledgerflow, no sharing": Contestant(
        _ours(sharing=False), is_ours=True, protocols=("clients",)
    ),
    "memory": Contestant(_peer("memory")),
    "gnucash bayes": Contestant(_peer("gnucash")),
    "tf-idf + linear": Contestant(_peer("linear"), learns_at_once=False),
    "smart_importer": Contestant(
        _peer("smart_importer"),
        is_sure=False,
        learns_at_once=False,
        train_max=3_000,
        clients_max=20,
    ),
}
