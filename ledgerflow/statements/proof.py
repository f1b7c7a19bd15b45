"""A statement's own arithmetic: proved, not proved, or not provable; pure and linear.

Here: the verdict, and where the chain breaks. Not here: the single comparisons (checks.py),
guessing what would repair it (repairs.py), reading a file, asking a person.

What counts as proof
- opening + lines = closing covers every line.
- N printed running balances give N-1 checks, and one more each with a printed opening and
  closing. Rows outside of the first and last balance need that opening or closing. Where no
  opening is printed, that check names the row that is left to its own balance.
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

from ledgerflow.statements.checks import Check, balance_checks, total_checks, totals_cover
from ledgerflow.statements.parsed import Fault, ParsedStatement
from ledgerflow.statements.repairing.records import Break, Discrepancy, Repair
from ledgerflow.statements.repairs import repairs_of
from ledgerflow.statements.running import Chain, OldestFirst, Walk, walk

__all__ = ["Check", "Proof", "Verdict", "prove"]

Verdict = Literal["proved", "not_proved", "not_provable"]
_FIGURES = ("closing", "money_in", "money_out", "count", "count_in", "count_out")


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


def prove(statement: ParsedStatement, errors: Sequence[Fault] = ()) -> Proof:
    """Judge a statement by its own figures. `errors` are the reader's faults for its file.

    Never proved while a fault of severity "error" is there, whatever the sums say.
    """
    faults = [f for f in errors if f.severity == "error"]
    walked = walk(statement)
    if len(walked.currencies | ({statement.currency} - {""})) > 1:
        reason = "Its lines are in several currencies, which have no common sum."
        return Proof("not_proved" if faults else "not_provable", _with(faults, reason))
    checks = [*balance_checks(statement, walked), *total_checks(statement)]
    failed = next((c for c in checks if not c.holds), None)
    if failed is not None:
        return _not_proved(statement, walked.chain, checks, failed, faults)
    if faults:
        return Proof("not_proved", _with(faults, ""), tuple(checks))
    missing = _uncovered(statement, walked, checks)
    if missing:
        return Proof("not_provable", missing, tuple(checks))
    return Proof("proved", _proved_reason(walked, checks), tuple(checks))


def _with(faults: Sequence[Fault], reason: str) -> str:
    if not faults:
        return reason
    where = f" (first: {faults[0].message})"
    return f"{len(faults)} faults of the file are open{where}. {reason}".strip()


def _uncovered(statement: ParsedStatement, walked: Walk, checks: Sequence[Check]) -> str:
    """Why the checks that hold do not prove every line; "" when they do."""
    chain = walked.chain
    has_closing = any(c.kind == "closing" for c in checks)
    if not walked.count:
        if statement.stated_empty and has_closing:
            return ""
        return "No line was read, so nothing was proved."
    if has_closing and not _is_circular(statement, walked):
        return ""
    if totals_cover(statement, checks):
        return ""
    if not chain.head:
        return _nothing_printed(statement)
    has_opening = statement.opening is not None and not _is_derived_opening(statement, chain)
    if walked.count == 1 and not has_opening:
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


def _is_derived_opening(statement: ParsedStatement, chain: Chain) -> bool:
    """True when the opening may be nothing but the first balance less the lines before it."""
    opening = statement.opening
    return bool(opening and opening.date is None and chain.head)


def _is_circular(statement: ParsedStatement, walked: Walk) -> bool:
    """True when lines are covered by nothing but an opening that came from them."""
    uncovered = walked.chain.head > 1 or walked.count == 1
    return uncovered and _is_derived_opening(statement, walked.chain)


def _proved_reason(walked: Walk, checks: Sequence[Check]) -> str:
    if not walked.count:
        return "The bank states that nothing moved; balances agree."
    number = sum(c.compared for c in checks)
    kinds = ", ".join(c.kind.replace("_", " ") for c in checks)
    return f"{number} printed figures agree with the lines ({kinds})."


def _not_proved(
    statement: ParsedStatement,
    chain: Chain,
    checks: Sequence[Check],
    failed: Check,
    faults: Sequence[Fault],
) -> Proof:
    """Name the first row where the chain breaks and what would close the gap."""
    found = _discrepancy(statement, chain, checks)
    lines = OldestFirst(statement.lines, newest_first=chain.newest_first)
    place = found.place
    told = next((c for c in checks if not c.holds and not c.kind.startswith("count")), None)
    gap = place.gap if place else told.gap if told else None
    row = lines[min(place.end, len(lines) - 1)].row if place and len(lines) else None
    repairs = repairs_of(lines, found)
    return Proof("not_proved", _with(faults, failed.message), tuple(checks), row, gap, repairs)


def _discrepancy(statement: ParsedStatement, chain: Chain, checks: Sequence[Check]) -> Discrepancy:
    """Everything printed that contradicts, and everything that agrees, for the repairs."""
    by_kind = {c.kind: c for c in checks}
    count = len(statement.lines)
    breaks = list(chain.breaks)
    head, tail = by_kind.get("first_balance"), by_kind.get("last_balance")
    number = chain.break_count
    if head and not head.holds:
        breaks.insert(0, Break(0, chain.head - 1, head.gap))
        number += 1
    if tail and not tail.holds:
        number += 1
        if number == len(breaks) + 1:
            breaks.append(Break(count - chain.tail, count - 1, tail.gap))
    return Discrepancy(
        gaps={kind: by_kind[kind].gap for kind in _FIGURES if kind in by_kind},
        breaks=tuple(breaks),
        break_count=number,
        newest_first=chain.newest_first,
        figures=_doubtful(statement, chain, by_kind, number),
    )


def _doubtful(
    statement: ParsedStatement, chain: Chain, by_kind: dict[str, Check], breaks: int
) -> dict[str, Decimal]:
    """Printed figures that other printed figures contradict: they may be misread themselves.

    Only where the lines are proved without them, or a repair of them would prove nothing.
    """
    figures: dict[str, Decimal] = {}
    opening, closing = statement.opening, statement.closing
    head, tail, whole = (by_kind.get(k) for k in ("first_balance", "last_balance", "closing"))
    if breaks == 1 and chain.compared:
        if opening and head and not head.holds and chain.head == 1:
            figures["opening"] = opening.amount
        if closing and tail and not tail.holds and not chain.tail:
            figures["closing"] = closing.amount
    if not breaks and (chain.compared or (whole and whole.holds)):
        for kind in ("money_in", "money_out"):
            check = by_kind.get(kind)
            if check and not check.holds and check.printed is not None:
                figures[kind] = check.printed
    return figures
