"""Single faults seeded into parsed statements, and whether a proof names the line at fault.

Here: one changed digit, one dropped or doubled line, one swapped sign, each at a uniformly
chosen line. Not here: counting (bench_repairs.py) or the statements (repair_statements.py).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ledgerflow.statements.parsed import ParsedLine, ParsedStatement
from ledgerflow.statements.repairing.records import Repair

FaultKind = Literal["digit_changed", "line_dropped", "line_doubled", "sign_swapped"]
KINDS: tuple[FaultKind, ...] = ("digit_changed", "line_dropped", "line_doubled", "sign_swapped")


@dataclass(frozen=True, slots=True)
class Seeded:
    """A statement with one fault: the line before the fault, and how the file numbers it.

    `before` and `after` are the rows between which a dropped line stood (file's own order).
    """

    statement: ParsedStatement
    kind: FaultKind
    line: ParsedLine
    rows: frozenset[int | None]
    before: int | None = None
    after: int | None = None


def seed(
    statement: ParsedStatement, kind: FaultKind, rng: random.Random, *, keep_raw: bool
) -> Seeded | None:
    """One fault; None where the statement has no line that can take it.

    Without `keep_raw` it is as if the bank's file had the fault: no row's own text tells what
    is right, and rows are numbered anew. With it only the reading went wrong.
    """
    places = [at for at, line in enumerate(statement.lines) if line.amount]
    if not places:
        return None
    at = rng.choice(places)
    lines = list(statement.lines)
    line = lines[at]
    if kind == "line_dropped":
        del lines[at]
    elif kind == "line_doubled":
        lines.insert(at + 1, line)
    else:
        wrong = -line.amount if kind == "sign_swapped" else digit_changed(line.amount, rng)
        lines[at] = replace(line, amount=wrong)
    if not keep_raw:
        lines = [replace(one, row=row, raw="") for row, one in enumerate(lines, 2)]
    around = [lines[i].row if 0 <= i < len(lines) else None for i in (at - 1, at)]
    rows = {lines[at].row} if at < len(lines) else set()
    if kind == "line_doubled":  # nothing tells real twins of the line from its double
        rows = {one.row for one in lines if _same(one, line)}
    broken = replace(statement, lines=tuple(lines))
    return Seeded(broken, kind, line, frozenset(rows), *around)


def _same(one: ParsedLine, other: ParsedLine) -> bool:
    said = (other.date, other.amount, other.description)
    return (one.date, one.amount, one.description) == said


def digit_changed(amount: Decimal, rng: random.Random) -> Decimal:
    """The amount with one digit replaced by another, never zero as a whole."""
    text = format(amount, "f")
    places = [i for i, c in enumerate(text) if c.isdigit()]
    while True:
        at = rng.choice(places)
        other = rng.choice([d for d in "0123456789" if d != text[at]])
        wrong = Decimal(text[:at] + other + text[at + 1 :])
        if wrong:
            return wrong


def is_named(seeded: Seeded, repairs: Sequence[Repair]) -> bool:
    """True when one of the proposals is the fault: its line and the right amount."""
    return any(_names(seeded, repair) for repair in repairs)


def place_is_named(seeded: Seeded, repairs: Sequence[Repair]) -> bool:
    """True when a proposal of the dropped line says between which rows it stood."""
    return any(
        _names(seeded, repair)
        and {seeded.before, seeded.after} & ({repair.after_row, repair.before_row} - {None})
        for repair in repairs
    )


def _names(seeded: Seeded, repair: Repair) -> bool:
    if seeded.kind == "line_dropped":
        return repair.kind == "missing_line" and repair.amount == seeded.line.amount
    if repair.row not in seeded.rows:
        return False
    if seeded.kind == "line_doubled":
        return repair.kind == "duplicate_line"
    return repair.amount == seeded.line.amount and repair.kind != "duplicate_line"
