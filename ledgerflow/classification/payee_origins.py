"""Which words a bank's text must hold for a payee's key to come out of it; pure.

Here: leaving texts out that cannot be of a payee before their payee is worked out, which takes far
longer. Not here: working it out (payees.py), whose words, spellings and cuts are followed here
backwards. A text that holds the words may still be another payee's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from ledgerflow.classification import payee_patterns as patterns

_NEITHER = re.compile(r"[^a-z0-9]+")
_PLURAL_MIN = 4
"""A lost apostrophe's "s" goes back to a word of three letters or more."""

Words = tuple[str, ...]
"""Pieces of words, in the order in which they stand in a squashed text."""

ADDRESSES: tuple[Words, ...] = (("www",), ("http",))
"""Where an address was taken out of the middle of a word, its ends are one word in the key."""


def squashed(text: str) -> str:
    """An ASCII text's letters and digits alone, in lower case: what words are looked for in."""
    return _NEITHER.sub("", text.lower())


def words_for(keys: Iterable[str]) -> list[Words]:
    """Words of which some stand in each squashed ASCII text whose payee's key is one of these."""
    return sorted(set(ADDRESSES).union(*(_words(key) for key in keys)))


def stand_in(words: Words, text: str) -> bool:
    """True where a squashed text holds the words in this order."""
    at = 0
    for word in words:
        at = text.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True


@lru_cache(maxsize=4_096)
def _words(key: str) -> tuple[Words, ...]:
    """The key's words; where one of them has several spellings, the one that says most in each.

    None for a key that no ASCII text leads to.
    """
    words = [word for word in key.split() if word != "&"]
    if not words or not key.isascii():
        return ()
    found = [sorted(_origins(word)) for word in words]
    if all(len(origins) == 1 for origins in found):
        return (tuple(origins[0] for origins in found),)
    most = max(found, key=lambda origins: min(map(len, origins)))
    return tuple((origin,) for origin in most)


def _origins(word: str) -> set[str]:
    """The word, and all that is spelled as it in one way or another, without a last "s"."""
    found, open_words = {word}, [word]
    while open_words:
        for other in _SPELLED.get(open_words.pop(), ()):
            if other not in found:
                found.add(other)
                open_words.append(other)
    return {_stem(one) for one in found if one.isascii()}


def _stem(word: str) -> str:
    return word[:-1] if len(word) >= _PLURAL_MIN and word.endswith("s") else word


def _spelled() -> dict[str, set[str]]:
    """Word of a name -> words that texts have in its place: of an opening the longest."""
    found: dict[str, set[str]] = defaultdict(set)
    pairs: Iterable[tuple[str, str]] = (
        *patterns.WORD_SPELLINGS.items(),
        *patterns.LAST_WORD_SPELLINGS.items(),
        *((opening, name) for opening, name, _ in patterns.SPELLINGS),
    )
    for written, name in pairs:
        longest = max(written.split(), key=lambda word: (len(word), word))
        for word in name.split():
            found[word].add(longest)
    return found


_SPELLED = _spelled()
