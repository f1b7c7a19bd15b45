"""Shipped knowledge: well-known payees and telling words -> a standard account key; pure.

Here: reading knowledge/*.toml and matching one transaction against it. Not here: the data, and
what a business itself decided (memory.py).

The confidences are shipped priors, not measurements. They stay at or below 0.80, so that shipped
knowledge alone never reaches the bar for accepting a suggestion without a person.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.payees import fold, normalise

MAX_PRIOR = Decimal("0.80")
MAX_ANSWERS = 4
"""The best answer and up to three alternatives."""

STRONG = Decimal("0.55")
"""A specific word or a phrase of several words."""
PHRASE_BONUS = Decimal("0.08")
"""A strong phrase of two words or more is rarer than one word."""
WEAK = Decimal("0.32")
"""One general word."""
TYPE = Decimal("0.70")
"""The bank's own type of movement."""
OPENS = Decimal("0.88")
"""Factor: the payee's name starts with a known name and goes on."""
INSIDE = Decimal("0.70")
"""Factor: a known name of two words or more stands somewhere inside."""
ALSO = Decimal("0.45")
"""Factor: the next likely accounts of the same entry."""
BESIDE = Decimal("0.60")
"""Factor: general words where the payee is known by name ("metro" the grocer is no train)."""
REFUND = Decimal("0.80")
"""Factor: money in from a payee one usually pays, taken as a refund of the same account."""
PERSONAL = Decimal("0.30")
"""Ceiling where the spending looks private."""

_PLACES = Decimal("0.0001")
_WORD = re.compile(r"[^\W_]+|&")


@dataclass(frozen=True, slots=True)
class Entry:
    """One group of the shipped data."""

    id: str
    what: str
    account: str
    also: tuple[str, ...]
    direction: str
    prior: Decimal
    personal: bool
    kinds: frozenset[str]
    only_industries: frozenset[str]
    account_by_industry: Mapping[str, str]
    version: str

    def account_for(self, industry: str) -> str:
        """The account this entry means for a trade."""
        return self.account_by_industry.get(industry, self.account)


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    entry: Entry
    strong: bool


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything shipped, indexed by first word; made once per process."""

    names: Mapping[str, tuple[Entry, ...]]
    names_by_first: Mapping[str, tuple[_Phrase, ...]]
    phrases_by_first: Mapping[str, tuple[_Phrase, ...]]
    types: Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class _Found:
    account: str
    confidence: Decimal
    entry: Entry
    reason: str


@lru_cache(maxsize=1)
def shipped_knowledge() -> Knowledge:
    """Read the two data files; a fault in them is a programming fault and raises."""
    folder = files("ledgerflow.classification") / "knowledge"
    merchants = tomllib.loads((folder / "merchants.toml").read_text("utf-8"))
    keywords = tomllib.loads((folder / "keywords.toml").read_text("utf-8"))
    names: dict[str, list[Entry]] = defaultdict(list)
    for group in merchants["group"]:
        entry = _entry(group, merchants["version"], default_direction="out")
        for key in sorted({normalise(name).key for name in group["names"]}):
            names[key].append(entry)
    phrases: list[_Phrase] = []
    for group in keywords["group"]:
        entry = _entry(group, keywords["version"], default_direction="any")
        for strength in ("strong", "weak"):
            phrases += [
                _Phrase(_words(text), entry, strength == "strong")
                for text in group.get(strength, ())
            ]
    types: dict[str, list[Entry]] = defaultdict(list)
    for group in keywords["bank_type"]:
        for name in group["types"]:
            types[name].append(_entry(group, keywords["version"], default_direction="any"))
    name_phrases = [_Phrase(tuple(k.split()), e, True) for k, es in names.items() for e in es]
    return Knowledge(
        {key: tuple(entries) for key, entries in names.items()},
        _by_first(name_phrases),
        _by_first(phrases),
        {key: tuple(entries) for key, entries in types.items()},
    )


def _entry(group: Mapping[str, Any], version: str, *, default_direction: str) -> Entry:
    industries = group.get("industries", {})
    scoped = isinstance(industries, list)
    return Entry(
        id=group["id"],
        what=group["what"],
        account=group["account"],
        also=tuple(group.get("also", ())),
        direction=group.get("direction", default_direction),
        prior=min(MAX_PRIOR, Decimal(str(group.get("confidence", STRONG)))),
        personal=group.get("personal", False),
        kinds=frozenset(group.get("kinds", ())),
        only_industries=frozenset(industries if scoped else ()),
        account_by_industry={} if scoped else dict(industries),
        version=version,
    )


def _by_first(phrases: Iterable[_Phrase]) -> dict[str, tuple[_Phrase, ...]]:
    index: dict[str, list[_Phrase]] = defaultdict(list)
    for phrase in phrases:
        index[phrase.words[0]].append(phrase)
    return {word: tuple(found) for word, found in index.items()}


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def classify_by_knowledge(
    facts: TransactionFacts, payee: PayeeName, industry: str = ""
) -> Answer | None:
    """The best shipped answer, or None where nothing is known."""
    ranked = rank_by_knowledge(facts, payee, industry)
    return ranked[0] if ranked else None


def rank_by_knowledge(
    facts: TransactionFacts, payee: PayeeName, industry: str = ""
) -> tuple[Answer, ...]:
    """The best shipped answer and up to three others, one per account, surest first.

    `industry` is a short lower-case name of the trade ("restaurant", "construction", ...) or "".
    """
    known = shipped_knowledge()
    named = _by_name(known, facts, payee, industry)
    found = [
        *named,
        *_by_words(known, facts, industry, weak=WEAK * BESIDE if named else WEAK),
        *_by_type(known, facts, industry),
    ]
    best: dict[str, _Found] = {}
    for hit in sorted(found, key=lambda f: (-f.confidence, f.entry.id)):
        best.setdefault(hit.account, hit)
    return tuple(_answer(hit, payee) for hit in list(best.values())[:MAX_ANSWERS])


def _answer(hit: _Found, payee: PayeeName) -> Answer:
    reasons = [hit.reason]
    if hit.entry.personal and hit.account == "owner_draw":
        reasons.append("looks like private spending")
    return Answer(
        payee_key=payee.key,
        payee_name=payee.display,
        account_key=hit.account,
        confidence=hit.confidence,
        source="knowledge",
        source_ref=hit.entry.id,
        version=hit.entry.version,
        reasons=tuple(reasons),
    )


def _by_name(
    known: Knowledge, facts: TransactionFacts, payee: PayeeName, industry: str
) -> list[_Found]:
    """The whole name; else the longest known name it opens with or holds."""
    words = payee.key.split()
    entries, factor, name = known.names.get(payee.key, ()), Decimal(1), payee.key
    if not entries:
        for start in range(len(words)):
            opening = _longest(known.names_by_first.get(words[start], ()), words, start)
            if opening and (start == 0 or len(opening) > 1):
                entries, name = known.names[" ".join(opening)], " ".join(opening)
                factor = OPENS if start == 0 else INSIDE
                break
    in_direction = [e for e in entries if e.direction in (facts.direction, "any")]
    found: list[_Found] = []
    for entry in in_direction or entries:
        refund = Decimal(1) if entry in in_direction else REFUND
        if entry.direction == "in" and entry not in in_direction:
            continue
        why = f"{normalise(name).display} is known as {entry.what}"
        if entry not in in_direction:
            why += "; money in is taken as a refund"
        found += _spread(entry, entry.prior * factor * refund, industry, why)
    return found


def _longest(phrases: Iterable[_Phrase], words: list[str], start: int) -> tuple[str, ...]:
    fitting = [p.words for p in phrases if _stands_at(p.words, words, start)]
    return max(fitting, key=len, default=())


def _stands_at(phrase: tuple[str, ...], words: list[str] | tuple[str, ...], at: int) -> bool:
    return tuple(words[at : at + len(phrase)]) == phrase


def _by_words(
    known: Knowledge, facts: TransactionFacts, industry: str, *, weak: Decimal
) -> list[_Found]:
    words = _words(f"{facts.description} {facts.counterparty}")
    found: list[_Found] = []
    for at, word in enumerate(words):
        for phrase in known.phrases_by_first.get(word, ()):
            entry = phrase.entry
            if not _stands_at(phrase.words, words, at) or not _open_to(entry, facts, industry):
                continue
            confidence = STRONG if phrase.strong else weak
            if phrase.strong and len(phrase.words) > 1:
                confidence += PHRASE_BONUS
            why = f"“{' '.join(phrase.words)}” in the text points to {entry.what}"
            found += _spread(entry, confidence, industry, why)
    return found


def _open_to(entry: Entry, facts: TransactionFacts, industry: str) -> bool:
    return (
        entry.direction in (facts.direction, "any")
        and (not entry.kinds or facts.account_kind in entry.kinds)
        and (not entry.only_industries or industry in entry.only_industries)
    )


def _by_type(known: Knowledge, facts: TransactionFacts, industry: str) -> list[_Found]:
    entries = known.types.get(fold(facts.bank_type), ())
    fitting = [entry for entry in entries if _open_to(entry, facts, industry)]
    return [hit for entry in fitting for hit in _spread(entry, TYPE, industry, entry.what)]


def _spread(entry: Entry, confidence: Decimal, industry: str, reason: str) -> list[_Found]:
    """The entry's own account, and its next likely ones with less confidence."""
    account = entry.account_for(industry)
    ceiling = PERSONAL if entry.personal and account == "owner_draw" else MAX_PRIOR
    sure = min(ceiling, confidence).quantize(_PLACES)
    less = (sure * ALSO).quantize(_PLACES)
    others = [a for a in (entry.account, *entry.also) if a != account]
    return [
        _Found(account, sure, entry, reason),
        *(_Found(other, less, entry, reason) for other in others),
    ]
