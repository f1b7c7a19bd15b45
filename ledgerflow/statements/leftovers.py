"""Lines that two banks' formats say differently: other words, or a day apart; pure.

Here: pairing what is left of a statement with the transactions that no line of it was given for,
amount by amount. Not here: equal lines (dedupe.py), what a statement claims (sources.py).

Two statements that both show a day completely show the same transactions of it. So where one has
a line left over and the other a transaction, of one amount and within a few days (formats differ
in which day they print: booked, valued, paid), they are one fact; words only choose which. Where
the claims do not reach, words have to: alike, the same check number, the same bank id. As many
pairs as possible are made, so the number of facts does not depend on who came first.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from ledgerflow.statements.bucket import SAME_ROW, Words
from ledgerflow.statements.knownlines import RULE_ALIKE, RULE_COUNTED, RULE_NEAR, KnownLine
from ledgerflow.statements.likeness import ALIKE, SOMEWHAT, UNLIKE, description_key, likeness
from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.sources import NOWHERE, Source, nested

DAYS_APART = 5
"""A card payment is booked within some days; weekends count."""

_SEARCHED_MAX = 20_000
"""So many are asked to make room for a line; then it stays a fact of its own."""

_SAME_NUMBER, _SAME_TEXT = ALIKE + 1, ALIKE + 2
_COST_OF_WORDS = {_SAME_TEXT: 0, _SAME_NUMBER: 1, ALIKE: 2, SOMEWHAT: 15, UNLIKE: 60}
_COST_OF_A_DAY = 4  # and of more days its square


@dataclass(frozen=True, slots=True)
class Claims:
    """What the statement (`own`) and those of known lines claim; `away` shares no line with it.

    `currencies` are the ways in which the account's own may be written.
    """

    own: Source
    others: Mapping[int, Source]
    away: Set[int] = frozenset()
    currencies: Set[str] = frozenset({""})


class _Edge(NamedTuple):
    """That a line can be a transaction; less cost is better."""

    cost: int
    date: dt.date
    position: int
    transaction_id: int
    days: int
    evidence: int


def pair_leftovers(
    lines: Mapping[int, ParsedLine],
    held: Mapping[int, int],
    known: Sequence[KnownLine],
    claims: Claims,
) -> dict[int, tuple[int, Words]]:
    """Position -> transaction and why, for lines that are left over and those that make room.

    `lines` are the statement's of the amounts in question, `held` the transactions that some of
    them, and lines that keep theirs, have. A line may take another transaction where that lets
    one more line find its own; it never goes without.
    """
    by_amount: dict[Decimal, dict[int, ParsedLine]] = defaultdict(dict)
    for position, line in lines.items():
        by_amount[line.amount][position] = line
    rows: dict[Decimal, list[KnownLine]] = defaultdict(list)
    for row in known:
        if row.is_live and row.stands:
            rows[row.amount].append(row)
    found: dict[int, tuple[int, Words]] = {}
    for amount, here in by_amount.items():
        found |= _Group(here, held, rows[amount], claims).paired()
    return found


class _Group:
    """The lines and the known transactions of one amount."""

    def __init__(
        self,
        lines: Mapping[int, ParsedLine],
        held: Mapping[int, int],
        rows: Sequence[KnownLine],
        claims: Claims,
    ) -> None:
        self.lines, self.claims = lines, claims
        self.of = dict(held)
        self.owner = {transaction_id: at for at, transaction_id in held.items()}
        self.why: dict[int, _Edge] = {}
        away = {row.transaction_id for row in rows if row.source in claims.away}
        self.rows: dict[dt.date, list[KnownLine]] = defaultdict(list)
        self.rows_of: dict[int, list[KnownLine]] = defaultdict(list)
        for row in rows:
            if row.transaction_id not in away:
                self.rows[row.date].append(row)
                self.rows_of[row.transaction_id].append(row)

    def paired(self) -> dict[int, tuple[int, Words]]:
        """The likeliest pairs first; then room is made for what is still left over."""
        left = [at for at in self.lines if at not in self.of]
        left.sort(key=lambda at: (self.lines[at].date, at))
        edges = [e for at in left for e in self._edges(at) if e.transaction_id not in self.owner]
        for edge in sorted(edges):
            if edge.position not in self.of and edge.transaction_id not in self.owner:
                self._give(edge)
        for position in left:
            if position not in self.of:
                self._make_room(position)
        return {at: (edge.transaction_id, _words(edge)) for at, edge in self.why.items()}

    def _give(self, edge: _Edge) -> None:
        self.of[edge.position] = edge.transaction_id
        self.owner[edge.transaction_id] = edge.position
        self.why[edge.position] = edge

    def _make_room(self, position: int) -> None:
        """The cheapest way first: who holds what this line could be may take something else."""
        came_by: dict[int, _Edge] = {}  # transaction -> the line that wants it
        ways = [(edge.cost, edge) for edge in self._edges(position)]
        heapify(ways)
        while ways and len(came_by) < _SEARCHED_MAX:
            cost, edge = heappop(ways)
            if edge.transaction_id in came_by:
                continue
            came_by[edge.transaction_id] = edge
            owner = self.owner.get(edge.transaction_id)
            if owner is None and self._owed(position, edge.transaction_id):
                self._move(edge, came_by)
                return
            if owner is not None and owner in self.lines:
                for other in self._edges(owner):
                    heappush(ways, (cost + other.cost, other))

    def _owed(self, position: int, transaction_id: int) -> bool:
        """Whether each side's statement would have to show what the other has left over."""
        day, own = self.lines[position].date, self.claims.own
        return any(
            own.whole(row.date) and self.claims.others.get(row.source, NOWHERE).whole(day)
            for row in self.rows_of[transaction_id]
        )

    def _move(self, edge: _Edge, came_by: Mapping[int, _Edge]) -> None:
        before = self.of.get(edge.position)
        self._give(edge)
        while before is not None:
            edge = came_by[before]
            before = self.of.get(edge.position)
            self._give(edge)

    def _edges(self, position: int) -> Iterator[_Edge]:
        """What a line could be: the best of each transaction's lines near its day."""
        line = self.lines[position]
        best: dict[int, _Edge] = {}
        for days in range(-DAYS_APART, DAYS_APART + 1):
            for row in self.rows.get(line.date + dt.timedelta(days), ()):
                edge = self._edge(position, line, row)
                known = best.get(row.transaction_id)
                if edge is not None and (known is None or edge < known):
                    best[row.transaction_id] = edge
        yield from best.values()

    def _edge(self, position: int, line: ParsedLine, row: KnownLine) -> _Edge | None:
        if row.currency != ("" if line.currency in self.claims.currencies else line.currency):
            return None
        evidence = _evidence(line, row)
        days = abs((line.date - row.date).days)
        if not self._may(line.date, row, evidence):
            return None
        cost = _COST_OF_WORDS[evidence] + _COST_OF_A_DAY * days**2
        if days and _agree(line, row):
            cost = _COST_OF_WORDS[evidence] + 1
        return _Edge(cost, row.date, position, row.transaction_id, days, evidence)

    def _may(self, day: dt.date, row: KnownLine, evidence: int) -> bool:
        own, other = self.claims.own, self.claims.others.get(row.source, NOWHERE)
        if day == row.date:
            return evidence > UNLIKE or nested(own, other, day)
        complete = (own.whole(row.date), other.whole(day))
        if evidence == UNLIKE:
            return all(complete)
        return any(complete) or (own.covers(row.date) and other.covers(day))


def _evidence(line: ParsedLine, row: KnownLine) -> int:
    """What speaks for one fact beside day and amount."""
    if description_key(line.description) == description_key(row.description):
        return _SAME_TEXT
    if line.bank_id and line.bank_id == row.bank_id:
        return _SAME_NUMBER
    if line.check_number and line.check_number.lstrip("0") == row.check_number.lstrip("0"):
        return _SAME_NUMBER
    return likeness(
        f"{line.counterparty} {line.description}", f"{row.counterparty} {row.description}"
    )


def _agree(line: ParsedLine, row: KnownLine) -> bool:
    """Whether the two differ in the day only because each prints another of its days."""
    ours, theirs = line.value_date or line.date, row.value_date or row.date
    return ours == theirs or ours == row.date or theirs == line.date


def _words(edge: _Edge) -> Words:
    """Rule and reason of a pair."""
    if edge.evidence == _SAME_TEXT and not edge.days:
        return SAME_ROW
    said = {
        _SAME_TEXT: "same description",
        _SAME_NUMBER: "the same bank id or check number",
        ALIKE: "the words are alike",
        SOMEWHAT: "some words are alike",
        UNLIKE: "text differs",
    }[edge.evidence]
    apart = f"{edge.days} day{'' if edge.days == 1 else 's'} apart"
    reason = f"same amount, {apart}; {said}" if edge.days else f"same day and amount; {said}"
    if edge.evidence <= SOMEWHAT:
        return RULE_COUNTED, reason
    return (RULE_NEAR if edge.days else RULE_ALIKE), reason
