"""De-duplication: which lines are known facts, and which twin; pure.

Here: matching the lines of one statement against the transactions already known for the same
bank account. Not here: reading or storing them.

The rule is occurrence-counted: lines with the same day, amount and description are as many
transactions as the fullest statement shows, so two real coffees on one day stay two and an
overlapping export adds nothing. Bank ids sharpen the choice but never decide alone: a bank
may use one id twice, so date and amount must agree as well. The result does not depend on
the order in which statements arrive.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.statements.pairing import pair_by_key
from ledgerflow.statements.parsed import ParsedLine

RULE_NEW = "new"
RULE_BANK_ID = "bank_id"
RULE_SAME_ROW = "same_row"

Bucket = tuple[dt.date, Decimal]


@dataclass(frozen=True, slots=True)
class KnownTransaction:
    """A transaction already known, with what its lines called it.

    Those whose import was undone (`is_live` False) are taken up again only where no live one
    fits, so that an undone import leaves no trace in what comes after it.
    """

    id: int
    date: dt.date
    amount: Decimal
    descriptions: frozenset[str]
    bank_ids: frozenset[str]
    is_live: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """What a line (by its position in the statement) is: `transaction_id` None means new."""

    position: int
    transaction_id: int | None
    rule: str
    reason: str


def description_key(description: str) -> str:
    """What makes two descriptions the same: case and spacing folded."""
    return " ".join(description.casefold().split())


def match(known: Iterable[KnownTransaction], lines: Sequence[ParsedLine]) -> list[Match]:
    """Match each line of one statement to at most one known transaction, and vice versa.

    As many lines as possible find their transaction; among equal twins the earlier in `known`
    is taken. Returns one Match per line, in the order of the lines.
    """
    free: dict[Bucket, list[KnownTransaction]] = defaultdict(list)
    for transaction in known:
        free[transaction.date, transaction.amount].append(transaction)
    buckets: dict[Bucket, list[int]] = defaultdict(list)
    for position, line in enumerate(lines):
        buckets[line.date, line.amount].append(position)
    found: dict[int, Match] = {}
    for bucket, positions in buckets.items():
        candidates = free.get(bucket, [])
        for is_live in (True, False):
            _match_bucket([t for t in candidates if t.is_live is is_live], positions, lines, found)
        for position in positions:
            if position not in found:
                found[position] = Match(position, None, RULE_NEW, "not seen before")
    return [found[position] for position in range(len(lines))]


def _match_bucket(
    candidates: list[KnownTransaction],
    positions: list[int],
    lines: Sequence[ParsedLine],
    found: dict[int, Match],
) -> None:
    """Three passes, surest first; each known transaction is taken once."""
    free = candidates
    for line_key, known_keys, rule, reason in _PASSES:
        open_positions = [position for position in positions if position not in found]
        if not free or not open_positions:
            return
        wanted = [line_key(lines[position]) for position in open_positions]
        pairs = pair_by_key([known_keys(t) for t in free], wanted)
        for at, candidate in pairs.items():
            position = open_positions[at]
            found[position] = Match(position, free[candidate].id, rule, reason)
        taken = set(pairs.values())
        free = [t for index, t in enumerate(free) if index not in taken]


def _line_text(line: ParsedLine) -> Hashable:
    return description_key(line.description)


def _line_id(line: ParsedLine) -> Hashable:
    return line.bank_id or None


def _line_both(line: ParsedLine) -> Hashable:
    return (line.bank_id, _line_text(line)) if line.bank_id else None


def _known_texts(known: KnownTransaction) -> frozenset[Hashable]:
    return known.descriptions


def _known_ids(known: KnownTransaction) -> frozenset[Hashable]:
    return known.bank_ids


def _known_both(known: KnownTransaction) -> frozenset[Hashable]:
    return frozenset((i, text) for i in known.bank_ids for text in known.descriptions)


_PASSES: tuple[
    tuple[
        Callable[[ParsedLine], Hashable],
        Callable[[KnownTransaction], frozenset[Hashable]],
        str,
        str,
    ],
    ...,
] = (
    (_line_both, _known_both, RULE_BANK_ID, "same day, amount, description and bank id"),
    (_line_text, _known_texts, RULE_SAME_ROW, "same day, amount and description"),
    (_line_id, _known_ids, RULE_BANK_ID, "same day, amount and bank id"),
)
"""A line has one key or None, a known transaction those that its lines had."""
