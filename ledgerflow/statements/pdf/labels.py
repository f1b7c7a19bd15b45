"""What the words of a label say: opening or closing balance, total, section, or none of these.

Here: text -> kind, direction and count, by the word lists of labels.toml. Not here: where a
label stands and which figure is its own (summary.py, body.py). A text is a label only where each
of its words is a label's word, so that a payee called "Total Fitness" stays a payee.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ledgerflow.statements.tables.amounts import CODES
from ledgerflow.statements.tables.dates import month_number
from ledgerflow.statements.tables.words import fold

_LONGEST_LABEL = 110
_LONGEST_PHRASE = 7
_SPELLED = 3
_COUNT = re.compile(r"\((\d{1,4})\)|^(\d{1,3})\s+[^\W\d]|[:x]\s*(\d{1,3})$")
_SECTIONS = ("pending", "apart", "daily", "checks", "transactions")
_FIGURES = ("aside", "opening", "closing", "brought", "carried", "subtotal")


def _load() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    data = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
    kinds: dict[str, set[str]] = {}
    for kind, text in data["phrases"].items():
        for phrase in text.replace("\n", " ").split(","):
            if phrase.strip():
                kinds.setdefault(phrase.strip(), set()).add(kind)
    neutral = frozenset(data["words"]["neutral"].split())
    return {phrase: frozenset(found) for phrase, found in kinds.items()}, neutral


_KINDS, _NEUTRAL = _load()


@dataclass(frozen=True, slots=True)
class Label:
    """What a text says as a label; `phrases` are the kinds of its phrases, in order.

    `unknown` counts the words that no label has. `count` is a printed number of entries.
    """

    phrases: tuple[frozenset[str], ...]
    unknown: int
    words: int
    count: int | None = None

    def has(self, kind: str) -> bool:
        """True where any of the phrases is of this kind."""
        return any(kind in found for found in self.phrases)

    @property
    def is_closed(self) -> bool:
        """True where every word is a label's word and one of them says something."""
        return not self.unknown and bool(self.phrases)

    @property
    def direction(self) -> int:
        """1 for money in, -1 for money out, 0 where neither or both are named."""
        ways = {w for found in self.phrases for w in ("in", "out") if w in found and len(found) < 9}
        return {frozenset({"in"}): 1, frozenset({"out"}): -1}.get(frozenset(ways), 0)

    @property
    def figure_kind(self) -> str:
        """What a figure beside it is: a balance, a total, "aside" (nothing to count) or ""."""
        if not self.is_closed:
            return ""
        for kind in _FIGURES:
            if self.has(kind):
                return kind
        if self.has("balance"):
            return "balance"
        way = {1: "in", -1: "out", 0: ""}[self.direction]
        if self.has("total"):
            return f"total_{way}" if way else "total"
        return way

    @property
    def section(self) -> str:
        """The kind of section that it heads; "" where it heads none."""
        if not self.is_closed or self.words > 12:
            return ""
        if sum("holding" in found for found in self.phrases) > 1:
            return "apart"  # titles of fixed deposits or securities: no transactions
        for kind in _SECTIONS:
            if self.has(kind):
                return kind
        return "transactions" if self.direction or self.has("payment") else ""

    @property
    def is_payment(self) -> bool:
        """True where payments are named alone: money in on a card, money out elsewhere."""
        return self.has("payment") and not self.has("in") and not self.has("out")


@lru_cache(maxsize=20_000)
def read_label(text: str) -> Label:
    """Match the longest phrases first; numbers, months and currencies say nothing."""
    if len(text) > _LONGEST_LABEL:
        return Label((), 99, 99)
    tokens = [t for t in fold(text).split() if not _is_aside(t)]
    if len(tokens) > _SPELLED and all(len(t) == 1 for t in tokens):
        tokens = ["".join(tokens)]  # "S A L D O"
    phrases: list[frozenset[str]] = []
    unknown = at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
            found = _KINDS.get(" ".join(tokens[at : at + length]))
            if found:
                phrases.append(found)
                at += length
                break
        else:
            unknown += tokens[at] not in _NEUTRAL and len(tokens[at]) > 1
            at += 1
    counted = _COUNT.search(text)
    count = int(next(g for g in counted.groups() if g)) if counted else None
    return Label(tuple(phrases), unknown, len(tokens), count)


def _is_aside(token: str) -> bool:
    return (
        any(c.isdigit() for c in token)
        or token.upper() in CODES
        or (month_number(token) is not None and token not in ("pro", "mag", "set", "out", "lis"))
    )
