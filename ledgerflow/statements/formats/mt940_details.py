"""The text of :86: (and :NS:) as description and counterparty.

Here: joining wrapped lines, subfields such as ?20, codes such as /NAME/. Not here: the entry
itself (mt940_entries.py). Text is only put together and spaced, nothing is left out but codes.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_WRAP_WIDTH = 60
"""Lines from this width on are cut inside of words; SWIFT allows 65 characters."""

_SUBFIELD_WIDTH = 27
_SUBFIELDS = re.compile(r"\s*+([0-9]{3})?([^\w\s/,.:;+()'\"\-])(?=[0-9]{2})")
_NAME = re.compile(r"/NAME/([^/]++)")
_CNTP = re.compile(r"/CNTP/[^/]*+/[^/]*+/([^/]++)")
_CODED = re.compile(r"\s*+/[A-Z]{3,8}/")
_NAME_CODES = frozenset({"32", "33"})
_BOOKING_CODE = "00"


class Details(NamedTuple):
    """What the detail fields of one entry say; `code` is the bank's three-digit booking code."""

    description: str
    counterparty: str = ""
    code: str = ""


def details_of(blocks: Sequence[Sequence[str]]) -> Details:
    """The lines of one or more :86: fields of one entry, in order."""
    texts = [flat(lines) for lines in blocks]
    if len(texts) == 1:
        text = texts[0]
        found = _SUBFIELDS.match(text)
        if found and (structured := _structured(text, found)):
            return structured
        if "/NAME/" in text or "/CNTP/" in text:
            return Details(spaced(text), _coded_name(text))
        return Details(spaced(text))
    return Details(spaced(" ".join(texts)))


def details_of_ns(lines: Sequence[str]) -> Details:
    """The lines of :NS:, each with a two-digit code: 01-14 purpose, 15-16 name, 17 booking."""
    name: list[str] = []
    booking: list[str] = []
    purpose: list[str] = []
    target = purpose
    for line in lines:
        code, rest = line[:2], line[2:]
        if not code.isdigit():
            target.append(line)
            continue
        known = {"15": name, "16": name, "17": booking}.get(code)
        target = purpose if known is None else known
        if "01" <= code <= "17":
            target.append(rest)
    return _put_together(" ".join(name), " ".join(booking), " ".join(purpose), "")


def flat(lines: Sequence[str]) -> str:
    """Wrapped lines as one: full lines are cut inside of words, short ones end with a word."""
    if len(lines) == 1:
        return lines[0]
    parts: list[str] = []
    for line in lines:
        parts.append(line)
        if len(line) < _WRAP_WIDTH:
            parts.append(" ")
    return "".join(parts)


def spaced(text: str) -> str:
    """Whitespace normalised."""
    return " ".join(text.split())


def _structured(text: str, found: re.Match[str]) -> Details | None:
    """Subfields behind a separator of the bank's choice; None when it is only a sign."""
    parts = _subfields_of(found[2]).split(text)
    if len(parts) < (3 if found[1] else 5):
        return None
    booking, name, purpose = "", "", ""
    for code, value in zip(parts[1::2], parts[2::2], strict=True):
        if code == _BOOKING_CODE:
            booking = value
        elif code in _NAME_CODES:
            name += _subfield(value)
        elif code[0] in "267":
            purpose += _subfield(value)
    return _put_together(name, booking, purpose, found[1] or "")


@lru_cache(maxsize=32)
def _subfields_of(separator: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(separator)}\s?(00|10|[2367][0-9])")


def _subfield(value: str) -> str:
    """A full subfield is cut inside of a word, a shorter one ends with a word."""
    return value if len(value) >= _SUBFIELD_WIDTH else f"{value} "


def _put_together(name: str, booking: str, purpose: str, code: str) -> Details:
    counterparty = spaced(name)
    words = [counterparty, spaced(booking), spaced(purpose)]
    return Details(" ".join(filter(None, words)), counterparty, code)


def _coded_name(text: str) -> str:
    if not _CODED.match(text):
        return ""
    found = _NAME.search(text) or _CNTP.search(text)
    return spaced(found[1]) if found else ""
