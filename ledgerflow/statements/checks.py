"""The single comparisons of a proof: what the bank printed against what the lines give; pure.

Here: balances, running balances, totals and counts, each as a Check. Not here: what they prove
together (proof.py) or walking the lines (running.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.statements.figures import sides_of
from ledgerflow.statements.parsed import ParsedStatement, PrintedTotals
from ledgerflow.statements.repairing.records import ZERO
from ledgerflow.statements.running import OldestFirst, Walk

_WORDS = {
    "first_balance": "The first running balance",
    "last_balance": "The closing balance after the last running balance",
    "closing": "The closing balance after opening balance and all lines",
    "money_in": "The printed total of money in",
    "money_out": "The printed total of money out",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: what the bank printed and what the lines give.

    `kind` is "closing", "running", "first_balance", "last_balance", "money_in", "money_out",
    "count_in", "count_out" or "count". `compared` tells how many single comparisons it holds.
    """

    kind: str
    holds: bool
    message: str
    printed: Decimal | None = None
    computed: Decimal | None = None
    compared: int = 1

    @property
    def gap(self) -> Decimal:
        """Printed minus computed; 0 where it holds or nothing is printed."""
        return (self.printed or ZERO) - (self.computed or ZERO)


def balance_checks(statement: ParsedStatement, walked: Walk) -> list[Check]:
    """Running balances row by row, and how they and all lines meet opening and closing."""
    chain, opening, closing = walked.chain, statement.opening, statement.closing
    checks: list[Check] = []
    if chain.compared:
        checks.append(_running(statement, walked))
    if opening and chain.head:
        computed = chain.first - chain.opening + opening.amount
        checks.append(_compare("first_balance", chain.first, computed))
    if closing and chain.head:
        checks.append(_compare("last_balance", closing.amount, chain.closing))
    if opening and closing:
        checks.append(_compare("closing", closing.amount, opening.amount + walked.total))
    return checks


def _running(statement: ParsedStatement, walked: Walk) -> Check:
    chain = walked.chain
    held = chain.compared - chain.break_count
    text = f"{held} of {chain.compared} running balances follow."
    if chain.breaks:
        first = chain.breaks[0]
        line = OldestFirst(statement.lines, newest_first=chain.newest_first)[first.end]
        text += (
            f" The first that does not: row {line.row} prints {line.balance}, the lines "
            f"before it give {(line.balance or ZERO) - first.gap}."
        )
    elif _is_first_unchecked(statement):
        row = OldestFirst(statement.lines, newest_first=chain.newest_first)[0].row
        text += f" The amount of row {row}, the oldest, rests on its own balance alone."
    return Check("running", not chain.break_count, text, compared=chain.compared)


def _is_first_unchecked(statement: ParsedStatement) -> bool:
    """N balances check N-1 amounts; an opening without a date may come from the first of them."""
    opening = statement.opening
    return (opening is None or opening.date is None) and statement.totals == PrintedTotals()


def _compare(kind: str, printed: Decimal, computed: Decimal) -> Check:
    text = f"{_WORDS[kind]}: printed {printed}, computed {computed}."
    return Check(kind, printed == computed, text, printed, computed)


def total_checks(statement: ParsedStatement) -> list[Check]:
    """Printed totals and counts against the lines; [] where none is printed."""
    totals = statement.totals
    if totals == PrintedTotals():
        return []  # no second pass for nothing
    paid_in, paid_out, count_in, count_out = sides_of(statement.lines)
    checks = [
        _compare(kind, printed, computed)
        for kind, printed, computed in (
            ("money_in", totals.money_in, paid_in),
            ("money_out", totals.money_out, paid_out),
        )
        if printed is not None
    ]
    for kind, count, found in (
        ("count_in", totals.count_in, count_in),
        ("count_out", totals.count_out, count_out),
        ("count", totals.count, len(statement.lines)),
    ):
        if count is not None:
            text = f"The bank counts {count} lines ({kind}), the file has {found}."
            checks.append(Check(kind, count == found, text, Decimal(count), Decimal(found)))
    return checks


def totals_cover(statement: ParsedStatement, checks: Sequence[Check]) -> bool:
    """True when totals are printed for each direction in which money moved."""
    kinds = {c.kind for c in checks}
    if not kinds & {"money_in", "money_out"}:
        return False
    _, _, count_in, count_out = sides_of(statement.lines)
    if not (count_in or count_out):
        return False
    return (not count_in or "money_in" in kinds) and (not count_out or "money_out" in kinds)
