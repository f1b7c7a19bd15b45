"""Where a line is missing: between which rows, and in which place of the file's order; pure.

Here: the stretch between two balances, or the one jump in numbers that otherwise count evenly.
Not here: whether a line is missing at all (ranking.py).
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairing.records import Break

LINES_MAX = 5000
EVEN_MIN = 3
"""So many equal steps make a jump tell something."""
_NUMBER = re.compile(r"(\d{1,18})\D*$")


@dataclass(frozen=True, slots=True)
class Gap:
    """Between the line at `after` and the line at `before` (positions, oldest first).

    `certain` tells that the numbering itself shows the gap; None: at the very edge.
    """

    after: int | None
    before: int | None
    certain: bool = False


def missing_place(lines: Sequence[ParsedLine], place: Break | None) -> Gap | None:
    """Where a line of the stretch `place` (or of the statement) is missing; None if unknown."""
    count = len(lines)
    start, end = (place.start, place.end) if place else (0, count - 1)
    jump = _jump(lines, max(0, start - EVEN_MIN), min(count - 1, end + EVEN_MIN))
    if jump is not None and start <= jump <= end + 1:
        return Gap(jump - 1, jump, certain=True)
    if place is None:
        return None
    before = end if end >= start else None
    return Gap(start - 1 if start else None, before)


def day_between(lines: Sequence[ParsedLine], gap: Gap | None) -> dt.date | None:
    """The day of the missing line where both neighbours are of one day."""
    if gap is None or gap.after is None or gap.before is None or gap.before - gap.after != 1:
        return None
    before, after = lines[gap.after].date, lines[gap.before].date
    return before if before == after else None


def _jump(lines: Sequence[ParsedLine], first: int, last: int) -> int | None:
    """The position behind the only uneven step of rows, or of numbers in the bank's ids."""
    if last - first >= LINES_MAX:
        return None
    stretch = [lines[at] for at in range(first, last + 1)]
    for numbers in ([line.row for line in stretch], _ids(stretch)):
        found = _one_jump(numbers)
        if found is not None:
            return first + found
    return None


def _ids(stretch: Sequence[ParsedLine]) -> list[int]:
    found = [_NUMBER.search(line.bank_id) for line in stretch]
    return [int(match[1]) for match in found if match] if all(found) else []


def _one_jump(numbers: Sequence[int]) -> int | None:
    """The index behind the one step that is twice as long as all others."""
    steps = [b - a for a, b in pairwise(numbers)]
    if len(steps) <= EVEN_MIN:
        return None
    odd = [i for i, step in enumerate(steps) if step != steps[0]]
    even = steps[0]
    if len(odd) == len(steps) - 1:  # the first step is the odd one
        odd, even = [0], steps[1]
    rest_even = all(step == even for i, step in enumerate(steps) if i != odd[0]) if odd else False
    if len(odd) != 1 or not even or not rest_even or steps[odd[0]] != 2 * even:
        return None
    return odd[0] + 1
