"""Makes the shipped figures of confidence from labelled data.

Usage: python -m scripts.fit_reliability FOLDER    (about ten minutes on one core)

Writes ledgerflow/classification/learning/shipped_reliability.toml. Only rows of split "train" are
used, and none of the clients that are evaluated. Each stream is learned in time order, what was
said being noted before each decision; at three quarters of it the rest is also asked about
without learning, as books are that wait for half a year. Points are fitted by logistic
regression with weights that cannot be negative, so that no habit of one set turns evidence for
an answer into evidence against it.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.evaluate_data import Task, rows_of
from ledgerflow.classification.evaluation.records import Example
from ledgerflow.classification.facts import AccountFacts
from ledgerflow.classification.learning import scorecard
from ledgerflow.classification.learning.calibration import Calibrator, Said, Sure
from ledgerflow.classification.learning.learner import Learner
from ledgerflow.classification.learning.reliability import BAND_EDGES, BANDS, Counts, band_of
from ledgerflow.classification.learning.shared import SharedCounts

TARGET = Path(scorecard.__file__).with_name("shipped_reliability.toml")
EVALUATED, OTHERS = 60, 120
NEWEST = 12_000
FROZEN_FROM = 0.75
STREAM_WEIGHT = 8_000
STRENGTH = 2.0
"""Penalty on squared weights: small against some 60,000 rows."""


class Noted(NamedTuple):
    """What was said, whether it came true, and how much the row counts."""

    said: Said
    hit: bool
    weight: float


class Noting(Calibrator):
    """A calibrator that remembers what it was asked and told."""

    asked: list[Said]
    told: list[tuple[Said, bool]]

    def sure(self, said: Said) -> Sure:
        self.asked.append(said)
        return super().sure(said)

    def observe(self, said: Said, hit: bool) -> None:
        self.told.append((said, hit))
        super().observe(said, hit)


def streams(folder: Path) -> Iterator[tuple[str, list[Noted]]]:
    """Name and notes of each stream."""
    for name, target in (
        ("hackclub_ledger", "label"),
        ("oxford_over500", "label"),
        ("toronto_pcard", "label"),
        ("toronto_pcard", "mcc_description"),
    ):
        task = Task(f"{name}:{target}", folder / f"{name}.csv.gz", target, "batch")
        rows = rows_of(task, clients=0)
        yield task.name, list(stream(rows.train[-NEWEST:], rows.accounts, shared=None))
    task = Task("birmingham_pcard", folder / "birmingham_pcard.csv.gz", "label", "clients")
    evaluated = {one.client for one in rows_of(task, clients=EVALUATED).all}
    rows = rows_of(task, clients=OTHERS)
    others = [one for one in rows.train if one.client not in evaluated]
    yield "birmingham, shared", list(stream(others, rows.accounts, shared=SharedCounts()))
    some = set(sorted({one.client for one in others})[::3])
    alone = [one for one in others if one.client in some]
    yield "birmingham, alone", list(stream(alone, rows.accounts, shared=None))


def stream(
    rows: list[Example], accounts: dict[int, AccountFacts], shared: SharedCounts | None
) -> Iterator[Noted]:
    """Learn `rows` in order; notes on every answer, and on frozen answers to the last quarter."""
    frozen_from = int(len(rows) * FROZEN_FROM)
    weight = min(1.0, STREAM_WEIGHT / (2 * len(rows) - frozen_from))
    learners: dict[str, Learner] = {}
    used: set[int] = set()
    for number, row in enumerate(rows):
        if number == frozen_from:
            yield from _frozen(rows[number:], learners, weight)
        learner = learners.get(row.client)
        if learner is None:
            known = {number: accounts[number] for number in sorted(used)}
            learner = learners[row.client] = Learner.new(known, shared=shared)
            _noting(learner, shared)
        if row.account_id not in used:
            used.add(row.account_id)
            for one in learners.values():
                one.account_add(accounts[row.account_id])
        learner.learn(row.facts, row.payee, row.account_id)
        notes = _notes(learner).told
        yield from (Noted(said, hit, weight) for said, hit in notes)
        notes.clear()


def _frozen(rows: list[Example], learners: dict[str, Learner], weight: float) -> Iterator[Noted]:
    for client, learner in learners.items():
        mine = [row for row in rows if row.client == client]
        asked = _notes(learner).asked
        asked.clear()
        found = learner.suggest_many([(row.facts, row.payee) for row in mine])
        answered = [
            (row, ranking.answers[0])
            for row, ranking in zip(mine, found, strict=True)
            if ranking.answers
        ]
        for said, (row, answer) in zip(asked, answered, strict=True):
            yield Noted(said, answer.account_id == row.account_id, weight)


def _noting(learner: Learner, shared: SharedCounts | None) -> None:
    noting = Noting.new(firm=shared.reliability if shared else None)
    noting.asked, noting.told = [], []
    learner._calibrator = noting


def _notes(learner: Learner) -> Noting:
    notes = learner.calibrator
    assert isinstance(notes, Noting)  # noqa: S101
    return notes


def fitted(notes: list[Noted]) -> scorecard.Shipped:
    """The figures that fit best: Newton steps, each solved by coordinates that stay >= 0."""
    values = np.array([(*scorecard.features(note.said), 1.0) for note in notes])
    hits = np.array([note.hit for note in notes], float)
    weights = np.array([note.weight for note in notes])
    spread = values.std(0) + 1e-9
    spread[-1] = 1.0
    scaled = values / spread
    penalty = np.full(values.shape[1], STRENGTH)
    penalty[-1] = 1e-6
    points = np.zeros(values.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-scaled @ points))
        slope = scaled.T @ (weights * (chance - hits)) + penalty * points
        curve = (scaled * (weights * chance * (1 - chance))[:, None]).T @ scaled
        step = _step(points, slope, curve + np.diag(penalty))
        points = points + step
        if abs(step).max() < 1e-4:
            break
    points = points / spread
    return scorecard.Shipped(points[-1], tuple(points[:-1]), (), {})


def _step(points: np.ndarray, slope: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """The step that minimises the quadratic with every weight but the constant >= 0."""
    now, slope = points.copy(), slope.copy()
    for _ in range(200):
        largest = 0.0
        for at in range(len(now)):
            wanted = now[at] - slope[at] / curve[at, at]
            change = (wanted if at == len(now) - 1 else max(0.0, wanted)) - now[at]
            now[at] += change
            slope += curve[:, at] * change
            largest = max(largest, abs(change))
        if largest < 1e-6:
            break
    return now - points


def checked(notes: list[Noted], figures: scorecard.Shipped) -> scorecard.Shipped:
    """The figures with what they say on the notes: tries and misses by band, tries by kind."""
    bands, tries = [[0.0, 0.0] for _ in range(BANDS)], Counts()
    for note in notes:
        scored = scorecard.score(note.said, figures)
        tries.add(scored, hit=note.hit)
        band = bands[band_of(scored.log_odds)]
        band[0] += note.weight
        band[1] += note.weight * scored.miss
    upper = (*BAND_EDGES[1:], scorecard.SURE_AT_MOST)
    middles = (1 - (low + high) / 2 for low, high in zip(BAND_EDGES, upper, strict=True))
    means = tuple(
        (weight, missed / weight if weight else middle)
        for (weight, missed), middle in zip(bands, middles, strict=True)
    )
    return replace(figures, bands=means, tries={k: t[0] for k, t in tries.kinds.items()})


def as_toml(figures: scorecard.Shipped, names: list[str], rows: int) -> str:
    """The file's text."""
    lines = [
        "# How good evidence was on labelled data: made by scripts/fit_reliability.py, see there.",
        f"# {rows} answers (train parts only, in time order) of: {'; '.join(names)}.",
        "# Sources and licences: docs/reference/benchmarks.md.",
        "",
        f"constant = {figures.constant:.5f}",
        "# per band of certainty: decisions, mean chance of a miss",
        "bands = [",
        *(f"  [{tries:.0f}, {miss:.6f}]," for tries, miss in figures.bands),
        "]",
        "",
        "[weights]",
        *(
            f'"{name}" = {weight:.5f}'
            for name, weight in zip(scorecard.FEATURES, figures.weights, strict=True)
        ),
        "",
        "# decisions on each kind of evidence; a kind that is not here is never sure by itself",
        "[tries]",
        *(f'"{kind}" = {tries:.0f}' for kind, tries in sorted(figures.tries.items())),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit on the folder named on the command line."""
    named = list(streams(Path(sys.argv[1])))
    notes = [note for _, some in named for note in some]
    figures = checked(notes, fitted(notes))
    TARGET.write_text(as_toml(figures, [name for name, _ in named], len(notes)), "utf-8")


if __name__ == "__main__":
    main()
