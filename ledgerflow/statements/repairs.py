"""What would make a statement's arithmetic hold: ranked proposals, never applied by itself.

Here: gathering what could have happened, ranking it, and saying it in words. Not here: finding
where the chain breaks (proof.py), or applying a proposal (amending.py). The search is bounded.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairing.changes import changes
from ledgerflow.statements.repairing.places import Gap, day_between, missing_place
from ledgerflow.statements.repairing.plausible import Plausibility
from ledgerflow.statements.repairing.ranking import Ranking
from ledgerflow.statements.repairing.records import (
    ZERO,
    Break,
    Candidate,
    Discrepancy,
    Repair,
    RepairKind,
)

__all__ = ["Break", "Discrepancy", "Repair", "RepairKind", "repairs_of"]

REPAIRS_MAX = 10
AMOUNTS_LINES_MAX = 5000
TWINS_FAR = 5000
CANDIDATES_MAX = 2000
FIGURES: dict[str, RepairKind] = {
    "opening": "misread_opening",
    "closing": "misread_closing",
    "money_in": "misread_money_in",
    "money_out": "misread_money_out",
}
HOW = {
    "flipped_sign": "with the other sign",
    "shifted_point": "with the decimal mark moved",
    "misread_digit": "with one other digit",
    "swapped_digits": "with two digits swapped",
}
_Key = tuple[dt.date, str]


def repairs_of(lines: Sequence[ParsedLine], found: Discrepancy) -> tuple[Repair, ...]:
    """Proposals that close the gap, the likeliest first; () when there is none.

    `lines` run oldest first. At most REPAIRS_MAX, and never a doubled line without its twin.
    """
    amounts = Plausibility(lines[at] for at in range(min(len(lines), AMOUNTS_LINES_MAX)))
    ranking = Ranking(lines, found, amounts)
    gap = missing_place(lines, found.place)
    scored = []
    for candidate, twin in islice(_candidates(lines, found), CANDIDATES_MAX):
        certain = bool(gap and gap.certain)
        if twin is not None and candidate.at is not None:
            certain = lines[twin].row == lines[candidate.at].row
        scored.append((ranking.score(candidate, certain=certain), candidate, twin))
    scored.sort(key=lambda one: -one[0])
    return tuple(_repair(lines, found, gap, c, twin) for _, c, twin in scored[:REPAIRS_MAX])


def _candidates(
    lines: Sequence[ParsedLine], found: Discrepancy
) -> Iterator[tuple[Candidate, int | None]]:
    """Each candidate once, with the position of a doubled line's twin."""
    place = found.place
    start, end = (place.start, place.end) if place else (0, len(lines) - 1)
    for gap in _gaps(found):
        yield Candidate("missing_line", None, gap), None
        for candidate in _misread(lines, found):
            yield candidate, None
        yield from _doubled(lines, start, end, -gap)
        yield from _repeated_elsewhere(lines, found)
        for candidate in changes(_between(lines, start, end + 1), start, gap):
            yield candidate, None
    if not _gaps(found):
        for candidate in _misread(lines, found):
            yield candidate, None


def _between(lines: Sequence[ParsedLine], start: int, stop: int) -> Iterator[ParsedLine]:
    """These lines one after the other: a slice would hold all of them at once."""
    if not start:
        return islice(iter(lines), stop)
    return (lines[at] for at in range(start, stop))


def _repeated_elsewhere(
    lines: Sequence[ParsedLine], found: Discrepancy
) -> Iterator[tuple[Candidate, int]]:
    """A line that stands again further on, with its old balance: it breaks the chain twice."""
    place, following = found.place, found.following
    if place is None or following is None or place.end < place.start:
        return
    amount = lines[place.end].amount
    if place.gap + following.gap == -amount:
        yield from _doubled(lines, place.end, place.end, amount, mends=2)


def _doubled(
    lines: Sequence[ParsedLine], start: int, end: int, amount: Decimal, mends: int = 1
) -> Iterator[tuple[Candidate, int]]:
    """One line of each group of equal ones that reaches into the stretch, the last of it."""
    groups: defaultdict[_Key, list[int]] = defaultdict(list)
    first, last = max(0, start - TWINS_FAR), min(len(lines), end + TWINS_FAR)
    for at, line in enumerate(_between(lines, first, last), first):
        if line.amount == amount:
            groups[line.date, line.description].append(at)
    for positions in groups.values():
        inside = [at for at in positions if start <= at <= end]
        if inside and len(positions) > 1:
            at = inside[-1]
            twin = next(other for other in reversed(positions) if other != at)
            yield Candidate("duplicate_line", amount, None, at, mends=mends), twin


def _gaps(found: Discrepancy) -> list[Decimal]:
    """By how much the sum of the lines may be wrong; several where only totals tell."""
    if found.place is not None:
        return [found.place.gap]
    closing, paid_in = found.gaps.get("closing"), found.gaps.get("money_in")
    paid_out = found.gaps.get("money_out")
    if closing is not None:
        return [closing] if closing else []
    if paid_in is not None and paid_out is not None:
        return [paid_in - paid_out] if paid_in != paid_out else []
    # One total alone: a line that changes its sign moves the sum twice as far.
    alone = paid_in if paid_in is not None else -paid_out if paid_out is not None else ZERO
    return [alone, 2 * alone] if alone else []


def _misread(lines: Sequence[ParsedLine], found: Discrepancy) -> Iterator[Candidate]:
    """The printed figure itself is wrong, and the others show it."""
    place = found.place
    if place is not None and place.start <= place.end:
        printed = lines[place.end].balance
        if printed is not None:
            undone = found.following is not None and found.following.gap == -place.gap
            yield Candidate(
                "misread_balance",
                printed,
                printed - place.gap,
                place.end,
                frozenset({"running"}),
                2 if undone else 1,
            )
    for name, printed in found.figures.items():
        if name in ("opening", "closing"):
            gap = place.gap if place else ZERO
            right = printed + gap if name == "opening" else printed - gap
        else:
            right = printed - found.gaps.get(name, ZERO)
        if right != printed:
            yield Candidate(FIGURES[name], printed, right, None, frozenset({_settled(name)}))


def _settled(name: str) -> str:
    return "closing" if name == "opening" else name


def _repair(
    lines: Sequence[ParsedLine],
    found: Discrepancy,
    gap: Gap | None,
    candidate: Candidate,
    twin: int | None,
) -> Repair:
    """The proposal in words, with the position in the file's own order."""
    kind, old, new = candidate.kind, candidate.old, candidate.new
    if kind == "missing_line":
        return _missing(lines, found, gap, new or ZERO)
    if candidate.at is None:
        return _figure(kind, old or ZERO, new or ZERO)
    line = lines[candidate.at]
    position = _file_position(lines, found, candidate.at)
    if kind == "duplicate_line":
        other = "" if twin is None or lines[twin].row == line.row else f" (row {lines[twin].row})"
        text = f"Row {line.row} ({old}) has a twin{other}; without it the gap is closed."
        return Repair(kind, text, line.row, old, position=position, old_amount=old)
    if kind == "misread_balance":
        text = f"Row {line.row}: the balance {old} may be misread for {new}."
    else:
        text = f"Row {line.row}: {new} instead of {old} ({HOW[kind]}) closes the gap."
    return Repair(kind, text, line.row, new, position=position, old_amount=old)


def _figure(kind: RepairKind, old: Decimal, new: Decimal) -> Repair:
    name = kind.removeprefix("misread_").replace("_", " ")
    name = f"{name} balance" if name in ("opening", "closing") else f"total of {name}"
    return Repair(kind, f"The {name} {old} may be misread for {new}.", None, new, old_amount=old)


def _missing(
    lines: Sequence[ParsedLine], found: Discrepancy, gap: Gap | None, amount: Decimal
) -> Repair:
    after = lines[gap.after].row if gap and gap.after is not None else None
    before = lines[gap.before].row if gap and gap.before is not None else None
    where = "somewhere in the statement"
    if after is not None and before is not None:
        where = f"between rows {after} and {before}"
    elif before is not None:
        where = f"before row {before}"
    elif after is not None:
        where = f"behind row {after}"
    return Repair(
        "missing_line",
        f"A line of {amount} is missing {where}.",
        None,
        amount,
        after,
        before,
        _insert_position(lines, found, gap),
        None,
        day_between(lines, gap),
    )


def _insert_position(
    lines: Sequence[ParsedLine], found: Discrepancy, gap: Gap | None
) -> int | None:
    if gap is None:
        return None
    before = gap.before if gap.before is not None else len(lines)
    return len(lines) - before if found.newest_first else before


def _file_position(lines: Sequence[ParsedLine], found: Discrepancy, at: int) -> int:
    return len(lines) - 1 - at if found.newest_first else at
