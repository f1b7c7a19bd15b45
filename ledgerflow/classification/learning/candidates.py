"""Which accounts a transaction may belong to; numpy.

Here: choosing up to MAX_CANDIDATES places for each transaction of a batch by a rough worth. Not
here: what the evidence is (gathering.py), or the real weighing of candidates (blend.py).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ledgerflow.classification.learning.evidence import Entry, Evidence, Run
from ledgerflow.classification.learning.features import LEVELS, SPECIFIC
from ledgerflow.classification.learning.gathering import (
    Cells,
    Floats,
    Scores,
    Whole,
    Words,
    entries_of,
    gather_cells,
    gather_scores,
    gather_words,
)
from ledgerflow.classification.learning.linear import OnlineLinear
from ledgerflow.classification.learning.records import Question

MAX_CANDIDATES = 16
LEAST_WORTH = 0.004
_COUNT_WORTH = 0.02
_LINEAR_WORTH = 0.5
_FIRM_WORTH = 0.3
_PRIOR_WORTH = 0.3
_LEVEL_WORTH = np.asarray(
    [1.0 if level in SPECIFIC else 0.0 for level in (*LEVELS, "same_day")], np.float32
)


class Known(NamedTuple):
    """What one business's learner knows, as far as candidates need it.

    `counts` holds decisions by place, `shut` the places that must not be proposed.
    """

    evidence: Evidence
    linear: OnlineLinear
    counts: Sequence[int]
    decisions: int
    shut: frozenset[int]


class Batch(NamedTuple):
    """Many questions, the evidence on them, and their candidates.

    `place` holds the candidates of all questions one after the other, `size` how many each
    question has; `number` is rows x places -> position in `place`, -1 for no candidate.
    """

    questions: Sequence[Question]
    entries: Sequence[tuple[Entry | None, ...]]
    runs: Sequence[Run]
    cells: Cells
    words: Words
    scores: Scores
    place: Whole
    size: Whole
    number: Whole


def batch_of(known: Known, questions: Sequence[Question]) -> Batch:
    """Gather the evidence on the questions and choose their candidates."""
    rows = [question.row for question in questions]
    entries = [entries_of(known.evidence, row) for row in rows]
    cells = gather_cells(entries)
    scores = gather_scores(known.linear, rows)
    worth = _worth(known, questions, cells, scores)
    place, size, number = _chosen(worth)
    return Batch(
        questions,
        entries,
        [known.evidence.run_of(row) for row in rows],
        cells,
        gather_words(known.evidence, rows),
        scores,
        place,
        size,
        number,
    )


def _worth(known: Known, questions: Sequence[Question], cells: Cells, scores: Scores) -> Floats:
    """Rows x places: the best that any single kind of evidence has to say."""
    worth = np.zeros((len(questions), len(known.counts)), np.float32)
    values = (cells.share + _COUNT_WORTH * np.minimum(cells.count, 10)) * _LEVEL_WORTH[cells.level]
    np.maximum.at(worth, (cells.row, cells.place), values)
    if known.linear.labels:
        labels = np.asarray(known.linear.labels, np.intp)
        worth[:, labels] = np.maximum(worth[:, labels], _LINEAR_WORTH * scores.chance)
    for row, question in enumerate(questions):
        for ranked, place in zip(question.firm.ranked, question.firm_places, strict=True):
            if place >= 0:
                best = max(ranked.payee_share, ranked.opening_share, ranked.word_chance)
                value = _FIRM_WORTH * max(best, ranked.share, LEAST_WORTH)
                worth[row, place] = max(worth[row, place], value)
        for place, chance in question.prior.items():
            worth[row, place] = max(worth[row, place], _PRIOR_WORTH * chance)
    if known.shut:
        worth[:, list(known.shut)] = 0
    return worth


def _chosen(worth: Floats) -> tuple[Whole, Whole, Whole]:
    """(places one after the other, how many by row, rows x places -> position or -1)."""
    rows, places = worth.shape
    if places > MAX_CANDIDATES:
        best = np.argpartition(-worth, MAX_CANDIDATES - 1, axis=1)[:, :MAX_CANDIDATES]
        kept = np.zeros(worth.shape, np.bool_)
        np.put_along_axis(kept, best, values=True, axis=1)
        kept &= worth > LEAST_WORTH
    else:
        kept = worth > LEAST_WORTH
    row, place = np.nonzero(kept)
    number = np.full((rows, places), -1, np.intp)
    number[row, place] = np.arange(len(place))
    return place, kept.sum(axis=1), number
