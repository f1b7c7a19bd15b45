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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedLine

RULE_NEW = "new"
RULE_BANK_ID = "bank_id"
RULE_SAME_ROW = "same_row"

Bucket = tuple[dt.date, Decimal]


@dataclass(frozen=True, slots=True)
class KnownTransaction:
    """A transaction already known, with what its lines called it."""

    id: int
    date: dt.date
    amount: Decimal
    descriptions: frozenset[str]
    bank_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """What a line (by its position in the statement) is: `transaction_id` None means new."""

    position: int
    transaction_id: int | None
    rule: str
    reason: str


def description_key(description: str) -> str:
    """What makes two descriptions the same: letters and digits, case and spacing folded."""
    return " ".join(description.casefold().split())


def match(known: Iterable[KnownTransaction], lines: Sequence[ParsedLine]) -> list[Match]:
    """Match each line of one statement to at most one known transaction, and vice versa.

    Among equal twins the earlier in `known` is taken. Returns one Match per line, in the
    order of the lines.
    """
    free: dict[Bucket, list[KnownTransaction]] = defaultdict(list)
    for transaction in known:
        free[transaction.date, transaction.amount].append(transaction)
    buckets: dict[Bucket, list[int]] = defaultdict(list)
    for position, line in enumerate(lines):
        buckets[line.date, line.amount].append(position)
    found: dict[int, Match] = {}
    for bucket, positions in buckets.items():
        _match_bucket(free.get(bucket, []), positions, lines, found)
    return [found[position] for position in range(len(lines))]


def _match_bucket(
    candidates: list[KnownTransaction],
    positions: list[int],
    lines: Sequence[ParsedLine],
    found: dict[int, Match],
) -> None:
    """Three passes, surest first; each known transaction is taken once."""
    free = list(candidates)
    open_positions = list(positions)
    for fits, rule, reason in (
        (_same_id_and_text, RULE_BANK_ID, "same day, amount, description and bank id"),
        (_same_text, RULE_SAME_ROW, "same day, amount and description"),
        (_same_id, RULE_BANK_ID, "same day, amount and bank id"),
    ):
        for position in list(open_positions):
            twin = next((t for t in free if fits(lines[position], t)), None)
            if twin is not None:
                free.remove(twin)
                open_positions.remove(position)
                found[position] = Match(position, twin.id, rule, reason)
    for position in open_positions:
        found[position] = Match(position, None, RULE_NEW, "not seen before")


def _same_text(line: ParsedLine, known: KnownTransaction) -> bool:
    return description_key(line.description) in known.descriptions


def _same_id(line: ParsedLine, known: KnownTransaction) -> bool:
    return bool(line.bank_id) and line.bank_id in known.bank_ids


def _same_id_and_text(line: ParsedLine, known: KnownTransaction) -> bool:
    return _same_id(line, known) and _same_text(line, known)
