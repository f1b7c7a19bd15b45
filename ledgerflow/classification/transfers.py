"""Pairing the two sides of a transfer between a business's own bank accounts; pure.

Here: which lines can be two sides of one transfer and what speaks for it. Not here: the words
themselves (transfer_words.py), accepting a pair, or the clearing account (review).

Equal amounts on near dates are never enough: a pair needs words, the other account's name or
number, or an earlier accepted pair of the same payees. Where a line could belong to several
pairs, none is chosen and all are listed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification import transfer_words as words
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import fold, normalise

VERSION = "transfers-1"

MAX_DAYS = 5
MAX_CONFIDENCE = Decimal("0.97")

# How much each kind of evidence is worth alone; they add up as independent chances.
WEIGHTS: Mapping[str, Decimal] = {
    "words_out": Decimal("0.55"),
    "words_in": Decimal("0.55"),
    "number": Decimal("0.80"),
    "name": Decimal("0.65"),
    "earlier": Decimal("0.80"),
    "kinds": Decimal("0.40"),
}
NEEDED = Decimal("0.70")
"""Below this a pair is not even a candidate: one side's words alone do not reach it."""

LATER_DAYS = Decimal("0.97")
"""Each day between the two sides takes this factor."""

_CASH = ("checking", "savings", "")
_DEBT = ("card", "loan")


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """A bank account of the business: what its other accounts' texts may call it."""

    id: int
    name: str = ""
    last4: str = ""


@dataclass(frozen=True, slots=True)
class PairProposal:
    """Money out of one own account that came into another: transaction ids, 0..1, words."""

    out_id: int
    in_id: int
    confidence: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmbiguousLine:
    """A transaction that fits several others; none is chosen."""

    transaction_id: int
    candidate_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """All pairs (sorted by out_id) and all lines that fit several others (sorted by id)."""

    pairs: tuple[PairProposal, ...]
    ambiguous: tuple[AmbiguousLine, ...]

    def by_transaction(self) -> dict[int, PairProposal]:
        """Both sides of every pair, by transaction id."""
        return {side: pair for pair in self.pairs for side in (pair.out_id, pair.in_id)}


@dataclass(frozen=True, slots=True)
class _Side:
    facts: TransactionFacts
    text: str
    payee: str


def pair_transfers(
    facts: Iterable[TransactionFacts],
    accounts: Iterable[OwnAccount] = (),
    accepted: Iterable[tuple[str, str]] = (),
) -> Pairing:
    """Propose transfer pairs among undecided transactions of one business.

    `accepted` holds (payee key of the money out, payee key of the money in) of pairs that a
    person accepted before. The outcome does not depend on the order of the input.
    """
    names = {account.id: account for account in accounts}
    earlier = frozenset(accepted)
    candidates: list[PairProposal] = []
    for outs, ins in _same_amounts(facts):
        for out in outs:
            for into in ins:
                pair = _weigh(out, into, names, earlier)
                if pair is not None:
                    candidates.append(pair)
    return _choose(candidates)


def _same_amounts(
    facts: Iterable[TransactionFacts],
) -> Iterable[tuple[list[_Side], list[_Side]]]:
    """Lines of one currency and size that go both ways; texts are folded only for these."""
    groups: dict[tuple[str, Decimal], tuple[list[TransactionFacts], list[TransactionFacts]]]
    groups = defaultdict(lambda: ([], []))
    for row in facts:
        if row.amount:
            groups[row.currency, abs(row.amount)][row.amount > 0].append(row)
    for outs, ins in groups.values():
        if outs and ins:
            yield [_side(row) for row in outs], [_side(row) for row in ins]


def _side(row: TransactionFacts) -> _Side:
    text = fold(f"{row.description} {row.counterparty} {row.bank_type}")
    return _Side(row, text, normalise(row.description, row.counterparty).key)


def _weigh(
    out: _Side,
    into: _Side,
    names: Mapping[int, OwnAccount],
    earlier: frozenset[tuple[str, str]],
) -> PairProposal | None:
    """The pair with its evidence, or None where too little speaks for it."""
    days = abs((into.facts.date - out.facts.date).days)
    if days > MAX_DAYS or out.facts.bank_account_id == into.facts.bank_account_id:
        return None
    found = {
        **_words_evidence(out, into),
        **_account_evidence(out, into, names),
        **_account_evidence(into, out, names),
    }
    if (out.payee, into.payee) in earlier:
        found["earlier"] = "paired like this before"
    if not found:
        return None
    if _plausible_kinds(out.facts, into.facts):
        found["kinds"] = f"from {out.facts.account_kind} to {into.facts.account_kind}"
    doubt = Decimal(1)
    for kind in found:
        doubt *= 1 - WEIGHTS[kind]
    if 1 - doubt < NEEDED:
        return None
    confidence = min(MAX_CONFIDENCE, (1 - doubt) * LATER_DAYS**days).quantize(Decimal("0.0001"))
    apart = "the same day" if not days else f"{days} day{'s' if days > 1 else ''} apart"
    return PairProposal(
        out.facts.id, into.facts.id, confidence, (f"equal amounts, {apart}", *found.values())
    )


def _words_evidence(out: _Side, into: _Side) -> dict[str, str]:
    """Transfer words; words of card payments count only where a card or loan was paid."""
    pays_debt = into.facts.account_kind in _DEBT
    found: dict[str, str] = {}
    for name, side, way in (("words_out", out, "money out"), ("words_in", into, "money in")):
        word = words.find_transfer_word(side.text, pays_debt=pays_debt)
        if word:
            found[name] = f"“{word}” on the {way}"
    return found


def _account_evidence(side: _Side, other: _Side, names: Mapping[int, OwnAccount]) -> dict[str, str]:
    """The other account's last four digits or name in this side's text."""
    account = names.get(other.facts.bank_account_id, OwnAccount(other.facts.bank_account_id))
    found: dict[str, str] = {}
    last4 = other.facts.account_last4 or account.last4
    if len(last4) == 4 and words.names_number(side.text, last4):
        found["number"] = f"account ending {last4} in the text"
    if account.name and words.names_account(side.text, fold(account.name)):
        found["name"] = f"account “{account.name}” in the text"
    return found


def _plausible_kinds(out: TransactionFacts, into: TransactionFacts) -> bool:
    if out.account_kind in _CASH and into.account_kind in _DEBT:
        return True
    kinds = {out.account_kind, into.account_kind}
    return len(kinds) == 2 and kinds <= {"checking", "savings", "investment"}


def _choose(candidates: list[PairProposal]) -> Pairing:
    """Keep the pairs whose two lines fit nothing else."""
    partners: dict[int, set[int]] = defaultdict(set)
    for pair in candidates:
        partners[pair.out_id].add(pair.in_id)
        partners[pair.in_id].add(pair.out_id)
    alone = [p for p in candidates if len(partners[p.out_id]) == len(partners[p.in_id]) == 1]
    return Pairing(
        tuple(sorted(alone, key=lambda pair: pair.out_id)),
        tuple(
            AmbiguousLine(line, tuple(sorted(others)))
            for line, others in sorted(partners.items())
            if len(others) > 1
        ),
    )
