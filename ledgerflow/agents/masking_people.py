"""Names of persons and addresses of houses in bank text; pure.

Here: telling who is named behind a service between people or a transfer, person or business. Not
here: numbers (masking_numbers.py). A name alone is nothing to go by: merchants are called after
people. It is taken where the words before it say that money went from person to person, and where
a bank's field is for names.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledgerflow.agents.masking_shadow import NAME_BREAK, Shadow

_WORDS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("masking_words.toml").read_text(encoding="utf-8")
)
_FILLERS, _ENDERS, _PARTICLES, _TITLES, _BUSINESS, _REGIONS, _GIVEN = (
    frozenset(_WORDS[key])
    for key in (
        "fillers", "enders", "particles", "titles", "business", "regions", "given_names",
    )
)  # fmt: skip
_BRANDS = frozenset(tuple(one.split()) for one in _WORDS["brands"])

SURE, PERHAPS, FIELD = "sure", "perhaps", "field"
_MARKERS: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _list, _kind in (
    ("between_people", SURE), ("perhaps_people", PERHAPS), ("name_fields", FIELD),
):  # fmt: skip
    for _marker in _WORDS[_list]:
        _split = tuple(re.findall(r"[^\W_]+", _marker))
        _MARKERS.setdefault(_split[0], []).append((_split, _kind))
for _known in _MARKERS.values():
    _known.sort(key=lambda one: -len(one[0]))
_ONLY_FIRST = frozenset({"to", "from", "name", "mobile", "paypal", "vir", "ben", "sepa", "tfr"})
"""Markers so common that they count at the very beginning only."""

FILLERS_MAX = 8
NAME_MAX = 4

_TOKEN = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_STOPS = re.compile(r"[\[\]|;/~#*\\<>{}=]|  {3,}")
_HOUSE = re.compile(
    r"(?<![#\w./-])(?<!store )\d{1,5}[A-Za-z]? (?:[NSEW]{1,2}\.? )?"
    r"(?:[A-Za-z][A-Za-z'.-]{1,20} ){1,2}"
    rf"(?:{'|'.join(_WORDS['streets'])})\b\.?"
    r"(?:,? (?:apt|unit|suite|ste|flat|#)\.? ?\w{1,5}\b)?",
    re.IGNORECASE,
)
_HOUSE_BEHIND = re.compile(
    r"\b[^\W\d_]{2,20}(?:str|straße|strasse|weg|gasse|allee|platz|straat|laan|gracht)\.?"
    r" \d{1,4}[a-z]?\b(?![/.:-]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    """Folded: lower case, no accents."""
    behind: str
    """The character behind it."""


def people_take(shadow: Shadow) -> None:
    """Find names of persons behind what says that a person follows, and addresses of houses."""
    words = _words(shadow.text)
    shadow.take(list(_names(shadow.text, words)), "name")
    for pattern in (_HOUSE, _HOUSE_BEHIND):
        shadow.take([one.span() for one in pattern.finditer(shadow.text)], "address")


def reads_as_person(text: str) -> bool:
    """True for a whole field that is a person's name: "Jane Q. Doe", "DOE, JANE", "Mr J Doe"."""
    words = _words(text)
    if not 2 <= len(words) <= NAME_MAX + 1 or any(c.isdigit() for c in text):
        return False
    run = _run(text, words, 0, NAME_MAX + 1)
    return len(run) == len(words) and _is_person(run, PERHAPS)


def _words(text: str) -> list[_Word]:
    return [
        _Word(one.start(), one.end(), _plain(one[0]), text[one.end() : one.end() + 1])
        for one in _TOKEN.finditer(text)
    ]


def _plain(word: str) -> str:
    lower = word.lower()
    if lower.isascii():
        return lower.replace("'", "").replace("`", "")
    apart = unicodedata.normalize("NFD", lower.replace("ß", "ss").replace("ø", "o"))
    return "".join(c for c in apart if c.isalnum())


def _names(text: str, words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(words):
        marker = _marker_at(text, words, at)
        if marker is None:
            at += 1
            continue
        length, kind = marker
        first = _past_fillers(text, words, at + length)
        run = _run(text, words, first, NAME_MAX)
        if run and _is_person(run, kind):
            kept = run if kind != PERHAPS else run[: _person_length(run)]
            yield kept[0].start, kept[-1].end
            at = first + len(kept)
        else:
            at += length


def _marker_at(text: str, words: Sequence[_Word], at: int) -> tuple[int, str] | None:
    for marker, kind in _MARKERS.get(words[at].text, ()):
        found = words[at : at + len(marker)]
        if tuple(word.text for word in found) != marker:
            continue
        # A field's name is introduced by a colon wherever it stands.
        if at > 0 and marker[0] in _ONLY_FIRST and len(marker) == 1 and words[at].behind != ":":
            continue
        return len(marker), kind
    return None


def _past_fillers(text: str, words: Sequence[_Word], at: int) -> int:
    """Past words such as "payment to", and past numbers and masks that stand before the name."""
    for step in range(FILLERS_MAX):
        here = at + step
        if here >= len(words):
            return here
        word = words[here]
        if here and NAME_BREAK in text[words[here - 1].end : word.start]:
            return len(words)
        if word.text not in _FILLERS and not any(map(str.isdigit, word.text)):
            return here
    return at + FILLERS_MAX


def _run(text: str, words: Sequence[_Word], first: int, most: int) -> list[_Word]:
    """The words that may make up one name: letters only, nothing but light marks between them."""
    run: list[_Word] = []
    for word in words[first : first + most]:
        if not word.text.isalpha() or word.text in _ENDERS:
            break
        if run and _STOPS.search(text, run[-1].end, word.start):
            break
        run.append(word)
    return run


def _is_person(run: Sequence[_Word], kind: str) -> bool:
    said = [word.text for word in run]
    if kind == FIELD:
        return True
    if any(word in _BUSINESS for word in said):
        return False
    if any(tuple(said[i : i + 2]) in _BRANDS for i in range(len(said) - 1)):
        return False
    if kind == SURE:
        return any(len(word) > 2 for word in said)
    if len(said) < 2 or said[1] in _REGIONS:
        return False
    titled = said[0] in _TITLES
    # "T-SHIRTKING" is no person, "J. SMITH" is.
    initial = len(said[0]) == 1 and len(said[1]) > 2 and run[0].behind.strip(" .") == ""
    return titled or initial or said[0] in _GIVEN or said[1] in _GIVEN


def _person_length(run: Sequence[_Word]) -> int:
    """How many words of a run are the name: two, and what belongs to it (initials, particles)."""
    said = [word.text for word in run]
    length = 2
    while length < len(said) and (
        len(said[length - 1]) == 1
        or said[length - 1] in _PARTICLES
        or said[length - 1] in _GIVEN
        or said[length - 2] in _TITLES
        or said[length] in _PARTICLES
    ):
        length += 1
    return length
