"""The lines and the known transactions of one day and amount: who is who, by equal keys; pure.

Here: the passes from the surest key to the weakest, and the pairing by them. Not here: the road
through a whole statement (dedupe.py), or pairs of lines whose words differ (leftovers.py).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from ledgerflow.statements.knownlines import (
    RULE_BALANCE,
    RULE_BANK_ID,
    RULE_SAME_ROW,
    KnownLine,
)
from ledgerflow.statements.likeness import description_key
from ledgerflow.statements.pairing import pair_by_key
from ledgerflow.statements.parsed import ParsedLine

Words = tuple[str, str]
"""A rule and its reason."""

SAME_ROW: Words = (RULE_SAME_ROW, "same day, amount and description")
SAME_ID_AND_TEXT: Words = (RULE_BANK_ID, "same day, amount, description and bank id")
_SAME_TEXT_AND_BALANCE: Words = (
    RULE_SAME_ROW,
    "same day, amount, description and running balance",
)
_SAME_ID: Words = (RULE_BANK_ID, "same day, amount and bank id")
_SAME_BALANCE: Words = (RULE_BALANCE, "same day, amount and running balance")


@dataclass(slots=True)
class Candidate:
    """A known transaction, and the keys that a line may have in common with it.

    `sources` are the statements that stand for it. What lines of an undone import called it
    counts only where no other line stands for it, or where a person sorted its lines.
    """

    id: int
    is_live: bool
    pinned: bool
    keys: frozenset[Hashable]
    sources: frozenset[int]


def candidates_of(rows: Iterable[KnownLine]) -> list[Candidate]:
    """The transactions of these known lines, by id."""
    by_id: dict[int, list[KnownLine]] = defaultdict(list)
    for row in rows:
        by_id[row.transaction_id].append(row)
    return [_candidate(by_id[number]) for number in sorted(by_id)]


def _candidate(rows: list[KnownLine]) -> Candidate:
    said = [row for row in rows if row.stands or row.pinned] or rows
    texts = {description_key(row.description) for row in said}
    ids = {row.bank_id for row in said if row.bank_id}
    balances = {row.balance for row in said if row.balance is not None}
    keys: set[Hashable] = {("text", text) for text in texts}
    keys |= {("id", i) for i in ids} | {("balance", b) for b in balances}
    keys |= {("both", i, text) for i in ids for text in texts}
    keys |= {("balanced", b, text) for b in balances for text in texts}
    sources = frozenset(row.source for row in rows if row.stands)
    return Candidate(
        rows[0].transaction_id, rows[0].is_live, rows[0].pinned, frozenset(keys), sources
    )


def _text(line: ParsedLine) -> str:
    return description_key(line.description)


_PASSES: tuple[tuple[Callable[[ParsedLine], Hashable], Words], ...] = (
    (lambda x: ("both", x.bank_id, _text(x)) if x.bank_id else None, SAME_ID_AND_TEXT),
    (
        lambda x: None if x.balance is None else ("balanced", x.balance, _text(x)),
        _SAME_TEXT_AND_BALANCE,
    ),
    (lambda x: ("text", _text(x)), SAME_ROW),
    (lambda x: ("id", x.bank_id) if x.bank_id else None, _SAME_ID),
    (lambda x: None if x.balance is None else ("balance", x.balance), _SAME_BALANCE),
)
"""In each pass a line has one key or None."""


def pair_bucket(
    candidates: Sequence[Candidate], lines: Sequence[ParsedLine]
) -> dict[int, tuple[Candidate, Words]]:
    """Index of the line -> its transaction and why; each transaction is taken once.

    Live transactions come first; of those whose import was undone, the ones that a person sorted
    stand behind them, and the others are taken up only where no live one fits, so that an undone
    import leaves no trace in what comes after it.
    """
    live = [c for c in candidates if c.is_live]
    live += [c for c in candidates if c.pinned and not c.is_live]
    undone = [c for c in candidates if not (c.pinned or c.is_live)]
    found: dict[int, tuple[Candidate, Words]] = {}
    for offered in (live, undone):
        free = offered
        for key_of, words in _PASSES:
            open_lines = [at for at in range(len(lines)) if at not in found]
            if not free or not open_lines:
                break
            pairs = pair_by_key([c.keys for c in free], [key_of(lines[at]) for at in open_lines])
            found |= {open_lines[at]: (free[index], words) for at, index in pairs.items()}
            taken = set(pairs.values())
            free = [c for index, c in enumerate(free) if index not in taken]
    return found
