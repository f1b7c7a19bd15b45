"""Beancount's words: from lines to tokens, strings over several lines joined.

Here: what a piece of text is called. Not here: which pieces may follow each other (parsing.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

STRING_LINES_MAX = 64

_PART = r"A-Za-z0-9\-\u0080-\U0010ffff"
ACCOUNT = rf"[A-Z\u0080-\U0010ffff][{_PART}]*(?::[A-Z0-9\u0080-\U0010ffff][{_PART}]*)+"
CURRENCY = r"(?:[A-Z][A-Z0-9'._\-]*[A-Z0-9]|/[A-Z0-9'._\-]*[A-Z](?:[A-Z0-9'._\-]*[A-Z0-9])?|[A-Z])"
NUMBER = r"(?:[0-9][0-9,]*[0-9]|[0-9]+)(?:\.[0-9]*)?"

_WHOLE = re.compile(r'(?:[^";]++|"(?:[^"\\]++|\\.)*+")*+(?:;.*)?\Z', re.DOTALL)
_CLOSED = re.compile(r'(?:[^"\\]++|\\.)*+"')
_TOKEN = re.compile(
    rf"""[ \t]+|;.*
    |(?P<date>[0-9]{{4,}}[-/][0-9]+[-/][0-9]+)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<account>{ACCOUNT})
    |(?P<currency>{CURRENCY}(?![\w:]))
    |(?P<number>{NUMBER})
    |(?P<tag>[#^][A-Za-z0-9\-_/.]+)
    |(?P<key>[a-z][A-Za-z0-9\-_]*:)
    |(?P<word>[a-z]+)
    |(?P<sign>@@|\{{\{{|\}}\}}|[@{{}}()+\-*/,~|\#!&?%:])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "b": "\b"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SKIPPED = "*:#!&?%"
"""A line beginning with one of these is a heading of an outline, and no syntax."""


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is a group of the pattern above; `text` is as written."""

    kind: str
    text: str


class NoSyntax(ValueError):
    """Something Beancount's syntax does not have; the message is for a fault, no full stop."""


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """(1-based line, text) of each line; one whose string goes on has the next ones in it.

    Comments and outline headings are left out; an empty line is "" and ends a directive.
    """
    lines = text.split("\n")
    number = hopeless = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        first = line[:1]
        if first == ";" or (first and first in _SKIPPED):
            continue
        begun = number
        if '"' in line and number > hopeless and not _WHOLE.match(line):
            end = _string_end(lines, number)
            if end:
                line, number = "\n".join(lines[begun - 1 : end]), end
            else:
                hopeless = number + STRING_LINES_MAX  # all these lines were looked at in vain
        yield begun, line


def _string_end(lines: list[str], number: int) -> int:
    """The line in which the string that is open at the end of line `number` ends; 0 for none."""
    for after in range(number, min(number + STRING_LINES_MAX, len(lines))):
        closed = _CLOSED.match(lines[after])
        if closed and _WHOLE.match(lines[after], closed.end()):
            return after + 1
    return 0


def tokens_of(line: str) -> list[Token]:
    """The tokens of a logical line, without blanks and comments. Raises NoSyntax."""
    found: list[Token] = []
    place = 0
    while place < len(line):
        match = _TOKEN.match(line, place)
        if match is None:
            if line[place] == '"':
                raise NoSyntax("a quotation mark is not closed")
            if line[place] == "\n":
                place += 1
                continue
            raise NoSyntax(f"{line[place : place + 20].split()[0]!r} is no Beancount syntax")
        if match.lastgroup:
            found.append(Token(match.lastgroup, match.group()))
        place = match.end()
    return found


def string_of(token: Token) -> str:
    """What a string token says, its escapes resolved."""
    return _ESCAPED.sub(lambda m: _ESCAPES.get(m.group(1), m.group(1)), token.text[1:-1])
