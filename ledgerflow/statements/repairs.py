"""What would make a statement's arithmetic hold: ranked proposals, never applied by itself.

Here: missing and doubled lines, flipped signs, swapped, wrong or shifted digits, a misread
balance. Not here: finding where the chain breaks (proof.py). The search is bounded.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ledgerflow.statements.parsed import ParsedLine

RepairKind = Literal[
    "flipped_sign",
    "duplicate_line",
    "swapped_digits",
    "shifted_point",
    "misread_digit",
    "misread_balance",
    "missing_line",
]
REPAIRS_MAX = 10
PER_KIND_MAX = 3
LINES_MAX = 5000

Twins = Counter[tuple[dt.date, Decimal, str]]


@dataclass(frozen=True, slots=True)
class Break:
    """Lines `start` to `end` (positions, oldest first) do not lead to the balance at `end`.

    `gap` is the printed balance minus the computed one.
    """

    start: int
    end: int
    gap: Decimal


@dataclass(frozen=True, slots=True)
class Repair:
    """A proposal. `row` is the line meant; `amount` what it should say (or the new line's).

    A missing line lies between `after_row` and `before_row`, None where unknown.
    """

    kind: RepairKind
    message: str
    row: int | None = None
    amount: Decimal | None = None
    after_row: int | None = None
    before_row: int | None = None


def repairs_of(
    lines: Sequence[ParsedLine],
    place: Break | None,
    gap: Decimal | None,
    following: Break | None = None,
) -> tuple[Repair, ...]:
    """Proposals that close `gap`, the likeliest first; [] when there is no gap.

    `lines` run oldest first; without `place` all of them are looked at (at most LINES_MAX).
    `following` is the break right after `place`, if any: opposite gaps mean a misread balance.
    """
    if not gap:
        return ()
    found: list[Repair] = []
    if place and following and following.gap == -gap:
        found.append(_misread_balance(lines[place.end], gap))
    stretch = lines[place.start : place.end + 1] if place else lines[:LINES_MAX]
    strong, weak = _line_repairs(lines[:LINES_MAX] if not place else lines, stretch, gap)
    found += strong
    missing = _missing(lines, place, gap)
    # With running balances a wrong digit in the one line at hand is likelier than a lost line
    # that happens to differ by one digit; without them almost any line could be "off by one".
    found += [*weak, missing] if place else [missing, *weak]
    is_last = place is not None and place.end == len(lines) - 1
    if place and is_last and lines[place.end].balance is not None:
        found.append(_misread_balance(lines[place.end], gap))
    return tuple(found[:REPAIRS_MAX])


def _line_repairs(
    lines: Sequence[ParsedLine], stretch: Sequence[ParsedLine], gap: Decimal
) -> tuple[list[Repair], list[Repair]]:
    """(what closes the gap by a rare coincidence, what closes it more easily)."""
    twins: Twins = Counter((i.date, i.amount, i.description) for i in lines if i.amount == -gap)
    kinds: Counter[str] = Counter()
    strong: list[Repair] = []
    weak: list[Repair] = []
    for line in reversed(stretch):
        for repair in _of_line(line, gap, twins):
            if kinds[repair.kind] < PER_KIND_MAX:
                kinds[repair.kind] += 1
                (weak if repair.kind == "misread_digit" else strong).append(repair)
    order = {"flipped_sign": 0, "duplicate_line": 1, "shifted_point": 2, "swapped_digits": 3}
    strong.sort(key=lambda r: order[r.kind])
    return strong, weak


def _of_line(line: ParsedLine, gap: Decimal, twins: Twins) -> Iterator[Repair]:
    old, new = line.amount, line.amount + gap
    if new == -old:
        yield _change("flipped_sign", line, new, "with the other sign")
        return
    if not new and twins[(line.date, old, line.description)] > 1:
        text = f"Row {line.row} ({old}) has a twin; without it the gap is closed."
        yield Repair("duplicate_line", text, line.row, old)
        return
    if not new or (new > 0) != (old > 0):
        return
    if any(old * factor == new or new * factor == old for factor in (10, 100, 1000)):
        yield _change("shifted_point", line, new, "with the decimal mark moved")
        return
    before, after = _digits(old, new)
    wrong = [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    if len(wrong) == 1 and before[0] != "0" and after[0] != "0":
        yield _change("misread_digit", line, new, "with one other digit")
    elif _is_swap(before, after, wrong):
        yield _change("swapped_digits", line, new, "with two digits swapped")


def _digits(old: Decimal, new: Decimal) -> tuple[str, str]:
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


def _change(kind: RepairKind, line: ParsedLine, new: Decimal, how: str) -> Repair:
    text = f"Row {line.row}: {new} instead of {line.amount} ({how}) closes the gap."
    return Repair(kind, text, line.row, new)


def _misread_balance(line: ParsedLine, gap: Decimal) -> Repair:
    right = (line.balance or Decimal(0)) - gap
    text = f"Row {line.row}: the balance {line.balance} may be misread for {right}."
    return Repair("misread_balance", text, line.row, right)


def _missing(lines: Sequence[ParsedLine], place: Break | None, gap: Decimal) -> Repair:
    after = lines[place.start - 1].row if place and place.start else None
    before = lines[place.end].row if place else None
    where = "somewhere in the statement"
    if before is not None:
        where = f"before row {before}" if after is None else f"between rows {after} and {before}"
    text = f"A line of {gap} is missing {where}."
    return Repair("missing_line", text, None, gap, after, before)
