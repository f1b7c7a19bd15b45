"""How alike two banks' words for one movement of money are; pure.

Here: the key of equal descriptions, and a coarse likeness of unequal ones. Not here: what follows
from it (dedupe.py, leftovers.py), or who is meant (classification).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

UNLIKE, SOMEWHAT, ALIKE = 0, 1, 2
"""Degrees of likeness, to be compared by size."""

_DATA = Path(__file__).with_name("likeness.toml").read_text(encoding="utf-8")
_FILLERS: frozenset[str] = frozenset(tomllib.loads(_DATA)["fillers"])
_WORD = re.compile(r"[^\W_]+")
_WORD_MIN, _NUMBER_MIN, _SQUEEZED_MIN = 3, 4, 6
_ALIKE_SHARE, _SOMEWHAT_SHARE = 0.6, 0.3


def description_key(description: str) -> str:
    """What makes two descriptions the same: case and spacing folded."""
    return " ".join(description.casefold().split())


def likeness(one: str, other: str) -> int:
    """UNLIKE, SOMEWHAT or ALIKE: by the share of telling words that both texts have.

    Banks cut texts: where one begins the other, letters and digits alone compared, it is ALIKE.
    """
    words, others = words_of(one), words_of(other)
    if not words or not others:
        return UNLIKE
    squeezed = sorted(("".join(words), "".join(others)), key=len)
    if len(squeezed[0]) >= _SQUEEZED_MIN and squeezed[1].startswith(squeezed[0]):
        return ALIKE
    ours, theirs = _completed(words, others), _completed(others, words)
    share = _weight(ours & theirs) / min(_weight(ours), _weight(theirs))
    if share >= _ALIKE_SHARE:
        return ALIKE
    return SOMEWHAT if share >= _SOMEWHAT_SHARE else UNLIKE


def _weight(words: Iterable[str]) -> int:
    return sum(map(len, words))


def _completed(words: tuple[str, ...], others: tuple[str, ...]) -> set[str]:
    """The words as a set; a last one that was cut is the longer one it begins."""
    last = words[-1]
    whole = next((w for w in others if len(last) >= _WORD_MIN and w.startswith(last)), last)
    return {*words[:-1], whole}


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The telling words of a bank's text in its order: folded, without marks and filler."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(
        word
        for word in _WORD.findall(bare)
        if len(word) >= (_NUMBER_MIN if word.isdigit() else _WORD_MIN) and word not in _FILLERS
    )
