"""What speaks for and against two lines being the sides of one transfer; pure.

Here: what one line's text says about own accounts, and the weight of a pair. Not here: the words
(transfer_words.py), finding lines to compare or choosing among pairs (transfers.py).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.classification import transfer_words as words
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import fold, normalise

# How much each kind of evidence is worth alone; they add up as independent chances.
WEIGHTS: Mapping[str, Decimal] = {
    "words": Decimal("0.55"),
    "loose_words": Decimal("0.30"),
    "number": Decimal("0.80"),
    "name": Decimal("0.65"),
    "kind": Decimal("0.35"),
    "holder": Decimal("0.60"),
    "holder_beside": Decimal("0.25"),
    "same_name": Decimal("0.55"),
    "reference": Decimal("0.85"),
    "earlier": Decimal("0.80"),
    "open": Decimal("0.55"),
    "kinds": Decimal("0.40"),
    "rate": Decimal("0.60"),
    "amount": Decimal("0.80"),
}

DEBT = ("card", "loan")
_CASH = ("checking", "savings", "")


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """A bank account of the business: what its other accounts' texts may call it."""

    id: int
    name: str = ""
    last4: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One line and what its text says. `named`: own accounts, by id -> how the text shows them."""

    facts: TransactionFacts
    text: str
    payee: str
    named: Mapping[int, Mapping[str, str]]
    kinds: frozenset[str]
    holder: str
    strangers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a business: its accounts, its holders' names, what was paired before.

    `earlier`: (payee key of the money out, of the money in) of accepted pairs. `open_ids`:
    lines that were decided as a transfer and have no other half. `pointing`: accounts with
    the folded name that points at them ("" where it is too general); `own_words`: words of names.
    """

    accounts: Mapping[int, OwnAccount] = field(default_factory=dict)
    holders: tuple[str, ...] = ()
    earlier: frozenset[tuple[str, str]] = frozenset()
    open_ids: frozenset[int] = frozenset()
    pointing: tuple[tuple[OwnAccount, str], ...] = ()
    own_words: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        rows: Iterable[TransactionFacts],
        accounts: Iterable[OwnAccount],
        own_names: Iterable[str],
        accepted: Iterable[tuple[str, str]],
        open_ids: Iterable[int],
    ) -> "Surroundings":
        """Accounts as given, completed by what the lines say of theirs."""
        known = {a.id: a for a in accounts}
        for row in rows:
            given = known.get(row.bank_account_id)
            if given is None or not (given.last4 and given.kind):
                given = given or OwnAccount(row.bank_account_id)
                known[row.bank_account_id] = OwnAccount(
                    given.id,
                    given.name,
                    given.last4 or row.account_last4,
                    given.kind or row.account_kind,
                )
        names = {words.plain_words(fold(name)) for name in own_names}
        holders = tuple(sorted(n for n in names if len(n) > 4))
        earlier = frozenset(pair for pair in accepted if all(pair))
        folded = [(account, fold(account.name)) for account in known.values()]
        pointing = tuple((account, words.pointing_name(name)) for account, name in folded)
        spoken = (words.plain_words(name).split() for name in (*(n for _, n in folded), *holders))
        own_words = frozenset(word for name in spoken for word in name)
        return cls(known, holders, earlier, frozenset(open_ids), pointing, own_words)


def side_of(row: TransactionFacts, around: Surroundings) -> Side:
    """Read one line's text."""
    text = fold(f"{row.description} {row.counterparty} {row.bank_type}")
    numbers = words.shown_numbers(text)
    padded = f" {words.plain_words(text)} "
    named: dict[int, dict[str, str]] = {}
    for account, name in around.pointing:
        if account.id == row.bank_account_id:
            continue
        if len(account.last4) == 4 and account.last4 in numbers:
            named.setdefault(account.id, {})["number"] = f"account ending {account.last4}"
        if name and f" {name} " in padded:
            named.setdefault(account.id, {})["name"] = f"account “{account.name}”"
    return Side(
        row,
        text,
        normalise(row.description, row.counterparty).key,
        named,
        words.named_kinds(text),
        next((name for name in around.holders if f" {name} " in padded), ""),
        words.strangers(text, around.own_words),
    )


def contradicts(side: Side, other: Side, around: Surroundings) -> bool:
    """True where the text names another account, or a kind that another own account has."""
    if side.named:
        return other.facts.bank_account_id not in side.named
    if not words.find_transfer_word(side.text, pays_debt=True):
        return False
    last4 = around.accounts[other.facts.bank_account_id].last4
    elsewhere = words.masked_numbers(side.text) - {side.facts.account_last4}
    if last4 and elsewhere and last4 not in elsewhere:
        return True
    kinds = side.kinds - {side.facts.account_kind}
    if not kinds or other.facts.account_kind in kinds:
        return False
    return any(
        account.kind in kinds
        for account in around.accounts.values()
        if account.id != side.facts.bank_account_id
    )


def evidence(out: Side, into: Side, around: Surroundings) -> dict[str, tuple[Decimal, str]]:
    """Everything that speaks for the pair besides amount and date: weight and words by kind."""
    found: dict[str, tuple[Decimal, str]] = {}
    pays_debt = into.facts.account_kind in DEBT
    for way, side, other in (("out", out, into), ("in", into, out)):
        for kind, (weight, text) in _one_side(side, other, way, pays_debt=pays_debt).items():
            found[f"{kind}_{way}"] = (weight, text)
    shared = (out.strangers & into.strangers) - words.PROCESSORS - words.NOBODY
    told = ("words_out" in found and "words_in" in found) or bool(out.holder and into.holder)
    if shared and told:
        found["same_name"] = (WEIGHTS["same_name"], f"“{min(shared)}” on both sides")
    both = words.references(out.text) & words.references(into.text)
    if both:
        found["reference"] = (WEIGHTS["reference"], f"reference {max(both)} on both sides")
    if (out.payee, into.payee) in around.earlier:
        found["earlier"] = (WEIGHTS["earlier"], "paired like this before")
    if found and (out.facts.id in around.open_ids or into.facts.id in around.open_ids):
        found["open"] = (WEIGHTS["open"], "the other half was decided as a transfer")
    return found


def _one_side(
    side: Side, other: Side, way: str, *, pays_debt: bool
) -> dict[str, tuple[Decimal, str]]:
    found: dict[str, tuple[Decimal, str]] = {}
    for kind, said in side.named.get(other.facts.bank_account_id, {}).items():
        found[kind] = (WEIGHTS[kind], f"{said} in the text")
    word = words.find_transfer_word(side.text, pays_debt=pays_debt)
    stranger = bool(side.strangers) and not found
    foreign = bool(side.strangers & words.PROCESSORS) or (pays_debt and words.is_loose(side.text))
    if word and not (stranger and foreign):
        elsewhere = side.kinds - {side.facts.account_kind, other.facts.account_kind}
        loose = stranger or (bool(elsewhere) and other.facts.account_kind not in side.kinds)
        weight = WEIGHTS["loose_words" if loose else "words"]
        found["words"] = (weight, f"“{word}” on the money {way}")
        if other.facts.account_kind in side.kinds:
            found["kind"] = (WEIGHTS["kind"], f"money {way} names a {other.facts.account_kind}")
    if side.holder:
        weight = WEIGHTS["holder_beside" if side.strangers - words.BETWEEN_PERSONS else "holder"]
        found["holder"] = (weight, f"own name “{side.holder}” on the money {way}")
    return found


def is_stranger(side: Side, way: str, found: Mapping[str, object]) -> bool:
    """True where a line names somebody else and points at no own account and no holder."""
    if not side.strangers or "same_name" in found or "reference" in found:
        return False
    if side.holder and side.strangers <= words.BETWEEN_PERSONS:
        return False
    return not any(f"{kind}_{way}" in found for kind in ("number", "name"))


def plausible_kinds(out: TransactionFacts, into: TransactionFacts) -> str:
    """Why money usually goes this way, or ""."""
    kinds = {out.account_kind, into.account_kind}
    debt = out.account_kind in _CASH and into.account_kind in DEBT
    if debt or (len(kinds) == 2 and kinds <= {"checking", "savings", "investment"}):
        return f"from {out.account_kind or 'an account'} to {into.account_kind}"
    return ""


def working_days(first: dt.date, second: dt.date) -> int:
    """Days between two dates without the weekends among them; never negative."""
    start, end = sorted((first, second))
    weeks, rest = divmod((end - start).days, 7)
    return weeks * 5 + sum((start.weekday() + n) % 7 < 5 for n in range(1, rest + 1))


def joined(found: Mapping[str, tuple[Decimal, str]]) -> Decimal:
    """0..1: the chance that not all of the evidence misleads."""
    doubt = Decimal(1)
    for weight, _ in found.values():
        doubt *= 1 - weight
    return 1 - doubt
