"""What could have happened to one line so that it says another amount.

Here: sign, digit, swapped digits, moved decimal mark; found from the gap without trying out.
Not here: how likely each is (plausible.py, ranking.py). Pure.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairing.records import Candidate, RepairKind

FACTORS = tuple(Decimal(text) for text in ("10", "100", "1000", "0.1", "0.01", "0.001"))
DIGITS_LINES_MAX = 5000
"""Further lines are not looked at for a wrong digit: among so many, nearly each one fits."""


def changes(lines: Iterable[ParsedLine], start: int, gap: Decimal) -> Iterator[Candidate]:
    """Each way in which another amount of one of these lines closes the gap.

    `start` is the first one's position.
    """
    exact = _exact_amounts(gap)
    spread = _significant(gap)
    for at, line in enumerate(lines, start):
        old = line.amount
        kind = exact.get(old)
        if kind is not None:
            yield Candidate(kind, old, old + gap, at)
        elif spread and at - start < DIGITS_LINES_MAX:
            digits = digits_kind(old, old + gap)
            if digits is not None:
                yield Candidate(digits, old, old + gap, at)


def _exact_amounts(gap: Decimal) -> dict[Decimal, RepairKind]:
    """The amounts that close the gap by their other sign or a moved decimal mark."""
    exact: dict[Decimal, RepairKind] = {}
    for factor in FACTORS:
        amount = gap / (factor - 1)
        if amount * (factor - 1) == gap:  # no rounding on the way
            exact[amount] = "shifted_point"
    exact[-gap / 2] = "flipped_sign"
    return exact


def _significant(gap: Decimal) -> bool:
    """True for gaps that one digit or two swapped neighbours can make: d or 9d, and zeros."""
    figure = int(format(abs(gap), "f").replace(".", "").rstrip("0") or "0")
    return figure < 10 or (figure < 100 and figure % 9 == 0)


def digits_kind(old: Decimal, new: Decimal) -> RepairKind | None:
    """How the digits of two amounts of one sign differ; None where they differ otherwise."""
    if not new or (old and (new > 0) != (old > 0)):
        return None
    before, after = aligned(old, new)
    wrong = [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    if len(wrong) == 1:
        return "misread_digit"
    return "swapped_digits" if _is_swap(before, after, wrong) else None


def aligned(old: Decimal, new: Decimal) -> tuple[str, str]:
    """Both amounts as digits with the same number of decimals and the same length."""
    places = max(_places(old), _places(new))
    before = str(abs(int(old.scaleb(places))))
    after = str(abs(int(new.scaleb(places))))
    width = max(len(before), len(after))
    return before.zfill(width), after.zfill(width)


def _places(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_swap(before: str, after: str, wrong: list[int]) -> bool:
    """True for two neighbours in each other's place (their difference divides by 9)."""
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    i, j = wrong
    return before[i] == after[j] and before[j] == after[i]
