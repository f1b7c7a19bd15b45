"""How usual an amount is in a statement, as a logarithm; pure.

Here: a small model learned from the statement's own lines: signs, lengths, round amounts, and
amounts that come again; most of all what the same payee says otherwise. Not here: what is done
with it (ranking.py). Figures are scores, not money, so they are floats.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedLine

PLACES = 2
LENGTHS = 9
ZEROS_BEFORE_SEEN = (6.0, 1.5, 2.5, 1.5, 0.8, 0.3, 0.1)
"""Pseudo-counts of amounts by their zeros at the end (of cents), before any line was seen."""
AGAIN = 0.12
AGAIN_OF_PAYEE = 0.35
"""Shares of amounts that repeat one of the statement, and one of the same payee."""
NEAR = 0.35
"""How far a payee's amounts spread around each other (of the logarithm to base e)."""
NEAR_OTHERS_MAX = 20


class _Amounts:
    """What was seen of amounts, of one payee or of all."""

    __slots__ = ("amounts", "lengths", "signs", "zeros")

    def __init__(self) -> None:
        self.amounts: Counter[Decimal] = Counter()
        self.zeros: Counter[int] = Counter()
        self.lengths: Counter[int] = Counter()
        self.signs: Counter[bool] = Counter()

    def add(self, amount: Decimal, count: int = 1) -> None:
        length, zeros = _shape(amount)
        self.amounts[amount] += count
        self.lengths[length] += count
        self.zeros[zeros] += count
        self.signs[amount > 0] += count

    @property
    def count(self) -> int:
        return self.signs.total()


class Plausibility:
    """The amounts of one statement; ask for the log of an amount's probability."""

    def __init__(self, lines: Iterable[ParsedLine]) -> None:
        self._all = _Amounts()
        self._payees: defaultdict[str, _Amounts] = defaultdict(_Amounts)
        for line in lines:
            self._all.add(line.amount)
            self._payees[payee_of(line)].add(line.amount)

    def log(self, amount: Decimal, own: ParsedLine | None = None) -> float:
        """Of any line; with `own` of that line, seen from all the others.

        `own` takes itself out: what it says now must not speak for itself.
        """
        if own is None:
            return math.log(self._chance(amount, None))
        payee = self._payees[payee_of(own)]
        for seen in (self._all, payee):
            seen.add(own.amount, -1)
        chance = self._chance(amount, payee)
        for seen in (self._all, payee):
            seen.add(own.amount)
        return math.log(chance)

    def _chance(self, amount: Decimal, payee: _Amounts | None) -> float:
        base = self._shaped(amount, payee)
        again = self._all.amounts[amount] / max(1, self._all.count)
        chance = (1 - AGAIN) * base + AGAIN * again
        if payee is not None and payee.count > 0:
            of_payee = payee.amounts[amount] / payee.count
            chance = (1 - AGAIN_OF_PAYEE) * chance + AGAIN_OF_PAYEE * of_payee
        return chance

    def _shaped(self, amount: Decimal, payee: _Amounts | None) -> float:
        """By sign, length and zeros; a payee's few lines count beside the statement's many."""
        length, zeros = _shape(amount)
        everything = self._all
        seen = everything.count
        at_most = min(zeros, len(ZEROS_BEFORE_SEEN) - 1)
        of_zeros = (everything.zeros[zeros] + ZEROS_BEFORE_SEEN[at_most]) / (
            seen + sum(ZEROS_BEFORE_SEEN)
        )
        of_sign = (everything.signs[amount > 0] + 1) / (seen + 2)
        of_length = (everything.lengths[length] + 1) / (seen + LENGTHS)
        if payee is not None and payee.count > 0:
            own = payee.count
            of_zeros = (payee.zeros[zeros] + of_zeros) / (own + 1)
            of_sign = (payee.signs[amount > 0] + of_sign) / (own + 1)
            near = _near(amount, payee)
            density = (own * near + of_length / _numbers(length, zeros)) / (own + 1)
            return of_zeros * of_sign * density
        return of_zeros * of_length * of_sign / _numbers(length, zeros)


def payee_of(line: ParsedLine) -> str:
    """A rough name: the letters of the counterparty or description, without numbers."""
    text = line.counterparty or line.description
    return "".join(c for c in text if c.isalpha())[:20].casefold()


def _near(amount: Decimal, payee: _Amounts) -> float:
    """How densely a payee's other amounts lie around this one, per number of its shape."""
    cents = float(abs(amount)) * 10**PLACES
    if not cents:
        return 0.0
    others = [a for a, n in payee.amounts.items() if n > 0 and a][:NEAR_OTHERS_MAX]
    if not others:
        return 0.0
    total = 0.0
    for other in others:
        far = math.log(cents / (float(abs(other)) * 10**PLACES)) / NEAR
        total += math.exp(-far * far / 2)
    _, zeros = _shape(amount)
    spread: float = NEAR * math.sqrt(2 * math.pi) * cents / (10.0**zeros)
    return total / len(others) / max(1.0, spread)


def _shape(amount: Decimal) -> tuple[int, int]:
    """(digits, zeros at the end) of an amount in hundredths."""
    digits = str(abs(int(amount.scaleb(PLACES))))
    return len(digits), len(digits) - len(digits.rstrip("0")) if digits != "0" else 0


def _numbers(length: int, zeros: int) -> float:
    """How many numbers of this length end in exactly so many zeros."""
    free = length - zeros
    return 9.0 if free <= 1 else 81.0 * 10.0 ** (free - 2)
