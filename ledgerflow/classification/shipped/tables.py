"""Reading the shipped data into one index, made once per process; pure.

Here: merchants.toml, keywords.toml, trades.toml. Not here: matching (names.py, words.py), the
compiled brands (brands.py) or merchant codes (merchantcodes.py).
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ledgerflow.classification.payees import fold
from ledgerflow.classification.shipped.records import MAX_PRIOR, STRONG, Entry, Phrase

_GLUED = 8
"""Letters from which a glued name is told from other words."""
_WORD = re.compile(r"[^\W_]+|&")

Phrases = Mapping[str, tuple[Phrase, ...]]
"""Phrases by their first word."""


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Everything of our own that is shipped, indexed by first word.

    `opening` are the first words of `names`; `ordinary` are names of one word that ordinary texts
    use as well ("target", "shell"), `tails` words that may follow those; `usual` is what a payment
    of a category comes to, least and most. `openings` are the words of `phrases`, sorted.
    """

    names: Mapping[str, tuple[Entry, ...]]
    opening: frozenset[str]
    ordinary: frozenset[str]
    tails: frozenset[str]
    usual: Mapping[str, tuple[int, int]]
    phrases: Phrases
    openings: Sequence[str]
    phrases_by_trade: Mapping[str, Phrases]
    types: Mapping[str, tuple[Entry, ...]]


@lru_cache(maxsize=1)
def shipped_knowledge() -> Knowledge:
    """Read the data files; a fault in them is a programming fault and raises."""
    merchants, keywords, trades = map(read, ("merchants", "keywords", "trades"))
    names: dict[str, list[Entry]] = defaultdict(list)
    for group in merchants["group"]:
        entry = entry_of(group, merchants["version"], default_direction="out")
        for key in listed(group["names"]):
            names[key].append(entry)
    _add_glued(names)
    types: dict[str, list[Entry]] = defaultdict(list)
    for group in keywords["bank_type"]:
        entry = entry_of(group, keywords["version"])
        for name in group["types"]:
            types[name].append(entry)
    by_trade = {
        trade["id"]: _by_first(_phrases(_with_ids(trade), trades["version"]))
        for trade in trades["trade"]
    }
    phrases = _by_first(_phrases(keywords["group"], keywords["version"]))
    return Knowledge(
        {key: tuple(entries) for key, entries in names.items()},
        frozenset(name.split(" ", 1)[0] for name in names),
        frozenset(listed(merchants["ordinary"])),
        frozenset(listed(merchants["tails"])),
        merchants["usual"],
        phrases,
        sorted(phrases),
        by_trade,
        {key: tuple(entries) for key, entries in types.items()},
    )


def read(name: str) -> Mapping[str, Any]:
    """One data file of ../knowledge by its name without ending."""
    folder = files("ledgerflow.classification") / "knowledge"
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))


def listed(text: str) -> list[str]:
    """The items of a list that a data file writes as one text, separated by commas.

    One text is read several times faster than a list of hundreds.
    """
    return [item for part in text.split(",") if (item := " ".join(part.split()))]


def entry_of(group: Mapping[str, Any], version: str, *, default_direction: str = "any") -> Entry:
    """One group of a data file as a record."""
    industries = group.get("industries", {})
    scoped = isinstance(industries, list)
    return Entry(
        id=group["id"],
        what=group["what"],
        account=group["account"],
        category=group.get("category", ""),
        also=tuple(group.get("also", ())),
        direction=group.get("direction", default_direction),
        prior=min(MAX_PRIOR, Decimal(str(group.get("confidence", STRONG)))),
        personal=group.get("personal", False),
        kinds=frozenset(group.get("kinds", ())),
        only_trades=frozenset(industries if scoped else ()),
        account_by_trade=None if scoped else dict(industries),
        version=version,
    )


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, "&" among them."""
    if text.isascii():  # the common case, without the cost of full folding
        return tuple(_WORD.findall(text.lower().replace("'", "").replace("`", "")))
    return tuple(_WORD.findall(fold(text)))


def _add_glued(names: dict[str, list[Entry]]) -> None:
    """Names of two words or more as card terminals glue them ("homedepot")."""
    for key in [key for key in names if " " in key]:
        for glued in {key.replace(" ", ""), key.replace("&", "and").replace(" ", "")}:
            if len(glued) >= _GLUED and glued not in names:
                names[glued] = names[key]


def _with_ids(trade: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return [
        {"direction": "out", **group, "id": f"{trade['id']}.{group['category']}"}
        for group in trade["group"]
    ]


def _phrases(groups: Iterable[Mapping[str, Any]], version: str) -> Iterable[Phrase]:
    for group in groups:
        entry = entry_of(group, version)
        for strength in ("strong", "weak"):
            for text in listed(group.get(strength, "")):
                yield Phrase(words_of(text), entry, strength == "strong")


def _by_first(phrases: Iterable[Phrase]) -> Phrases:
    index: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        index[phrase.words[0]].append(phrase)
    return {word: tuple(found) for word, found in index.items()}
