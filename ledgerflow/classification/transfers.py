"""Pairing the two sides of a transfer between a business's own bank accounts; pure.

Here: which lines can be two sides of one transfer, and the choice among them. Not here: what
speaks for a pair (transfer_evidence.py), amounts that differ (transfer_unequal.py), accepting a
pair, or the clearing account (review).

Equal amounts on near dates are never enough: a pair needs words, the other account's name or
number, a holder's name, a shared reference, or an earlier accepted pair of the same payees.
Where a line could belong to several pairs, none is chosen and all are listed.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.transfer_evidence import (
    WEIGHTS,
    OwnAccount,
    Side,
    Surroundings,
    contradicts,
    evidence,
    is_stranger,
    joined,
    plausible_kinds,
    side_of,
    working_days,
)
from ledgerflow.classification.transfer_unequal import RateOf, unequal_pairs

__all__ = ["VERSION", "AmbiguousLine", "OwnAccount", "PairProposal", "Pairing", "pair_transfers"]

VERSION = "transfers-2"

MAX_DAYS = 5
"""The money may come in so many days after it went out: a long weekend between banks."""
MAX_DAYS_EARLY = 3
"""A card may count a payment so many days before the bank shows it: a weekend."""
MAX_CONFIDENCE = Decimal("0.97")

NEEDED = Decimal("0.72")
"""Below this a pair is not even a candidate: one side's words alone do not reach it."""
NEEDED_OF_STRANGERS = Decimal("0.85")
"""The same, where one side names somebody else and says nothing of a transfer."""

LATER_DAYS = Decimal("0.97")
"""Each working day between the two sides takes this factor."""

MAX_COMPARED = 60
"""So many lines of one amount are compared with one line; more would say nothing to a person."""


@dataclass(frozen=True, slots=True)
class PairProposal:
    """Money out of one own account that came into another: transaction ids, 0..1, words."""

    out_id: int
    in_id: int
    confidence: Decimal
    reasons: tuple[str, ...]

    def other(self, transaction_id: int) -> int:
        """The id of the other side."""
        return self.in_id if self.out_id == transaction_id else self.out_id


@dataclass(frozen=True, slots=True)
class AmbiguousLine:
    """A transaction that fits several others; none is chosen.

    `pairs`: one for each candidate, surest first; `labels`: how a person knows the candidates.
    A line whose only candidate fits others as well is such a line too.
    """

    transaction_id: int
    pairs: tuple[PairProposal, ...]
    labels: Mapping[int, str]

    @property
    def candidate_ids(self) -> tuple[int, ...]:
        """The ids of the lines that fit, sorted."""
        return tuple(sorted(pair.other(self.transaction_id) for pair in self.pairs))


@dataclass(frozen=True, slots=True)
class Pairing:
    """All pairs (sorted by out_id) and all lines left open (sorted by id).

    `ambiguous` lines fit several others; `contested` ones fit only one, which is ambiguous.
    """

    pairs: tuple[PairProposal, ...]
    ambiguous: tuple[AmbiguousLine, ...]
    contested: tuple[AmbiguousLine, ...] = ()

    def by_transaction(self) -> dict[int, PairProposal]:
        """Both sides of every pair, by transaction id."""
        return {side: pair for pair in self.pairs for side in (pair.out_id, pair.in_id)}

    def left_open(self) -> dict[int, AmbiguousLine]:
        """Every line that fits something and is in no pair, by transaction id."""
        return {line.transaction_id: line for line in (*self.ambiguous, *self.contested)}


def pair_transfers(
    facts: Iterable[TransactionFacts],
    accounts: Iterable[OwnAccount] = (),
    accepted: Iterable[tuple[str, str]] = (),
    own_names: Iterable[str] = (),
    open_ids: Iterable[int] = (),
    rate_of: RateOf | None = None,
) -> Pairing:
    """Propose transfer pairs among undecided transactions of one business.

    `accepted` holds (payee key of the money out, payee key of the money in) of pairs that a
    person accepted before; `own_names` the business and its owners; `open_ids` those lines that
    were decided as a transfer and wait for their other half; `rate_of(source, target, day)` a
    stated rate or None. The outcome does not depend on the order of the input.
    """
    rows = sorted((row for row in facts if row.amount), key=lambda row: (row.date, row.id))
    around = Surroundings.of(rows, accounts, own_names, accepted, open_ids)
    sides: dict[int, Side] = {}

    def read(row: TransactionFacts) -> Side:
        if row.id not in sides:
            sides[row.id] = side_of(row, around)
        return sides[row.id]

    candidates = [
        pair
        for out, into in _same_amounts(rows)
        if (pair := _weigh(read(out), read(into), around)) is not None
    ]
    taken = {side for pair in candidates for side in (pair.out_id, pair.in_id)}
    if len(around.accounts) > 1:
        free = [row for row in rows if row.id not in taken]
        candidates += [PairProposal(*pair) for pair in unequal_pairs(free, around, read, rate_of)]
    return _choose(candidates, sides, around)


def _same_amounts(
    rows: list[TransactionFacts],
) -> Iterator[tuple[TransactionFacts, TransactionFacts]]:
    """Two lines of one currency and size that go opposite ways in time, in two accounts."""
    groups: dict[tuple[str, Decimal], tuple[list[TransactionFacts], list[TransactionFacts]]]
    groups = defaultdict(lambda: ([], []))
    for row in rows:
        groups[row.currency, abs(row.amount)][row.amount > 0].append(row)
    for outs, ins in groups.values():
        days = [row.date.toordinal() for row in ins]
        for out in outs if ins else ():
            day = out.date.toordinal()
            first, last = (
                bisect_left(days, day - MAX_DAYS_EARLY),
                bisect_right(days, day + MAX_DAYS),
            )
            for into in ins[first : min(last, first + MAX_COMPARED)]:
                if into.bank_account_id != out.bank_account_id:
                    yield out, into


def _weigh(out: Side, into: Side, around: Surroundings) -> PairProposal | None:
    """The pair with its evidence, or None where too little speaks for it."""
    if contradicts(out, into, around) or contradicts(into, out, around):
        return None
    found = evidence(out, into, around)
    if not found:
        return None
    usual = plausible_kinds(out.facts, into.facts)
    if usual:
        found["kinds"] = (WEIGHTS["kinds"], usual)
    odd = is_stranger(out, "out", found) or is_stranger(into, "in", found)
    chance = joined(found)
    if chance < (NEEDED_OF_STRANGERS if odd else NEEDED):
        return None
    far = LATER_DAYS ** working_days(out.facts.date, into.facts.date)
    days = abs((into.facts.date - out.facts.date).days)
    apart = "the same day" if not days else f"{days} day{'s' if days > 1 else ''} apart"
    said = (text for _, text in found.values())
    confidence = min(MAX_CONFIDENCE, chance * far).quantize(Decimal("0.0001"))
    return PairProposal(out.facts.id, into.facts.id, confidence, (f"equal amounts, {apart}", *said))


def _choose(
    candidates: list[PairProposal], sides: Mapping[int, Side], around: Surroundings
) -> Pairing:
    """Keep the pairs whose two lines fit nothing else; a shared reference settles its lines."""
    candidates = _settled_by_reference(candidates)
    of_line: dict[int, list[PairProposal]] = defaultdict(list)
    for pair in candidates:
        of_line[pair.out_id].append(pair)
        of_line[pair.in_id].append(pair)
    alone = {p for p in candidates if len(of_line[p.out_id]) == len(of_line[p.in_id]) == 1}
    label = _labeller(sides, around)
    ambiguous: list[AmbiguousLine] = []
    contested: list[AmbiguousLine] = []
    for line, pairs in sorted(of_line.items()):
        if pairs[0] in alone:
            continue
        ordered = sorted(pairs, key=lambda p: (-p.confidence, p.out_id, p.in_id))
        labels = {p.other(line): label(p.other(line)) for p in ordered}
        listed = ambiguous if len(pairs) > 1 else contested
        listed.append(AmbiguousLine(line, tuple(ordered), labels))
    chosen = tuple(sorted(alone, key=lambda pair: pair.out_id))
    return Pairing(chosen, tuple(ambiguous), tuple(contested))


def _settled_by_reference(candidates: list[PairProposal]) -> list[PairProposal]:
    """Where exactly one candidate of both lines shares a reference, the others are out."""
    sure = [p for p in candidates if any(r.startswith("reference ") for r in p.reasons)]
    count: dict[int, int] = defaultdict(int)
    for pair in sure:
        count[pair.out_id] += 1
        count[pair.in_id] += 1
    kept = {p for p in sure if count[p.out_id] == count[p.in_id] == 1}
    settled = {side for pair in kept for side in (pair.out_id, pair.in_id)}
    return [p for p in candidates if p in kept or not {p.out_id, p.in_id} & settled]


def _labeller(sides: Mapping[int, Side], around: Surroundings) -> Callable[[int], str]:
    def label(line: int) -> str:
        row = sides[line].facts
        account = around.accounts[row.bank_account_id]
        where = account.name or (f"··{account.last4}" if account.last4 else "")
        on = f" on {where}" if where else ""
        text = " ".join(row.description.split())[:60]
        return f"{row.date} {row.amount:,.2f} {row.currency}{on}: {text}"

    return label
