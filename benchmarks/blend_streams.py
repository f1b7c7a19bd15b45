"""Labelled transactions as lessons for the blend: candidates' figures and which one was right.

Here: streaming the train parts through learners, as the product would. Not here: fitting
(blend_fit.py), or the evaluation's own clients, of which no row is used.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import batched

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluate_clients import CLIENTS, clients_of
from benchmarks.evaluate_data import Rows, Task, rows_of
from ledgerflow.classification.evaluation.records import Example
from ledgerflow.classification.learning.learner import Learner, SharedCounts

ALL_UNITS = 100_000
NEWEST = 40_000
"""Train rows of one large business that are streamed, and the share of them that teach."""
TEACHING = 0.25
ALONE = 4
"""Every ALONE-th group of clients is streamed a second time without sharing."""


@dataclass
class Lessons:
    """Figures of all candidates one after the other; `size` candidates and the number of the
    right one per transaction, `weight` what a transaction counts."""

    figures: NDArray[np.float32]
    size: NDArray[np.intp]
    right: NDArray[np.intp]
    weight: NDArray[np.float32]


def lessons_of(task: Task, worth: float) -> Lessons:
    """All lessons of one labelled file; a single business counts `worth` transactions."""
    rows = rows_of(task, clients=ALL_UNITS)
    if task.protocol != "clients":
        found = list(_stream(rows.train[-NEWEST:], rows, sharing=False, share=TEACHING))
        return _joined(found, worth / max(len(found), 1))
    found = []
    for number, group in enumerate(_groups(rows.train)):
        some = [one for one in rows.train if one.client in group]
        found += _stream(some, rows, sharing=True)
        if number % ALONE == 0:
            found += _stream(some, rows, sharing=False)
    return _joined(found, 1.0)


def _groups(examples: Iterable[Example]) -> list[set[str]]:
    """Units in groups as large as a firm of the evaluation, without the evaluation's own."""
    units = [one.client for one in examples]
    rest = clients_of(units, ALL_UNITS) - clients_of(units, CLIENTS)
    ordered = sorted(rest, key=lambda unit: sha256(f"blend {unit}".encode()).hexdigest())
    return [set(group) for group in batched(ordered, CLIENTS)]


def _stream(
    examples: Iterable[Example], rows: Rows, *, sharing: bool, share: float = 1.0
) -> Iterator[tuple[NDArray[np.float32], int]]:
    """(figures, number of the right candidate) where it is among several candidates."""
    chance = random.Random(1)  # noqa: S311 which rows teach, not a secret
    shared = SharedCounts() if sharing else None
    learners: dict[str, Learner] = {}
    known = {}
    for one in examples:
        if one.client not in learners:
            learners[one.client] = Learner.new(known, shared=shared)
        learner = learners[one.client]
        if chance.random() < share:
            accounts, figures = learner.figures(one.facts, one.payee)
            if one.account_id in accounts and len(accounts) > 1:
                yield figures, accounts.index(one.account_id)
        if one.account_id not in known:
            known[one.account_id] = rows.accounts[one.account_id]
            for other in learners.values():
                other.account_add(known[one.account_id])
        learner.learn(one.facts, one.payee, one.account_id)


def _joined(found: list[tuple[NDArray[np.float32], int]], weight: float) -> Lessons:
    return Lessons(
        np.concatenate([figures for figures, _ in found]),
        np.asarray([len(figures) for figures, _ in found], np.intp),
        np.asarray([right for _, right in found], np.intp),
        np.full(len(found), weight, np.float32),
    )


def together(parts: Iterable[Lessons]) -> Lessons:
    """Lessons of several files as one."""
    listed = list(parts)
    return Lessons(
        np.concatenate([part.figures for part in listed]),
        np.concatenate([part.size for part in listed]),
        np.concatenate([part.right for part in listed]),
        np.concatenate([part.weight for part in listed]),
    )
