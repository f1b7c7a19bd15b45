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
from ledgerflow.classification.payees import fold

_NEITHER = re.compile(r"[^a-z0-9]+")
_PLURAL_MIN = 4
"""A lost apostrophe's "s" goes back to a word of three letters or more."""

Words = tuple[str, ...]
"""Pieces of words, in the order in which they stand in a text's letters and digits."""

_ADDRESS = re.compile(r"https?|www")
_ADDRESSES: tuple[Words, ...] = (("www",), ("http",))
"""Where an address was taken out of the middle of a word, its ends are one word in the key."""


def words_for(keys: Iterable[str]) -> list[Words]:
    """What a database looks for in the lower-case letters and digits of ASCII texts.

    Some of it stands in each text whose payee's key is one of these.
    """
    return sorted(set(_ADDRESSES).union(*(words_of(key) for key in keys)))


def form_of(text: str) -> str:
    """The letters and digits of a text, folded, without what addresses begin with."""
    return _NEITHER.sub("", _ADDRESS.sub("", fold(text)))


def may_be_of(key: str, form: str) -> bool:
    """False where no ASCII key like this one comes out of a text of this form."""
    return any(stand_in(words, form) for words in words_of(key))


def stand_in(words: Words, form: str) -> bool:
    """True where they stand there in this order."""
    at = 0
    for word in words:
        at = form.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True


@lru_cache(maxsize=4_096)
def words_of(key: str) -> tuple[Words, ...]:
    """The key's words; where one of them has several spellings, the one that says most in each.

    None for a key that no ASCII text leads to.
    """
    words = [word for word in key.split() if word != "&"]
    if not words or not key.isascii():
        return ()
    found = [sorted(_origins(word)) for word in words]
    if all(len(origins) == 1 for origins in found):
        return (tuple(_ADDRESS.sub("", origins[0]) for origins in found),)
    most = max(found, key=lambda origins: min(map(len, origins)))
    return tuple((_ADDRESS.sub("", origin),) for origin in most)


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
