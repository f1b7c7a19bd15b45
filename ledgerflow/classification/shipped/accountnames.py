"""What an account's name says it is for: a client's own chart beside shipped knowledge; pure.

Here: words of account names, and how well a name fits a category. Not here: the words of the
categories (knowledge/categories.toml) or probabilities for a transaction (prior.py).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from ledgerflow.classification.facts import AccountFacts
from ledgerflow.classification.payees import fold
from ledgerflow.classification.shipped.categories import Category, shipped_categories
from ledgerflow.classification.shipped.tables import listed, read

_WORD = re.compile(r"[^\W\d_]+")
_OPENING = 5
"""Letters from which a word also stands for the longer word that it opens."""
_OTHER_WORD = frozenset(
    ("ing", "ings", "ers", "ery", "ed", "ist", "ally", "ity", "able", "ation", "atory")
)
"""Endings that make another word: "train" is not "training"."""
_CUT_OFF = 5
"""How many letters a chart may have cut off a long word ("advert")."""

_MOST = 12
"""Accounts kept for a category, and accounts that a telling word may stand in."""
_OWN_WORD = 3
"""Letters of a word that a text and an account's name may share."""
_NAMED = 0.55
"""A name that holds one of a category's phrases among other words; up to 1 without others."""
_NEAR = 0.22
_NEAR_ALONE = 0.38
_LATER = 0.012
"""Later phrases of a category are less telling."""


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """An account and the stems of its name; `last` are those of the last part of a path."""

    account: AccountFacts
    words: frozenset[str]
    last: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class AccountNames:
    """A business's accounts, read once; answers per category are kept."""

    accounts: tuple[NamedAccount, ...]
    by_key: Mapping[str, int]
    keyed: frozenset[int]
    by_word: Mapping[str, tuple[NamedAccount, ...]]
    sorted_words: Sequence[str]
    ranked: dict[str, Mapping[int, float]] = field(default_factory=dict)
    meant: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, accounts: Sequence[AccountFacts]) -> "AccountNames":
        """Read the names of `accounts`."""
        named = tuple(_named(account) for account in accounts)
        by_word: dict[str, list[NamedAccount]] = defaultdict(list)
        for one in named:
            for word in one.words:
                by_word[word].append(one)
        return cls(
            named,
            {account.key: account.id for account in accounts if account.key},
            frozenset(account.id for account in accounts if account.key),
            {word: tuple(found) for word, found in by_word.items()},
            sorted(by_word),
        )

    def rank(self, category: str) -> Mapping[int, float]:
        """As `rank_by_label_names`, over these accounts."""
        known = self.ranked.get(category)
        if known is None:
            known = self.ranked[category] = _ranked(shipped_categories()[category], self)
        return known

    def meant_by(self, word: str) -> frozenset[str]:
        """The words of account names that a category's stem stands for."""
        known = self.meant.get(word)
        if known is None:
            found = {word} & self.by_word.keys()
            if len(word) >= _OPENING:
                at = bisect_left(self.sorted_words, word)
                opened = takewhile(lambda own: own.startswith(word), self.sorted_words[at:])
                cut = (word[:length] for length in range(_OPENING, len(word)))
                found |= {own for own in opened if _means(word, own)}
                found |= {own for own in cut if own in self.by_word and _means(word, own)}
            known = self.meant[word] = frozenset(found)
        return known

    def in_text(self, words: Iterable[str]) -> Mapping[int, float]:
        """Account id -> the share of its name's words that a text holds, weighed by rarity."""
        shares: dict[int, float] = {}
        for word in {stem(word) for word in words if len(word) >= _OWN_WORD}:
            having = self.by_word.get(word, ())
            if len(having) <= _MOST:
                for named in having:
                    account = named.account.id
                    rare = 1 / (len(named.words) * len(having) ** 0.5)
                    shares[account] = shares.get(account, 0.0) + rare
        return shares


def rank_by_label_names(category: str, accounts: Sequence[AccountFacts]) -> Mapping[int, float]:
    """Account id -> how well its name fits a category of categories.toml, 0..1, without zeros.

    Only accounts of a kind that can hold the category are named. KeyError for an unknown one.
    """
    return AccountNames.of(accounts).rank(category)


def stem(word: str) -> str:
    """A folded word without its plural's ending; short forms written out."""
    word = _writing()[1].get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "sis")):
        return word[:-1]
    return word


@lru_cache(maxsize=1)
def _writing() -> tuple[frozenset[str], Mapping[str, str]]:
    data = read("categories")["writing"]
    return frozenset(listed(data["empty"])), data["short"]


def _named(account: AccountFacts) -> NamedAccount:
    parts = account.name.split(":")
    last = _telling(parts[-1])
    return NamedAccount(account, frozenset[str]().union(*map(_telling, parts)), last)


@lru_cache(maxsize=4096)
def _telling(text: str) -> frozenset[str]:
    """The stems that say what an account is for."""
    empty, _short = _writing()
    words = _WORD.findall(fold(text).replace(" & ", " "))
    return frozenset(stem(word) for word in words if not {word, stem(word)} & empty)


def _ranked(category: Category, names: AccountNames) -> Mapping[int, float]:
    """The best accounts of a category by their names."""
    fits: dict[int, float] = {}
    for place, phrase in enumerate(category.names):
        for named, share in _holding(phrase, names):
            fit = _NAMED + (1 - _NAMED) * share - min(10, place) * _LATER
            fits[named.account.id] = max(fits.get(named.account.id, 0.0), fit)
    well = set(fits)
    for phrase in category.near:
        for named, share in _holding(phrase, names):
            if named.account.id not in well:
                fit = _NEAR + (_NEAR_ALONE - _NEAR) * share
                fits[named.account.id] = max(fits.get(named.account.id, 0.0), fit)
    able = [n.account.id for n in names.accounts if n.account.kind in category.kinds]
    ranked = sorted((account for account in able if account in fits), key=lambda a: -fits[a])
    return {account: fits[account] for account in ranked[:_MOST]}


def _holding(phrase: tuple[str, ...], names: AccountNames) -> Iterator[tuple[NamedAccount, float]]:
    """Accounts whose names hold all of a phrase, with the share of the name that it explains."""
    matching = [names.meant_by(stem(word)) for word in phrase]
    if not all(matching):
        return
    for named in {one for own in matching[0] for one in names.by_word[own]}:
        found = {own for owns in matching for own in owns & named.words}
        if all(owns & named.words for owns in matching) and (found & named.last or not named.last):
            yield named, len(found) / len(named.words)


def _means(word: str, own: str) -> bool:
    """Whether a category's word is meant by a word of an account's name that shares its start."""
    longer, shorter = (own, word) if len(own) > len(word) else (word, own)
    rest = longer[len(shorter) :]
    if not rest:
        return True
    return len(rest) >= 2 and rest not in _OTHER_WORD and (longer == own or len(rest) <= _CUT_OFF)
