"""A text as it reads, beside the text as it is written; pure.

Here: folding odd digits, spaces and invisible characters away while remembering where each
character stood, so that what is found in the folded text is replaced in the original one. Not
here: what is looked for (masking_numbers.py, masking_people.py).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

KINDS = ("account", "address", "card", "email", "id", "name", "number", "phone", "reference")
BREAK = "["
"""Stands in the folded text for what is masked already: no letter, no digit, no separator."""
NAME_BREAK = "]"
"""The same for a name: who is named is named once."""
KEPT = "~"
"""Stands for digits that are harmless: a date, a time, an amount."""

_MASKS = re.compile(r"\[(" + "|".join(KINDS) + r")\]")
_TAGS = range(0xE0020, 0xE007F)
_TAG_BASE = 0xE0000
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Found:
    """A span of the original text, [start, end), and what it is: one of KINDS."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Shadow:
    """`text` is the folded text; `origin[i]` is where its character i stands in the original."""

    text: str
    origin: "list[int] | range"
    found: list[Found] = field(default_factory=list)

    def take(self, spans: Iterable[tuple[int, int]], kind: str) -> None:
        """Note these spans of the folded text as found, and break the text there."""
        taken = [(start, end) for start, end in spans if start < end]
        for start, end in taken:
            self.found.append(Found(self.origin[start], self.origin[end - 1] + 1, kind))
        self._fill(taken, _break_of(kind))

    def keep(self, spans: Iterable[tuple[int, int]]) -> None:
        """Let nothing be looked for in these spans any more."""
        self._fill(list(spans), KEPT)

    def _fill(self, spans: list[tuple[int, int]], mark: str) -> None:
        if not spans:
            return
        characters = list(self.text)
        for start, end in spans:
            characters[start:end] = mark * (end - start)
        self.text = "".join(characters)


def shadow_of(text: str) -> Shadow:
    """Fold a text: ASCII digits, plain spaces and hyphens, nothing invisible; masks broken out."""
    shadow = Shadow(text, range(len(text))) if text.isascii() else _folded(text)
    shadow.text = _MASKS.sub(lambda mask: _break_of(mask[1]) * len(mask[0]), shadow.text)
    if not shadow.text.isprintable():
        shadow.text = "".join(c if c.isprintable() else " " for c in shadow.text)
    return shadow


def replaced(text: str, found: Iterable[Found]) -> str:
    """The original text with the word of its kind, in brackets, for each span found."""
    parts, at = [], 0
    for one in sorted(found, key=attrgetter("start")):
        if one.start >= at:
            parts.append(text[at : one.start] + f"[{one.kind}]")
            at = one.end
    return "".join((*parts, text[at:]))


def _break_of(kind: str) -> str:
    return NAME_BREAK if kind == "name" else BREAK


def _folded(text: str) -> Shadow:
    characters: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        for one in _as_read(character):
            characters.append(one)
            origin.append(at)
    return Shadow("".join(characters), origin)


def _as_read(character: str) -> str:
    """What a reader takes a character for; "" for one that nobody sees."""
    if character.isascii():
        return character
    if ord(character) in _TAGS:  # invisible copies of ASCII
        return chr(ord(character) - _TAG_BASE)
    kind = unicodedata.category(character)
    if kind in {"Cf", "Mn", "Me"}:
        return ""
    if kind == "Zs":
        return " "
    if kind == "Pd" or character == _MINUS:
        return "-"
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    return unicodedata.normalize("NFKC", character)
