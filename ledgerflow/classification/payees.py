"""Payee normalisation: a bank's raw text -> the name to remember a payee by; pure.

Here: the order in which noise is taken away. Not here: the words and patterns themselves
(payee_patterns.py), the `Payee` rows or who is who (services, knowledge.py).

One pass is a function of the folded text alone and is repeated until nothing changes, so the
name that comes out stays the same when it is normalised again.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from ledgerflow.classification import payee_patterns as patterns
from ledgerflow.classification.facts import PayeeName, TransactionFacts

MAX_LENGTH = 300
"""Longer texts are cut: what names the payee stands at the front."""

MAX_PASSES = 40

_LETTERS = str.maketrans({
    "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i",
    "'": None, "’": None, "‘": None, "`": None, "´": None, "ʼ": None, "′": None,
})  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+|&")
_LETTER = re.compile(r"[^\W\d_]")
# Two letters, or a letter and a digit: the least that can be a name ("B & Q", "O2").
_NAME = re.compile(r"[^\W\d_].*[^\W\d_]|[^\W\d_]\d")
_SHORT_SLASH = re.compile(r"(?<![^\W_])([a-z])/(?=[a-z])")
_GLUED_NUMBER = re.compile(r"^((?=[a-z]*[aeiouy])(?:[a-z]{4,}(?=\d{3,}$)|[a-z]{3}(?=\d{6,}$)))\d+$")
_LONG_WORD = re.compile(r"[a-z]*[aeiouy][a-z]*")
_VOWEL = re.compile(r"[aeiouy]")
_SPACES = re.compile(r"\s+")

_SPELLINGS: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], bool]]] = {}
_WHOLE_NAMES: set[str] = set()
for _words, _name, _keep in sorted(patterns.SPELLINGS, key=lambda s: -len(s[0])):
    _split = tuple(_words.split())
    _WHOLE_NAMES.add(_name)
    _SPELLINGS.setdefault(_split[0], []).append((_split, tuple(_name.split()), _keep))


@lru_cache(maxsize=65_536)
def normalise(description: str, counterparty: str = "") -> PayeeName:
    """Name the payee behind a bank's text.

    A `counterparty` field that the bank filled in is taken before the description, unless it
    names only a payment processor. The key is lower case without accents, processor prefixes,
    store and order numbers, dates, card masks, telephone numbers and town endings; it is empty
    when the text has no letters. `normalise(name.display)` gives the same key.
    """
    key = _key(counterparty)
    if not key or key.split()[0] in patterns.BARE_PROCESSORS:
        key = _key(description) or key
    return PayeeName(key, _displayed(key))


def payee_of(facts: TransactionFacts, aliases: Mapping[str, PayeeName]) -> PayeeName:
    """The payee of a transaction: who its spelling stands for, else what the spelling says."""
    said = normalise(facts.description, facts.counterparty)
    return aliases.get(said.key, said)


def fold(text: str) -> str:
    """Lower case, no accents, no apostrophes, single spaces: for comparing, not for showing."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c)).translate(_LETTERS)
    return _SPACES.sub(" ", bare).strip()


def _key(text: str) -> str:
    current = fold(text[:MAX_LENGTH])
    if not _LETTER.search(current):
        return ""
    for _ in range(MAX_PASSES):
        following = _one_pass(current)
        if following == current:
            break
        current = following
    return current if _LETTER.search(current) else ""


def _one_pass(text: str) -> str:
    text = _without_noise(_without_openings(_without_wrapping(text)))
    tokens: list[str] = _TOKEN.findall(_SHORT_SLASH.sub(r"\1", text))
    tokens = _spelled(_joined(tokens))
    tokens = _without_references(tokens)
    tokens = _without_endings(tokens)
    return " ".join(tokens)


def _without_wrapping(text: str) -> str:
    """The name out of the fields that some banks pack into one text."""
    for pattern, replacement in patterns.STRUCTURED:
        text = _kept_if_named(pattern.sub(replacement, text, count=1), text)
    return text


def _without_openings(text: str) -> str:
    """Drop the bank's words and the processor's name in front, as long as a name follows."""
    while True:
        before = text
        for pattern in (patterns.PREFIX, patterns.STAR):
            found = pattern.match(text)
            if found:
                text = _kept_if_named(text[found.end() :], text)
        found = patterns.BARE.match(text)
        if found:
            rest = _TOKEN.findall(text[found.end() :])
            if not all(w in patterns.PROCESSOR_OWN_WORDS or w.isdigit() for w in rest):
                text = _kept_if_named(text[found.end() :], text)
        if text == before:
            return text


def _without_noise(text: str) -> str:
    """Drop addresses, telephone numbers, dates, card masks, amounts, references, postcodes."""
    text = patterns.WWW.sub("", text)
    if "." in text:
        text = patterns.URL.sub(r"\1 ", text)
    if any(c.isdigit() for c in text) or "#" in text or "xxxx" in text:
        text = _kept_if_named(patterns.NOISE.sub(" ", text), text)
        text = _kept_if_named(patterns.REFERENCE.sub(" ", text), text)
        text = _kept_if_named(patterns.UK_POSTCODE.sub("", text), text)
    text = patterns.DOMAIN_WORDS.sub("", text)
    return _kept_if_named(patterns.TAIL.sub("", text), text)


def _kept_if_named(shorter: str, longer: str) -> str:
    """The shorter text, unless no name is left in it."""
    return shorter.strip() if _NAME.search(shorter) else longer


def _joined(tokens: list[str]) -> list[str]:
    """ "and" and "&" are one; a lost apostrophe's "s" goes back to its word."""
    joined: list[str] = []
    for place, word in enumerate(tokens):
        initials = place + 1 < len(tokens) and len(tokens[place + 1]) == 1
        after_word = bool(joined) and len(joined[-1]) > 2 and joined[-1].isalpha()
        if word == "s" and after_word and not initials:
            joined[-1] += "s"
        else:
            joined.append(patterns.WORD_SPELLINGS.get(word, word))
    if len(joined) > 1:
        joined[-1] = patterns.LAST_WORD_SPELLINGS.get(joined[-1], joined[-1])
    while len(joined) > 1 and joined[0] in ("the", "&"):
        joined.pop(0)
    return joined


def _spelled(tokens: list[str]) -> list[str]:
    """One spelling for brands that write themselves in several ways."""
    for opening, name, keep in _SPELLINGS.get(tokens[0], ()) if tokens else ():
        if tuple(tokens[: len(opening)]) == opening:
            rest = tokens[len(opening) :] if keep else []
            # "apple" in front of "apple store" must not double when it is applied again.
            return [*name, *(rest[len(name) - 1 :] if _continues(name, opening, rest) else rest)]
    return tokens


def _continues(name: tuple[str, ...], opening: tuple[str, ...], rest: list[str]) -> bool:
    missing = name[len(opening) :]
    repeats = tuple(rest[: len(missing)]) == missing
    return bool(missing) and name[: len(opening)] == opening and repeats


def _without_references(tokens: list[str]) -> list[str]:
    """Drop order numbers and long numbers, and cut numbers glued to a word."""
    kept: list[str] = []
    for place, word in enumerate(tokens):
        brand = next((b for b in patterns.GLUED_BRANDS if word.startswith(b)), "")
        if brand and any(c.isdigit() for c in word):
            kept.append(brand)
        elif glued := _GLUED_NUMBER.match(word):
            kept.append(glued.group(1))
        elif not _is_reference(word, first=place == 0, tokens=tokens):
            kept.append(word)
    return kept if _NAME.search(" ".join(kept)) else tokens


def _is_reference(word: str, *, first: bool, tokens: list[str]) -> bool:
    if word.isalpha() or word == "&":
        return False
    if word.isdigit():
        if first:
            return len(word) >= 5 and not _is_numbered_company(tokens)
        return len(word) >= 3
    return not first and _looks_random(word)


def _is_numbered_company(tokens: list[str]) -> bool:
    """ "759838 ontario inc": the number is the name."""
    return all(t in patterns.LEGAL_FORMS or t in patterns.REGIONS for t in tokens[1:])


def _looks_random(word: str) -> bool:
    """True for letters and digits mixed as no name mixes them ("m82s39wq2", "w162")."""
    digits = sum(c.isdigit() for c in word)
    longest_word = max((len(w) for w in _LONG_WORD.findall(word)), default=0)
    if longest_word >= 5:
        return False
    kinds = [c.isdigit() for c in word]
    changes = sum(a != b for a, b in pairwise(kinds))
    return digits >= 3 or changes >= 3 or (digits >= 2 and len(word) >= 6)


def _without_endings(tokens: list[str]) -> list[str]:
    """Drop legal forms, countries, states, towns and numbers at the end, one after the other."""
    while len(tokens) > 1 and " ".join(tokens) not in _WHOLE_NAMES:
        rest = _ending_cut(tokens)
        if len(rest) == len(tokens) or not _NAME.search(" ".join(rest)):
            break
        tokens = rest
    return tokens


def _ending_cut(tokens: list[str]) -> list[str]:
    last, rest = tokens[-1], tokens[:-1]
    if last in patterns.LEGAL_FORMS or last == "&" or last.isdigit():
        return rest
    if last in patterns.COUNTRY_TAILS or (last in patterns.STATE_TAILS and len(tokens) > 2):
        return rest
    if last in patterns.STATE_WORDS and _town_length(rest):
        return rest
    # Cut off at the bank's limit: a single letter says nothing.
    if len(last) == 1 and len(tokens) > 2 and "&" not in tokens[-3:]:
        return rest
    town = _town_length(tokens)
    if town and _keeps_a_name(tokens[:-town]):
        return tokens[:-town]
    return tokens


def _town_length(tokens: list[str]) -> int:
    """How many words at the end are a known town; 0 where none is."""
    for words in (3, 2, 1):
        if len(tokens) > words and " ".join(tokens[-words:]) in patterns.TOWNS:
            return words
    return 0


def _keeps_a_name(tokens: list[str]) -> bool:
    if tokens[-1] in patterns.TOWN_GLUE:
        return False
    return any(len(t) > 2 and t not in patterns.GENERAL_WORDS for t in tokens)


def _displayed(key: str) -> str:
    words = key.split()
    return " ".join(_shown(word, first=place == 0) for place, word in enumerate(words))


def _shown(word: str, *, first: bool) -> str:
    """Capitalised, where folding leads back to the same word; initials in capitals."""
    if word in patterns.SMALL_WORDS and not first:
        return word
    initials = len(word) <= 4 and word.isalpha() and not _VOWEL.search(word)
    capital = word.upper() if initials else word.capitalize()
    return capital if fold(capital) == word else word
