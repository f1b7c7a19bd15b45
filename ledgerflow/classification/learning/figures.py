"""What each kind of evidence says of each candidate, as the columns that the blend reads; numpy.

Here: one row of figures per transaction and candidate. Not here: choosing candidates
(candidates.py), or what the figures are worth (blend.py).
"""

import numpy as np

from ledgerflow.classification.learning.candidates import Batch, Known
from ledgerflow.classification.learning.features import LEVELS
from ledgerflow.classification.learning.gathering import Floats, Whole

FIGURES = (
    *(f"{level}:{figure}" for level in (*LEVELS, "same_day")
      for figure in ("share", "count", "is_newest")),
    "run:length",
    "words:odds", "words:chance", "words:best_share",
    "linear:score", "linear:chance", "linear:is_best",
    "firm:payee_share", "firm:count", "firm:opening_share", "firm:word_chance", "firm:share",
    "knowledge:chance", "knowledge:is_best",
    "row:account_payee", "row:payee", "row:opening", "row:word", "row:words", "row:decisions",
    "row:firm_payee", "row:firm_opening", "row:payee_age",
)  # fmt: skip
"""Names of the columns, in order; the shipped weights (blend_weights.json) belong to them."""

_PER_LEVEL = 3
_RUN = FIGURES.index("run:length")
_WORDS = FIGURES.index("words:odds")
_LINEAR = FIGURES.index("linear:score")
_FIRM = FIGURES.index("firm:payee_share")
_PRIOR = FIGURES.index("knowledge:chance")
_ROW = FIGURES.index("row:account_payee")
_ROW_LEVELS = tuple(map(LEVELS.index, ("account_payee", "payee", "opening", "word")))
_ODDS_LIMIT = 6.0
_LOWEST_SCORE = -8.0


def figures_of(known: Known, batch: Batch) -> Floats:
    """Rows are the batch's candidates in order, columns FIGURES."""
    matrix = np.zeros((len(batch.place), len(FIGURES)), np.float32)
    row = np.repeat(np.arange(len(batch.size)), batch.size)
    _write_cells(matrix, batch)
    _write_runs(matrix, batch)
    _write_words(matrix, known, batch, row)
    _write_linear(matrix, known, batch, row)
    _write_outside(matrix, batch)
    matrix[:, _ROW:] = _of_rows(known, batch)[row]
    return matrix


def _write_cells(matrix: Floats, batch: Batch) -> None:
    cells = batch.cells
    at = batch.number[cells.row, cells.place]
    kept = at >= 0
    at, column = at[kept], cells.level[kept] * _PER_LEVEL
    matrix[at, column] = cells.share[kept]
    matrix[at, column + 1] = np.log1p(cells.count[kept])
    matrix[at, column + 2] = cells.is_newest[kept]


def _write_runs(matrix: Floats, batch: Batch) -> None:
    for row, (_, place, length) in enumerate(batch.runs):
        if place >= 0 and (at := batch.number[row, place]) >= 0:
            matrix[at, _RUN] = np.log1p(length)


def _write_words(matrix: Floats, known: Known, batch: Batch, row: Whole) -> None:
    """Naive Bayes over the payee's words: log odds against the prior, chance, best word."""
    words, height = batch.words, len(matrix)
    counts = np.asarray(known.counts, np.float32)
    priors = (counts + 0.5) / np.float32(known.decisions + 0.5 * len(counts) + 1)
    at = batch.number[words.row, words.place]
    kept = at >= 0
    at, count = at[kept], words.count[kept]
    seen = np.log(count / priors[words.place[kept]] + 1)
    odds = np.bincount(at, weights=seen, minlength=height) - words.log_tries[row]
    whole = np.exp(np.minimum(odds, 50.0)) * priors[batch.place]
    sums = np.bincount(row, weights=whole, minlength=len(batch.size))
    spoken = words.known[row] > 0
    matrix[:, _WORDS] = np.where(spoken, np.clip(odds, -_ODDS_LIMIT, _ODDS_LIMIT) / 3, 0)
    matrix[:, _WORDS + 1] = np.where(spoken, whole / np.maximum(sums[row], 1e-30), 0)
    np.maximum.at(matrix[:, _WORDS + 2], at, count / (words.tries[kept] + 1))


def _write_linear(matrix: Floats, known: Known, batch: Batch, row: Whole) -> None:
    columns = known.linear.columns
    if not columns:
        return
    by_place = np.full(len(known.counts), -1, np.intp)
    by_place[list(columns)] = list(columns.values())
    column = by_place[batch.place]
    score = batch.scores.score[row, column]
    score = np.where(column >= 0, np.maximum(score, _LOWEST_SCORE), _LOWEST_SCORE)
    matrix[:, _LINEAR] = score / 4
    matrix[:, _LINEAR + 1] = np.where(column >= 0, batch.scores.chance[row, column], 0)
    matrix[:, _LINEAR + 2] = score == 0


def _write_outside(matrix: Floats, batch: Batch) -> None:
    """What the firm's other businesses and shipped knowledge say."""
    for row, question in enumerate(batch.questions):
        numbers = batch.number[row]
        for ranked, place in zip(question.firm.ranked, question.firm_places, strict=True):
            if place >= 0 and (at := numbers[place]) >= 0:
                matrix[at, _FIRM : _FIRM + 5] = (
                    ranked.payee_share,
                    np.log1p(ranked.payee_count),
                    ranked.opening_share,
                    ranked.word_chance,
                    ranked.share,
                )
        best = max(question.prior.values(), default=0.0)
        for place, chance in question.prior.items():
            if (at := numbers[place]) >= 0:
                matrix[at, _PRIOR : _PRIOR + 2] = chance, chance == best


def _of_rows(known: Known, batch: Batch) -> Floats:
    """How much there is to go by: the same for all candidates of a transaction."""
    tries = [
        [entry[0] if (entry := entries[level]) is not None else 0 for level in _ROW_LEVELS]
        for entries in batch.entries
    ]
    firm = [(q.firm.payee_tries, q.firm.opening_tries) for q in batch.questions]
    whole = np.zeros((len(batch.size), len(FIGURES) - _ROW), np.float32)
    whole[:, :4] = np.log1p(np.asarray(tries, np.float32).reshape(-1, 4))
    whole[:, 4] = batch.words.known / 4
    whole[:, 5] = np.log1p(known.decisions) / 3
    whole[:, 6:8] = np.log1p(np.asarray(firm, np.float32).reshape(-1, 2))
    ages = [
        max(0, question.row.day - day) if place >= 0 else 0
        for question, (day, place, _) in zip(batch.questions, batch.runs, strict=True)
    ]
    whole[:, 8] = np.log1p(np.asarray(ages, np.float32)) / 4
    return whole
