"""What the learner must reach on the labelled data that LedgerFlow is developed with.

Here: figures and their bounds as data, and the check. Not here: measuring (evaluate_run.py).
Files of other names have no bounds but those of every file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bound:
    """A figure of a task's first part; `best` is the best of ten baselines, in the same unit.

    `figure` is a path such as "hindsight.confidence.0.99"; at most `reach` where it is a
    `ceiling`, else at least.
    """

    task: str
    figure: str
    reach: float
    best: float | None = None
    ceiling: bool = False


BOUNDS = (
    Bound("birmingham_pcard", "first_rows", 0.60, 0.543),
    Bound("birmingham_pcard", "accuracy", 0.79, 0.754),
    Bound("birmingham_pcard", "new_payees", 0.50, 0.453),
    Bound("birmingham_pcard", "corrections", 210, 246, ceiling=True),
    Bound("birmingham_pcard", "hindsight.confidence.0.99", 0.28, 0.194),
    Bound("birmingham_pcard", "hindsight.confidence.0.95", 0.55, 0.483),
    Bound("birmingham_pcard", "among_best", 0.92, 0.896),
    Bound("toronto_pcard", "accuracy", 0.55, 0.519),
    Bound("toronto_pcard", "macro_f1", 0.26, 0.23),
    Bound("toronto_pcard", "new_payees", 0.27, 0.238),
    Bound("toronto_pcard:mcc_description", "accuracy", 0.88, 0.857),
    Bound("oxford_over500", "accuracy", 0.70, 0.671),
    Bound("hackclub_ledger", "corrections", 200, 228, ceiling=True),
)
EVERYWHERE = (
    Bound("", "shortfall", 0.01, ceiling=True),
    Bound("", "shortfall_beyond_chance", 0.01, ceiling=True),
    Bound("", "calibration_error", 0.05, ceiling=True),
)
LEARN_MS_MAX = 5.0
ROWS_A_SECOND_MIN = 5_000


@dataclass(frozen=True)
class Check:
    """A bound held against what was measured; `found` is None where nothing was."""

    task: str
    figure: str
    reach: float
    best: float | None
    found: float | None
    reached: bool


def checks(run: dict[str, Any]) -> Iterator[Check]:
    """Each bound of one run of LedgerFlow's own learner, as evaluate_run.py gives it."""
    part = next(iter(run["parts"].values()))
    for bound in (*BOUNDS, *EVERYWHERE):
        if bound.task in ("", run["task"]):
            yield _check(run["task"], bound, figure(part, bound.figure))
    learned = Bound(run["task"], "learn_ms_p95", LEARN_MS_MAX, ceiling=True)
    yield _check(run["task"], learned, run["learn_ms_p95"])
    speed = Bound(run["task"], "rows_a_second", ROWS_A_SECOND_MIN)
    yield _check(run["task"], speed, run["rows_a_second"])


def figure(part: dict[str, Any], path: str) -> float | None:
    """A figure by its path; a dot goes down one level, and the rest of it is one name."""
    found: Any = part
    while path:
        if path in found:
            found, path = found[path], ""
        else:
            name, _, path = path.partition(".")
            found = found[name]
    return None if found is None else float(found)


def _check(task: str, bound: Bound, found: float | None) -> Check:
    reached = found is None or (found <= bound.reach if bound.ceiling else found >= bound.reach)
    return Check(task, bound.figure, bound.reach, bound.best, found, reached)
