"""The text of an MT940 file as messages of fields: where each begins and ends.

Here: tags, continuation lines, envelopes, the "-" that ends a message. Not here: what a field
holds (mt940_values.py, mt940_statements.py). One walk over the lines, with short looks ahead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADER_TAGS = frozenset({"13", "13D", "21", "25", "25P", "28", "28C", "34F", "60F", "60M", "NS"})
_TAG = re.compile(r"[ \t]*+:([0-9]{2,3}[A-Za-z]?|[A-Z]{2,4}):")
_CLOCK = re.compile(r"[0-9]{2}(?![0-9])")
_FRAMING = "\x01\x02\x03\x04\ufeff"
_TEXT_TAGS = frozenset({"86", "NS"})
_CLOSING_TAGS = frozenset({"62F", "62M", "64", "65", "90C", "90D"})
_AFTER_25 = _HEADER_TAGS - {"25", "25P"}
KNOWN = _HEADER_TAGS | _TEXT_TAGS | _CLOSING_TAGS | {"20", "60", "61", "62", "940", "942"}
_SAME_AS = {"60": "60F", "62": "62F"}
_BARE_HEADERS = frozenset({"940", "942"})
_BEGINNINGS = _BARE_HEADERS | {"20"}
_MINUTES = frozenset({"13", "21", "28"})
_LOOK_AHEAD = 30


@dataclass(slots=True)
class Field:
    """One field: its tag, the 1-based line it begins on, its lines without the tag."""

    tag: str
    line: int
    lines: list[str]


@dataclass(slots=True)
class Message:
    """The fields of one message. `enveloped` and `ended` tell of "{4:" and of "-" or "-}"."""

    line: int
    enveloped: bool = False
    ended: bool = False
    fields: list[Field] = field(default_factory=list)


class Reader:
    """Walks the lines of one text. `last_line` is right after `messages()` is exhausted."""

    def __init__(self, text: str) -> None:
        self._lines = text.rstrip("\n").split("\n")
        self._message: Message | None = None
        self._enveloped = False
        self._has_envelopes = "{" in text
        self._has_closing = False
        self.last_line = len(self._lines)

    def messages(self) -> Iterator[Message]:
        """Every message that has at least one field, in the file's order."""
        for at, line in enumerate(self._lines):
            text = line
            if not text.isprintable():
                text = line.strip(_FRAMING)
            if self._has_envelopes and (text[:1] == "{" or "{4:" in text):
                yield from self._end(ended=False)
                self._enveloped = "{4:" in text
                text = text.partition("{4:")[2]
            if ":" in text[:8] and (found := _TAG.match(text)):
                tag, value = found[1].upper(), text[found.end() :]
                if self._is_tag(tag, value, at):
                    if tag in _BEGINNINGS:
                        yield from self._end(ended=False)
                    if tag not in _BARE_HEADERS:
                        self._begin(_SAME_AS.get(tag, tag), value, at)
                    continue
            if text[:1] == "-" and self._is_end(text, at):
                yield from self._end(ended=True)
            elif self._message is not None:
                self._message.fields[-1].lines.append(text)
        yield from self._end(ended=False)

    def _begin(self, tag: str, value: str, at: int) -> None:
        if self._message is None:
            self._message = Message(at + 1, self._enveloped)
        if tag in _CLOSING_TAGS:
            self._has_closing = True
        self._message.fields.append(Field(tag, at + 1, [value]))

    def _end(self, *, ended: bool) -> Iterator[Message]:
        message, self._message = self._message, None
        self._has_closing = False
        if message is not None:
            message.ended = ended
            self._enveloped = False
            yield message

    def _is_tag(self, tag: str, value: str, at: int) -> bool:
        """False for text that only looks like a tag: a clock time that was wrapped in :86:."""
        if tag == "61" or tag == "86":
            return True
        before = self._message.fields[-1].tag if self._message else ""
        if tag not in KNOWN:
            return before not in _TEXT_TAGS
        if before not in _TEXT_TAGS or not _CLOCK.match(value):
            return True
        if tag == "20":
            return self._next_tag(at) in _HEADER_TAGS
        if tag in ("25", "25P"):
            return self._next_tag(at) in _AFTER_25
        return tag not in _MINUTES

    def _next_tag(self, at: int) -> str:
        for line in self._lines[at + 1 : at + 1 + _LOOK_AHEAD]:
            found = _TAG.match(line)
            if found and found[1].upper() in KNOWN:
                return found[1].upper()
        return ""

    def _is_end(self, text: str, at: int) -> bool:
        """True when this "-" ends the message, and is no dash inside of :86:."""
        if self._message is None or self._has_closing or text.startswith("-}"):
            return True
        if text.strip() != "-":
            return False
        for line in self._lines[at + 1 : at + 1 + _LOOK_AHEAD]:
            bare = line.strip(_FRAMING + " \t")
            if bare:
                return bare[0] == "{" or bare.startswith((":20:", ":940:", ":942:"))
        return True
