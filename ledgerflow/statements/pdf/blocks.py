"""Texts of several rows: which rows of text belong to which row of money.

Here: splitting the rows between two rows of money, by the gaps between them and by how the
whole document does it (texts below, above or around the figures). Not here: finding the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ledgerflow.statements.pdf.accounts import Item
from ledgerflow.statements.pdf.days import PlacedDay
from ledgerflow.statements.pdf.rows import Row

_WIDER, _MORE, _NEARLY = 1.2, 0.8, 0.85
"""A gap parts two blocks where it is wider than all others by this share and by these points."""
_USUAL = 0.4


@dataclass
class Block:
    """A row of money (`item`) or of text; `is_dated` rows begin with their own day."""

    row: Row
    item: Item | None = None
    text: str = ""
    is_dated: bool = False
    day: PlacedDay | None = None


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a document sets texts: "below", "above" or "around" its figures, and the gap between
    blocks in points (0 where blocks stand no further apart than their rows)."""

    mode: str
    gap: float


def join_texts(runs: Sequence[Sequence[Block]]) -> None:
    """Give each text to its row of money; `runs` are unbroken parts of tables."""
    habit = _habit(runs)
    for run in runs:
        _join(run, habit)


def _habit(runs: Sequence[Sequence[Block]]) -> _Habit:
    """From the places where one step is clearly wider than the others; else by the ends of runs.

    Where few of all places have such a step, rows only stand a little unevenly.
    """
    gaps: list[float] = []
    above = below = places = 0
    for run in runs:
        at = [i for i, b in enumerate(run) if b.item]
        for first, second in pairwise(at):
            steps = _steps(run, first, second)
            places += len(steps) > 1 and 0.0 not in steps
            if 0.0 not in steps and (widest := _widest(steps)) is not None:
                gaps.append(steps[widest])
                below += widest > 0
                above += widest < len(steps) - 1
    gap = median(gaps) if gaps else 0.0
    if not gaps or len(gaps) < _USUAL * places:
        return _Habit(_mode(runs), 0.0)
    if above and below:
        return _Habit("around", gap)
    return _Habit("above" if above else "below", gap)


def _mode(runs: Sequence[Sequence[Block]]) -> str:
    """Texts before a table's first row of money are of that row, texts behind the last of the last.

    A day on a row without money stands above its figures.
    """
    lead = tail = bare = 0
    dated = sum(_begins(run, i) for run in runs for i in range(len(run)))
    for run in runs:
        at = [i for i, b in enumerate(run) if b.item]
        if not at:
            continue
        bare += sum(not run[i].item.own_text for i in at)  # type: ignore[union-attr]
        lead += at[0] > 0
        tail += at[-1] < len(run) - 1
    if dated and not tail:
        return "above"
    if lead and tail:
        return "around" if bare or lead >= tail else "below"
    return "above" if lead else "below"


def _begins(run: Sequence[Block], at: int) -> bool:
    """True for a day without money whose next row of money has no day of its own."""
    if run[at].item or not run[at].is_dated:
        return False
    following = next((b for b in run[at:] if b.item), None)
    return following is not None and not following.is_dated


def _join(run: Sequence[Block], habit: _Habit) -> None:
    at = [i for i, b in enumerate(run) if b.item]
    if not at:
        return
    _give(run[: at[0]], None, run[at[0]].item, 0)
    for first, second in pairwise(at):
        between = run[first + 1 : second]
        if between:
            cut = _cut(run, first, second, habit)
            _give(between, run[first].item, run[second].item, cut)
    rest = run[at[-1] + 1 :]
    _give(rest, run[at[-1]].item, None, len(rest))


def _give(rows: Sequence[Block], above: Item | None, below: Item | None, cut: int) -> None:
    if above is not None:
        above.after += [(b.row, b.text) for b in rows[:cut]]
    if below is not None:
        below.before += [(b.row, b.text) for b in rows[cut:]]


def _cut(run: Sequence[Block], first: int, second: int, habit: _Habit) -> int:
    """How many of the rows between two rows of money belong to the first."""
    between = run[first + 1 : second]
    dated = next((i for i, b in enumerate(between) if b.is_dated), None)
    if dated is not None and not run[second].is_dated:
        return dated
    if habit.mode == "below" and run[second].is_dated:
        return len(between)
    steps = _steps(run, first, second)
    if 0.0 in steps:
        return _cut_over_page(run[first].row.page, between, steps, habit)
    widest = _widest(steps)
    if widest is not None:
        return widest
    if habit.mode != "around":
        return 0 if habit.mode == "above" else len(between)
    before = len(run[first].item.before)  # type: ignore[union-attr]
    return before if before and before <= len(between) else _nearest(run, first, second)


def _cut_over_page(
    page: int, between: Sequence[Block], steps: Sequence[float], habit: _Habit
) -> int:
    """Between two pages: at a gap that is as wide as between blocks, or else at the break."""
    wide = [i for i, step in enumerate(steps) if habit.gap and step > _NEARLY * habit.gap]
    if wide:
        return wide[0]
    if habit.mode != "around":
        return 0 if habit.mode == "above" else len(between)
    return sum(b.row.page == page for b in between)


def _steps(run: Sequence[Block], first: int, second: int) -> list[float]:
    rows = [b.row for b in run[first : second + 1]]
    return [_gap(a, b) for a, b in pairwise(rows)]


def _widest(steps: Sequence[float]) -> int | None:
    """The number of the step that is clearly the widest; None where none is."""
    ordered = sorted(steps)
    if len(ordered) > 1 and ordered[-1] > max(_WIDER * ordered[-2], ordered[-2] + _MORE):
        return steps.index(ordered[-1])
    return None


def _nearest(run: Sequence[Block], first: int, second: int) -> int:
    rows = [b.row for b in run[first : second + 1]]
    above, below = rows[0], rows[-1]
    return sum(abs(r.middle - above.middle) <= abs(below.middle - r.middle) for r in rows[1:-1])


def _gap(above: Row, below: Row) -> float:
    """The distance of two rows' middles; 0 over a page's break, which tells nothing."""
    if above.page != below.page:
        return 0.0
    return below.middle - above.middle
