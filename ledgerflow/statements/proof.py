"""A statement's own arithmetic: proved, not proved, or not provable; pure and linear.

Here: the checks, the verdict and where the chain breaks. Not here: guessing what would repair
it (repairs.py), reading a file, asking a person.

What counts as proof
- opening + lines = closing covers every line.
- N printed running balances give N-1 checks, and one more each with a printed opening and
  closing. Rows outside of the first and last balance need that opening or closing.
- An opening without a date beside running balances may have been derived from them (first
  balance less what moved until then): it adds nothing, so it proves neither a single row (that
  would be circular) nor rows before the first printed balance. A printed opening has its date.
- Printed totals prove when they cover every direction in which money moved; counts alone don't.
- No lines prove nothing, unless the bank states that nothing moved and the balances agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ledgerflow.statements.parsed import Fault, ParsedLine, ParsedStatement
from ledgerflow.statements.repairs import Break, Repair, repairs_of

Verdict = Literal["proved", "not_proved", "not_provable"]
ZERO = Decimal(0)


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


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdict on one statement.

    `break_row` is the row after which the chain no longer holds; None where only totals tell.
    `gap` is printed minus computed. `repairs` are proposals, the likeliest first.
    """

    verdict: Verdict
    reason: str
    checks: tuple[Check, ...] = ()
    break_row: int | None = None
    gap: Decimal | None = None
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class _Chain:
    """The running balances followed in one order, oldest line first."""

    lines: tuple[ParsedLine, ...]
    compared: int
    breaks: tuple[Break, ...]
    head: int
    tail: int


def prove(statement: ParsedStatement, errors: Sequence[Fault] = ()) -> Proof:
    """Judge a statement by its own figures. `errors` are the reader's faults for its file.

    Never proved while a fault of severity "error" is there, whatever the sums say.
    """
    faults = [f for f in errors if f.severity == "error"]
    if _is_mixed(statement):
        reason = "Its lines are in several currencies, which have no common sum."
        return Proof("not_proved" if faults else "not_provable", _with(faults, reason))
    if not statement.lines:
        return _prove_empty(statement, faults)
    chain = _best_chain(statement)
    checks = [*_balance_checks(statement, chain), *_total_checks(statement)]
    failed = [c for c in checks if not c.holds]
    if failed:
        return _not_proved(statement, chain, checks, failed[0], faults)
    missing = _uncovered(statement, chain, checks)
    if faults:
        return Proof("not_proved", _with(faults, ""), tuple(checks))
    if missing:
        return Proof("not_provable", missing, tuple(checks))
    return Proof("proved", _proved_reason(checks), tuple(checks))


def _with(faults: Sequence[Fault], reason: str) -> str:
    if not faults:
        return reason
    where = f" (first: {faults[0].message})"
    return f"{len(faults)} faults of the file are open{where}. {reason}".strip()


def _is_mixed(statement: ParsedStatement) -> bool:
    own = statement.currency
    return len({line.currency or own for line in statement.lines} | ({own} - {""})) > 1


def _prove_empty(statement: ParsedStatement, faults: Sequence[Fault]) -> Proof:
    opening, closing = statement.opening, statement.closing
    checks = [*_total_checks(statement)]
    if opening and closing:
        holds = opening.amount == closing.amount
        text = f"No line was read; opening {opening.amount}, closing {closing.amount}."
        checks.insert(0, Check("closing", holds, text, closing.amount, opening.amount))
    failed = next((c for c in checks if not c.holds), None)
    if failed:
        gap = _gap(failed)
        found = repairs_of((), None, gap) if failed.kind == "closing" else ()
        return Proof("not_proved", _with(faults, failed.message), tuple(checks), None, gap, found)
    if faults:
        return Proof("not_proved", _with(faults, ""), tuple(checks))
    if statement.stated_empty and opening and closing:
        return Proof("proved", "The bank states that nothing moved; balances agree.", tuple(checks))
    return Proof("not_provable", "No line was read, so nothing was proved.", tuple(checks))


def _best_chain(statement: ParsedStatement) -> _Chain:
    """Follow the running balances as declared, or the other way where only that holds."""
    declared = _follow(statement, newest_first=statement.newest_first)
    if not declared.breaks:
        return declared
    other = _follow(statement, newest_first=not statement.newest_first)
    return other if len(other.breaks) < len(declared.breaks) else declared


def _follow(statement: ParsedStatement, *, newest_first: bool) -> _Chain:
    """Head and tail count the lines up to the first and after the last printed balance."""
    lines = statement.lines[::-1] if newest_first else statement.lines
    breaks: list[Break] = []
    known: Decimal | None = None
    start, head, compared = 0, 0, 0
    since = ZERO
    for at, line in enumerate(lines):
        since += line.amount
        if line.balance is None:
            continue
        if known is None:
            head = at + 1
        else:
            compared += 1
            if known + since != line.balance:
                breaks.append(Break(start, at, line.balance - known - since))
        known, since, start = line.balance, ZERO, at + 1
    return _Chain(lines, compared, tuple(breaks), head, len(lines) - start)


def _balance_checks(statement: ParsedStatement, chain: _Chain) -> list[Check]:
    checks: list[Check] = []
    if chain.compared:
        text = f"{chain.compared - len(chain.breaks)} of {chain.compared} running balances follow."
        if chain.breaks:
            first = chain.breaks[0]
            line = chain.lines[first.end]
            text += (
                f" The first that does not: row {line.row} prints {line.balance}, the lines "
                f"before it give {(line.balance or ZERO) - first.gap}."
            )
        checks.append(Check("running", not chain.breaks, text, compared=chain.compared))
    opening, closing = statement.opening, statement.closing
    if opening and chain.head:
        computed = opening.amount + sum((i.amount for i in chain.lines[: chain.head]), ZERO)
        checks.append(_compare("first_balance", chain.lines[chain.head - 1].balance, computed))
    if closing and chain.head:
        rest = chain.lines[len(chain.lines) - chain.tail :]
        last = chain.lines[len(chain.lines) - chain.tail - 1].balance or ZERO
        computed = last + sum((i.amount for i in rest), ZERO)
        checks.append(_compare("last_balance", closing.amount, computed))
    if opening and closing:
        checks.append(_compare("closing", closing.amount, opening.amount + statement.sum))
    return checks


_WORDS = {
    "first_balance": "The first running balance",
    "last_balance": "The closing balance after the last running balance",
    "closing": "The closing balance after opening balance and all lines",
    "money_in": "The printed total of money in",
    "money_out": "The printed total of money out",
}


def _compare(kind: str, printed: Decimal | None, computed: Decimal) -> Check:
    holds = printed == computed
    text = f"{_WORDS[kind]}: printed {printed}, computed {computed}."
    return Check(kind, holds, text, printed, computed)


def _total_checks(statement: ParsedStatement) -> list[Check]:
    totals = statement.totals
    amounts = [line.amount for line in statement.lines]
    paid_in = [a for a in amounts if a > 0]
    paid_out = [-a for a in amounts if a < 0]
    checks: list[Check] = []
    for kind, printed, found in (
        ("money_in", totals.money_in, paid_in),
        ("money_out", totals.money_out, paid_out),
    ):
        if printed is not None:
            checks.append(_compare(kind, printed, sum(found, ZERO)))
    for kind, count, computed in (
        ("count_in", totals.count_in, len(paid_in)),
        ("count_out", totals.count_out, len(paid_out)),
        ("count", totals.count, len(amounts)),
    ):
        if count is not None:
            text = f"The bank counts {count} lines ({kind}), the file has {computed}."
            checks.append(Check(kind, count == computed, text, Decimal(count), Decimal(computed)))
    return checks


def _uncovered(statement: ParsedStatement, chain: _Chain, checks: Sequence[Check]) -> str:
    """Why the checks that hold do not prove every line; "" when they do."""
    kinds = {c.kind for c in checks}
    if "closing" in kinds and not _is_circular(statement, chain):
        return ""
    if _totals_cover(statement, kinds):
        return ""
    if not chain.head:
        return _nothing_printed(statement)
    has_opening = statement.opening is not None and not _is_derived_opening(statement, chain)
    if len(chain.lines) == 1 and not has_opening:
        return "One row with its own balance proves nothing by itself."
    if chain.head > 1 and not has_opening:
        return f"The {chain.head} lines up to the first printed balance are not covered."
    if chain.tail and statement.closing is None:
        return f"The {chain.tail} lines after the last printed balance are not covered."
    return ""


def _nothing_printed(statement: ParsedStatement) -> str:
    if statement.closing and not statement.opening:
        return "Only a closing balance is printed; the opening balance is not known."
    if statement.opening and not statement.closing:
        return "Only an opening balance is printed; the closing balance is not known."
    return "No balances and no totals are printed that cover every line."


def _is_derived_opening(statement: ParsedStatement, chain: _Chain) -> bool:
    """True when the opening may be nothing but the first balance less the lines before it."""
    opening = statement.opening
    return bool(opening and opening.date is None and chain.head)


def _is_circular(statement: ParsedStatement, chain: _Chain) -> bool:
    """True when lines are covered by nothing but an opening that came from them."""
    uncovered = chain.head > 1 or len(chain.lines) == 1
    return uncovered and _is_derived_opening(statement, chain)


def _totals_cover(statement: ParsedStatement, kinds: set[str]) -> bool:
    amounts = [line.amount for line in statement.lines]
    needs_in = any(a > 0 for a in amounts)
    needs_out = any(a < 0 for a in amounts)
    if not (needs_in or needs_out):
        return False
    return (not needs_in or "money_in" in kinds) and (not needs_out or "money_out" in kinds)


def _proved_reason(checks: Sequence[Check]) -> str:
    number = sum(c.compared for c in checks)
    kinds = ", ".join(c.kind.replace("_", " ") for c in checks)
    return f"{number} printed figures agree with the lines ({kinds})."


def _gap(check: Check) -> Decimal | None:
    if check.printed is None or check.computed is None:
        return None
    return check.printed - check.computed


def _not_proved(
    statement: ParsedStatement,
    chain: _Chain,
    checks: Sequence[Check],
    failed: Check,
    faults: Sequence[Fault],
) -> Proof:
    """Name the first row where the chain breaks and what would close the gap."""
    place = _first_break(statement, chain, checks)
    gap = place.gap if place else _gap(failed)
    following = next((b for b in chain.breaks if place and b.start == place.end + 1), None)
    found: tuple[Repair, ...] = ()
    if gap and failed.kind not in ("count", "count_in", "count_out"):
        sign = -1 if failed.kind == "money_out" else 1
        found = repairs_of(chain.lines, place, gap * sign, following)
    row = chain.lines[place.end].row if place else None
    return Proof("not_proved", _with(faults, failed.message), tuple(checks), row, gap, found)


def _first_break(
    statement: ParsedStatement, chain: _Chain, checks: Sequence[Check]
) -> Break | None:
    """The first stretch of lines, oldest first, that does not lead to its printed balance."""
    by_kind = {c.kind: c for c in checks if not c.holds}
    head, tail = by_kind.get("first_balance"), by_kind.get("last_balance")
    if head and (gap := _gap(head)):
        return Break(0, chain.head - 1, gap)
    if chain.breaks:
        return chain.breaks[0]
    if tail and chain.tail and (gap := _gap(tail)):
        return Break(len(chain.lines) - chain.tail, len(chain.lines) - 1, gap)
    return None
