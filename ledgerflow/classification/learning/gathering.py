"""What every kind of evidence says about a batch of transactions, as arrays; numpy.

Here: entries, words and linear scores of many transactions at once. Not here: which accounts
become candidates (candidates.py), or the columns the blend reads (figures.py). Accounts are
meant by place (0, 1, ...); `row` is the number of the transaction in the batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ledgerflow.classification.learning.evidence import (
    POWERS,
    TOTALS,
    WIDTH,
    Entry,
    Evidence,
)
from ledgerflow.classification.learning.features import RowFeatures
from ledgerflow.classification.learning.linear import OnlineLinear

Floats = NDArray[np.float32]
Whole = NDArray[np.intp]
Marks = NDArray[np.bool_]

_POWERS = np.asarray(POWERS)
_TOTALS = np.asarray(TOTALS)


@dataclass(frozen=True, slots=True)
class Cells:
    """One element per transaction, context and account that was decided there.

    `share` is the faded share of the context's decisions, `is_newest` marks the account of the
    newest one, `is_first` the account with the largest share.
    """

    row: Whole
    level: Whole
    place: Whole
    count: Floats
    share: Floats
    is_newest: Marks
    is_first: Marks


@dataclass(frozen=True, slots=True)
class Words:
    """One element per transaction, known word and account; `known` is words known by row,
    `log_tries` the sum of their log decisions by row."""

    row: Whole
    place: Whole
    count: Floats
    tries: Floats
    known: Floats
    log_tries: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """Linear scores less the best one, and their softmax: rows x columns of the model."""

    score: Floats
    chance: Floats


def entries_of(evidence: Evidence, row: RowFeatures) -> tuple[Entry | None, ...]:
    """The entries of one transaction's contexts: LEVELS, then the same day."""
    tables = zip(evidence.levels, row.contexts, strict=True)
    return (*(table.get(key) for table, key in tables), evidence.same_day(row))


def gather_cells(entries: Sequence[tuple[Entry | None, ...]]) -> Cells:
    """The elements of the entries of many transactions."""
    tables = _Tables()
    heads: list[tuple[int, int]] = []
    for number, some in enumerate(entries):
        for depth, entry in enumerate(some):
            if entry is not None:
                heads.append((number, depth))
                tables.take(entry)
    head = np.asarray(heads, np.intp).reshape(-1, 2)
    table, tries, sizes = tables.elements()
    since = np.minimum(tries - table[:, 3].astype(np.intp), len(POWERS) - 1)
    totals = _TOTALS[np.minimum(tries, len(TOTALS) - 1)] + 0.3
    share = (table[:, 2] * _POWERS[since] / totals).astype(np.float32)
    return Cells(
        np.repeat(head[:, 0], sizes),
        np.repeat(head[:, 1], sizes),
        table[:, 0].astype(np.intp),
        table[:, 1].astype(np.float32),
        share,
        since == 0,
        _first_marks(share, sizes),
    )


def gather_words(evidence: Evidence, rows: Sequence[RowFeatures]) -> Words:
    """The elements of the words of many transactions."""
    tables = _Tables()
    numbers: list[int] = []
    tries: list[float] = []
    find = evidence.words.get
    for number, row in enumerate(rows):
        for key in row.word_keys:
            entry = find(key)
            if entry is not None:
                numbers.append(number)
                tries.append(entry[0])
                tables.take(entry)
    head = np.asarray(numbers, np.intp)
    logs = np.log(np.asarray(tries, np.float64) + 1.0)
    table, of_word, sizes = tables.elements()
    return Words(
        np.repeat(head, sizes),
        table[:, 0].astype(np.intp),
        table[:, 1].astype(np.float32),
        of_word.astype(np.float32),
        np.bincount(head, minlength=len(rows)).astype(np.float32),
        np.bincount(head, weights=logs, minlength=len(rows)).astype(np.float32),
    )


class _Tables:
    """Entries one after the other; one that comes again is converted only once."""

    def __init__(self) -> None:
        self._flat: list[float] = []
        self._tries: list[float] = []
        self._sizes: list[int] = []
        self._known: dict[int, int] = {}
        self._taken: list[int] = []

    def take(self, entry: Entry) -> None:
        """The next entry."""
        number = self._known.get(id(entry))
        if number is None:
            number = self._known[id(entry)] = len(self._sizes)
            self._flat += entry[1:]
            self._tries.append(entry[0])
            self._sizes.append(len(entry) // WIDTH)
        self._taken.append(number)

    def elements(self) -> tuple[NDArray[np.float64], Whole, Whole]:
        """(elements x WIDTH, decisions of each element's entry, elements of each entry)."""
        table = np.asarray(self._flat, np.float64).reshape(-1, WIDTH)
        sizes = np.asarray(self._sizes, np.intp)
        taken = np.asarray(self._taken, np.intp)
        lengths = sizes[taken]
        starts = (np.cumsum(sizes) - sizes)[taken] - (np.cumsum(lengths) - lengths)
        at = np.repeat(starts, lengths) + np.arange(lengths.sum())
        tries = np.asarray(self._tries, np.intp)[taken]
        return table[at], np.repeat(tries, lengths), lengths


def gather_scores(linear: OnlineLinear, rows: Sequence[RowFeatures]) -> Scores:
    """The linear model's view of many transactions."""
    if not linear.labels:
        nothing = np.zeros((len(rows), 0), np.float32)
        return Scores(nothing, nothing)
    score = np.stack([linear.scores(row.grams, row.scales) for row in rows])
    score -= score.max(axis=1, keepdims=True)
    chance = np.exp(score)
    chance /= chance.sum(axis=1, keepdims=True)
    return Scores(score, chance)


def _first_marks(share: Floats, sizes: NDArray[Any]) -> Marks:
    """Marks each context's largest share, the first one of equals."""
    marks = np.zeros(len(share), np.bool_)
    if len(share):
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        best = share == np.repeat(np.maximum.reduceat(share, starts), sizes)
        places = np.nonzero(best)[0]
        context = np.repeat(np.arange(len(sizes)), sizes)[places]
        marks[places[np.unique(context, return_index=True)[1]]] = True
    return marks
