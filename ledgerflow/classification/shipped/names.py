"""Known payees and brands in a payee's name; pure.

Here: the longest known name, and when a name of one word may count. Not here: the names
(tables.py, brands.py) or telling words (words.py).

A name inside a longer text needs two words or a second signal: a word of the same account, what
such a payment usually comes to, or, for a word of our own list that is no ordinary one, its place
in front or a card account. "Metro" and "shell" stand in too many texts, and among the brands of
all countries is nearly every word: one of another country counts only as the whole name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification.facts import PayeeName, TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.shipped.brands import Brand, Brands, Countries, countries_of
from ledgerflow.classification.shipped.records import KNOWN_KIND, Entry, Hit, Trades, shares
from ledgerflow.classification.shipped.tables import Knowledge
from ledgerflow.classification.shipped.words import Words

MAX_NAME = 6
"""Words of the longest name that is looked for."""
DISTINCT = 6
"""Letters from which one word may be told from ordinary words."""
IN_FRONT = 4
"""The same for a word of our own list that opens the text."""

MANY_KINDS = frozenset(("supplies", "owner_draw", "equipment", "repairs_maintenance", "meals"))
"""Accounts for which another word of the same account is no signal."""

WHOLE = Decimal(1)
OPENS = Decimal("0.88")
"""Factor: the payee's name starts with a known name and goes on."""
INSIDE = Decimal("0.70")
"""Factor: a known name of two words or more stands somewhere inside."""
SIGNALLED = Decimal("0.64")
"""Factor: one word inside, with a second signal."""
REFUND = Decimal("0.80")
"""Factor: money in from a payee one usually pays, taken as a refund of the same account."""
SEVERAL = Decimal("0.80")
"""Factor: a brand that runs several kinds of shop."""
EVERYWHERE = Decimal("0.92")
"""Factor: a brand without a country, or a transaction whose country is not known."""
ELSEWHERE = Decimal("0.55")
"""Factor: a brand of other countries alone."""


@dataclass(frozen=True, slots=True)
class Named:
    """A known name in a payee's name; `brands` is empty for a payee of our own list.

    `start` is its first word, `words` how many it has, `rest` the words around it.
    """

    name: str
    entries: tuple[Entry, ...]
    brands: tuple[Brand, ...]
    start: int
    words: int
    rest: tuple[str, ...]


def hits_by_name(
    known: Knowledge,
    brands: Brands,
    facts: TransactionFacts,
    payee: PayeeName,
    found: Sequence[Words],
    trades: Trades,
) -> list[Hit]:
    """What the payee's name says; `found` are the telling words of the same text."""
    named = find_name(known, brands, payee.key)
    if named is None:
        return []
    home = countries_of(facts.currency)
    factor = _factor(known, named, facts, found, home)
    if not factor:
        return []
    if named.brands:
        return _brand_hits(named, facts, factor, home, found, trades)
    return _own_hits(named, facts, factor, trades)


def find_name(known: Knowledge, brands: Brands, key: str) -> Named | None:
    """The longest known name in a payee's key, the first of equally long ones."""
    words = key.split()
    starts = [
        at for at, word in enumerate(words) if word in known.opening or word in brands.opening
    ]
    for length in range(min(MAX_NAME, len(words)), 0, -1) if starts else ():
        for start in starts:
            if start + length > len(words):
                break
            name = " ".join(words[start : start + length])
            entries = known.names.get(name, ())
            called = () if entries else brands.called(name)
            if entries or called:
                rest = (*words[:start], *words[start + length :])
                return Named(name, entries, called, start, length, rest)
    return None


def _factor(
    known: Knowledge,
    named: Named,
    facts: TransactionFacts,
    found: Sequence[Words],
    home: Countries,
) -> Decimal | None:
    """How much of the prior a name at this place is worth; None where it does not count."""
    one_word = named.words == 1
    ordinary = one_word and (named.name in known.ordinary or named.name in known.phrases)
    if named.brands and not any(_at_home(brand, home) for brand in named.brands):
        unsafe = named.rest or (one_word and (ordinary or len(named.name) < DISTINCT))
        return None if unsafe else WHOLE
    if not named.rest:
        return WHOLE
    opens = OPENS if named.start == 0 else None
    if not one_word:
        return (opens or INSIDE) if len(named.name) > DISTINCT else None
    same, other = _signals(named, found, home)
    if same:
        return opens or SIGNALLED
    if other or named.brands:
        return None
    if not ordinary and _told_apart(named, facts):
        return opens or SIGNALLED
    usual = known.tails.issuperset(named.rest) or _usual_amount(known, named, facts)
    return opens if usual else None


def _signals(named: Named, found: Sequence[Words], home: Countries) -> tuple[bool, bool]:
    """Whether another word of the text points to the same account, and whether one elsewhere.

    For accounts that take many kinds of things, and for brands, it must be the same kind.
    """
    categories = {entry.category for entry in named.entries}
    categories |= {brand.entry.category for brand in named.brands if _at_home(brand, home)}
    accounts = {entry.account for entry in named.entries} - MANY_KINDS
    same = other = False
    for words in found:
        phrase = words.phrase
        if phrase.words == (named.name,):
            continue
        if phrase.entry.category in categories or phrase.entry.account in accounts:
            same = True
        else:
            other = True
    return same, other


def _told_apart(named: Named, facts: TransactionFacts) -> bool:
    """One word that is no ordinary one, with a signal beside it: its place or a card account."""
    if named.start == 0:
        return len(named.name) >= IN_FRONT
    return len(named.name) >= DISTINCT and facts.account_kind == "card"


def _usual_amount(known: Knowledge, named: Named, facts: TransactionFacts) -> bool:
    """Whether a payee of our own list is paid on a card what such payments usually come to."""
    if facts.direction != "out" or facts.account_kind not in ("card", "checking"):
        return False
    ranges = (known.usual.get(entry.category) for entry in named.entries)
    return any(found and found[0] <= -facts.amount <= found[1] for found in ranges)


def _at_home(brand: Brand, home: Countries) -> bool:
    return not brand.countries or not home or not brand.countries.isdisjoint(home)


def _own_hits(named: Named, facts: TransactionFacts, factor: Decimal, trades: Trades) -> list[Hit]:
    """A payee of our own list: those of this direction, else its usual account as a refund."""
    why = f"{normalise(named.name).display} is known as "
    fitting = [e for e in named.entries if e.direction in (facts.direction, "any")]
    if fitting:
        kind = KNOWN_KIND * factor
        return [Hit(e, shares(e, e.prior * factor, trades), why + e.what, kind) for e in fitting]
    return [
        Hit(
            entry,
            shares(entry, entry.prior * factor * REFUND, trades),
            f"{why}{entry.what}; money in is taken as a refund",
            KNOWN_KIND * factor * REFUND,
        )
        for entry in named.entries
        if entry.direction == "out"
    ]


def _brand_hits(
    named: Named,
    facts: TransactionFacts,
    factor: Decimal,
    home: Countries,
    found: Sequence[Words],
    trades: Trades,
) -> list[Hit]:
    brands = [brand for brand in named.brands if _at_home(brand, home)] or list(named.brands)
    told = {words.phrase.entry.category for words in found}
    brands = [brand for brand in brands if brand.entry.category in told] or brands
    if len({brand.entry for brand in brands}) > 1:
        factor *= SEVERAL
    if facts.direction == "in":
        factor *= REFUND
    hits: dict[Entry, Hit] = {}
    for brand in brands:
        entry = brand.entry
        worth = factor * _country_factor(brand, home)
        why = f"{normalise(named.name).display} is a brand: {entry.what}"
        found_shares = shares(entry, entry.prior * worth, trades)
        hits.setdefault(entry, Hit(entry, found_shares, why, KNOWN_KIND * worth))
    return list(hits.values())


def _country_factor(brand: Brand, home: Countries) -> Decimal:
    if not brand.countries or not home:
        return EVERYWHERE
    return WHOLE if not brand.countries.isdisjoint(home) else ELSEWHERE
