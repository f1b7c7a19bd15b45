"""De-duplication: which lines are known facts, and which twin; pure.

Here: matching the lines of one statement against the transactions already known for the same
bank account, day by day. Not here: reading or storing them, or lines whose words or days differ
between two banks' formats (leftovers.py).

The rule is occurrence-counted: lines with the same day, amount and description are as many
transactions as the fullest statement shows, so two real coffees on one day stay two and an
overlapping export adds nothing. Bank ids sharpen the choice but never decide alone: a bank
may use one id twice, so date and amount must agree as well.
"""

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import overload

from ledgerflow.statements.bucket import (
    SAME_ID_AND_TEXT,
    SAME_ROW,
    Words,
    candidates_of,
    pair_bucket,
)
from ledgerflow.statements.figures import Fact, amounts_of, days_of, facts_of
from ledgerflow.statements.knownlines import (
    RULE_BANK_ID,
    RULE_BOUND,
    RULE_NEW,
    KnownLine,
    KnownLines,
)
from ledgerflow.statements.leftovers import Claims, pair_leftovers
from ledgerflow.statements.likeness import description_key
from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.sources import NOWHERE, Source, parted

_NEW = (RULE_NEW, "not seen before")
_BOUND = (RULE_BOUND, "the same row of the same file, as a person sorted it")

Money = Decimal | tuple[Decimal, str]
"""An amount; with its currency where that is not the account's own."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a line (by its position in the statement) is: `transaction_id` None means new."""

    position: int
    transaction_id: int | None
    rule: str
    reason: str


class Matches(Sequence[Match]):
    """One match per line, in the order of the lines; kept as numbers, made when looked at."""

    def __init__(self, count: int) -> None:
        self.ids = array("q", bytes(8 * count))
        """The transaction of each line; 0: a new one."""
        self._rules = array("H", bytes(2 * count))
        self._words: dict[Words, int] = {_NEW: 0}

    def put(self, position: int, transaction_id: int, words: Words) -> None:
        """The line is this transaction, by this rule and reason."""
        self.ids[position] = transaction_id
        rule = self._words.get(words)
        if rule is None:
            rule = self._words[words] = len(self._words)
        self._rules[position] = rule

    def words(self) -> Iterator[Words]:
        """Rule and reason of each line."""
        known = list(self._words)
        return (known[rule] for rule in self._rules)

    def new(self) -> Iterator[int]:
        """The positions of new lines."""
        return (at for at, transaction_id in enumerate(self.ids) if not transaction_id)

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> Match: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Match]: ...

    def __getitem__(self, index: int | slice) -> Match | Sequence[Match]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        rule, reason = list(self._words)[self._rules[at]]
        return Match(at, self.ids[at] or None, rule, reason)


def match(
    known: KnownLines,
    lines: Sequence[ParsedLine],
    source: Source = NOWHERE,
    sources: Mapping[int, Source] | None = None,
    bound: Mapping[int, int] | None = None,
    currency: str = "",
) -> Matches:
    """Match each line of one statement to at most one known transaction, and vice versa.

    As many lines as possible find their transaction; among equal twins the earlier is taken.
    `source` is what the statement claims of its days, `sources` what the statements of the known
    lines do (by their id); without claims, lines of other words are other facts. `bound` holds
    positions whose transaction a person has settled. `currency` is the account's own.
    """
    work = _Matching(lines, source, sources or {}, bound or {}, currency)
    for day, rows in groupby(known, attrgetter("date")):
        work.day(day, list(rows))
    work.rest(known)
    return work.found


class _Matching:
    """The state of matching one statement."""

    def __init__(
        self,
        lines: Sequence[ParsedLine],
        source: Source,
        sources: Mapping[int, Source],
        bound: Mapping[int, int],
        currency: str,
    ) -> None:
        self.lines, self.source, self.sources, self.bound = lines, source, sources, bound
        self.own = {"", currency}
        self.found = Matches(len(lines))
        self.facts = facts_of(lines)
        self.days = _by_day(lines)
        self.taken = set(bound.values())  # of those that lines of several days could take
        self.away: set[int] = set()  # statements that this one shares no line with
        self.free: set[Decimal] = set()  # amounts of live transactions that no line took
        for position, transaction_id in bound.items():
            self.found.put(position, transaction_id, _BOUND)

    def day(self, day: dt.date, rows: list[KnownLine]) -> None:
        """Match the lines of one day: the plain ones at once, the others as buckets."""
        positions = self.days.get(day, ())
        facts = [self.facts[position] for position in positions]
        known: dict[Money, list[KnownLine]] = {}
        for row in rows:
            money = (row.amount, row.currency) if row.currency else row.amount
            known.setdefault(money, []).append(row)
        wanted: dict[Money, list[int]] = {}
        for at, fact in enumerate(facts):
            own = fact.currency in self.own
            money = fact.amount if own else (fact.amount, fact.currency)
            wanted.setdefault(money, []).append(at)
        away = self._away_on(day, rows, [fact.amount for fact in facts])
        for money, same in known.items():
            here = wanted.get(money, ())
            if len(here) == 1 and not away and (words := _plain(facts[here[0]], same)):
                self.found.put(positions[here[0]], same[0].transaction_id, words)
            else:
                places = [positions[at] for at in here]
                self._bucket({place: self.lines[place] for place in places}, same, away)

    def _bucket(
        self, lines: Mapping[int, ParsedLine], rows: list[KnownLine], away: set[int]
    ) -> None:
        candidates = [
            c for c in candidates_of(rows) if c.id not in self.taken and not away & c.sources
        ]
        positions = [position for position in lines if position not in self.bound]
        pairs = pair_bucket(candidates, [lines[position] for position in positions])
        for at, (candidate, words) in pairs.items():
            self.found.put(positions[at], candidate.id, words)
        taken = {candidate.id for candidate, _ in pairs.values()}
        self.taken.update(taken.intersection(r.transaction_id for r in rows if r.wanders))
        if any(c.is_live and c.id not in taken for c in candidates):
            self.free.add(rows[0].amount)

    def _away_on(self, day: dt.date, rows: list[KnownLine], own: list[Decimal]) -> set[int]:
        """The statements that end where this one begins, or the other way round."""
        if not own or day not in (self.source.start, self.source.end):
            return set()
        said: dict[int, list[Decimal]] = defaultdict(list)
        for row in rows:
            if row.stands:
                said[row.source].append(row.amount)
        away = set()
        for number, amounts in said.items():
            other = self.sources.get(number, NOWHERE)
            if parted(other, self.source, day, amounts) or parted(self.source, other, day, own):
                away.add(number)
        self.away |= away
        return away

    def rest(self, known: KnownLines) -> None:
        """What no equal line was known for, against what no line was given for."""
        if not self.free:
            return
        found = self.found
        open_places = (at for at in found.new() if at not in self.bound)
        amounts = {self.facts[at].amount for at in open_places} & self.free
        if not amounts:
            return
        places = [at for at, amount in enumerate(amounts_of(self.lines)) if amount in amounts]
        same = {at: self.lines[at] for at in places}
        settled = self.bound.keys() | {
            at for at in same if found[at].rule == RULE_BANK_ID and at not in self.bound
        }
        pairs = pair_leftovers(
            {at: line for at, line in same.items() if at not in settled},
            {at: found.ids[at] for at in same if found.ids[at]},
            list(known.of_amounts(amounts)),
            Claims(self.source, self.sources, self.away, self.own),
        )
        for at, (transaction_id, words) in pairs.items():
            found.put(at, transaction_id, words)


def _plain(line: Fact | ParsedLine, rows: list[KnownLine]) -> Words | None:
    """Why the line is the one transaction of these rows, where there is nothing to choose."""
    first = rows[0]
    if not first.is_live or first.wanders:
        return None
    same_text = same_id = False
    key = None
    for row in rows:
        if row.transaction_id != first.transaction_id or not row.stands or row.pinned:
            return None
        if not same_text:
            same_text = line.description == row.description
            if not same_text:
                key = key or description_key(line.description)
                same_text = key == description_key(row.description)
        same_id = same_id or (row.bank_id != "" and row.bank_id == line.bank_id)
    if not same_text:
        return None
    return SAME_ID_AND_TEXT if same_id else SAME_ROW


def _by_day(lines: Sequence[ParsedLine]) -> dict[dt.date, Sequence[int]]:
    """Where the lines of each day stand: a range where they stand together."""
    days: dict[dt.date, Sequence[int]] = {}
    at = 0
    for day, run in groupby(days_of(lines)):
        start, at = at, at + sum(1 for _ in run)
        known = days.get(day)
        here = range(start, at)
        days[day] = here if known is None else [*known, *here]
    return days
