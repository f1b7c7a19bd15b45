"""How likely each candidate is, given everything that the statement prints; pure.

Here: one log score per candidate: how often such a fault happens, how usual the amounts are with
and without it, what the row's own words say, and a penalty for each printed figure that it
leaves unexplained. Not here: finding candidates (changes.py). Scores compare, they promise
nothing.
"""

import math
from collections.abc import Sequence
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairing.changes import aligned
from ledgerflow.statements.repairing.plausible import Plausibility
from ledgerflow.statements.repairing.printed import speaks_for
from ledgerflow.statements.repairing.records import Candidate, Discrepancy, RepairKind

HOW_OFTEN: dict[RepairKind, float] = {
    "flipped_sign": 0.22,
    "duplicate_line": 0.22,
    "missing_line": 0.22,
    "misread_digit": 0.22,
    "swapped_digits": 0.04,
    "shifted_point": 0.02,
    "misread_balance": 0.03,
    "misread_opening": 0.01,
    "misread_closing": 0.01,
    "misread_money_in": 0.01,
    "misread_money_out": 0.01,
}
UNEXPLAINED = math.log(1e-5)
"""For each printed figure that would still contradict: a second fault of its own."""
IN_WORDS = {2: math.log(1000), 1: math.log(20), 0: 0.0, -1: math.log(0.5)}
LEADING_ZERO = math.log(0.3)
CERTAIN_PLACE = math.log(20)
SAME_ROW = math.log(50)
NO_DIGIT_FAULT = 1e-4
DAYS_LINES_MAX = 500


class Ranking:
    """Scores of the candidates of one statement."""

    def __init__(
        self, lines: Sequence[ParsedLine], found: Discrepancy, amounts: Plausibility
    ) -> None:
        self._lines = lines
        self._found = found
        self._amounts = amounts
        looked_at = range(min(len(lines), DAYS_LINES_MAX))
        self._days = len({lines[at].date for at in looked_at}) or 1

    def score(self, candidate: Candidate, *, certain: bool = False) -> float:
        """The higher the likelier. `certain`: rows or ids show the gap, or the twin."""
        log = math.log(HOW_OFTEN[candidate.kind]) + UNEXPLAINED * self._unexplained(candidate)
        # Without a place, a missing line may be anywhere; else each place is one of many.
        if candidate.kind != "missing_line" or self._found.place is not None:
            log -= math.log(len(self._lines) + 1)
        if candidate.kind == "missing_line" and candidate.new is not None:
            return log + self._amounts.log(candidate.new) + (CERTAIN_PLACE if certain else 0.0)
        if candidate.kind == "duplicate_line":
            return log + self._duplicate(candidate) + (SAME_ROW if certain else 0.0)
        return log + self._changed(candidate)

    def _duplicate(self, candidate: Candidate) -> float:
        """How much of a coincidence the twin would be if both lines were real."""
        if candidate.old is None or candidate.at is None:
            return 0.0
        return math.log(self._days) - self._amounts.log(candidate.old, self._lines[candidate.at])

    def _changed(self, candidate: Candidate) -> float:
        old, new = candidate.old, candidate.new
        if old is None or new is None:
            return 0.0
        log = self._slip(candidate.kind, old, new)
        if candidate.kind.startswith("misread_") and candidate.kind != "misread_digit":
            return log  # a balance or total: amounts of lines say nothing of it
        if candidate.at is None:
            return log
        line = self._lines[candidate.at]
        log += IN_WORDS[speaks_for(line, old, new)] if abs(old) != abs(new) else 0.0
        return log + self._amounts.log(new, line) - self._amounts.log(old, line)

    def _slip(self, kind: RepairKind, old: Decimal, new: Decimal) -> float:
        """How likely a slip of this kind makes exactly `old` of `new`."""
        if kind == "flipped_sign":
            return 0.0
        if kind == "shifted_point":
            return math.log(1 / 6)
        before, after = aligned(old, new)
        wrong = sum(a != b for a, b in zip(before, after, strict=True))
        leading = LEADING_ZERO if "0" in (before[0], after[0]) and before[0] != after[0] else 0.0
        if kind == "swapped_digits":
            return leading - math.log(max(1, len(before) - 1))
        if wrong > 1 or (old > 0) != (new > 0):
            return math.log(NO_DIGIT_FAULT)
        return leading - math.log(9 * len(before))

    def _unexplained(self, candidate: Candidate) -> int:
        """How many printed figures still contradict after this repair."""
        effects = candidate.effects
        left = sum(
            name not in candidate.settles and effects.get(name, Decimal(0)) != gap
            for name, gap in self._found.gaps.items()
        )
        return left + max(0, self._found.break_count - candidate.mends)
