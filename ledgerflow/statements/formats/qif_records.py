"""QIF text cut into records, each with its section and account.

Here: lines, end marks, coded fields, splits, text that runs over several lines. Not here: what
dates and amounts are (qif_values.py) and what a record means (qif_statements.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ledgerflow.statements.formats.qif_text import Section, ends_account_list, section_of
from ledgerflow.statements.parsed import EXCERPT_LIMIT

_TEXTS = frozenset("PMAEL")
_JOINED = frozenset("PMA")
_VALUES = frozenset("DTU$")
_DECIDES = frozenset("DTU")
_OF_SPLIT = frozenset("E%F$")
_OF_PART = frozenset("EL")
_CODES = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ$%/")
_CHUNK = 1 << 20
_AMOUNT = re.compile(r"\s*+[-+(]?[$€£]?[\d.,]")


@dataclass(slots=True)
class Account:
    """An account of an !Account list: its name, type and printed statement balance."""

    name: str
    line: int
    fields: dict[str, str]


@dataclass(slots=True)
class Record:
    """One transaction as it stands in the file.

    `fields` holds the first value of each code (texts joined), `splits` the amounts of its
    parts. `repeated` names codes given twice with different values, `stray` a line that is no
    field, `closed` tells whether "^" or a header ends it.
    """

    line: int
    section: Section
    account: Account | None
    fields: dict[str, str]
    raw: str
    splits: tuple[str, ...] = ()
    repeated: str = ""
    stray: str = ""
    closed: bool = True


@dataclass(slots=True)
class Reader:
    """Walks a text once. After `records()` is exhausted the other fields are final."""

    text: str
    skipped: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    headers: int = 0
    last_line: int = 1
    _section: Section = field(default=Section("unknown", ""))
    _account: Account | None = None
    _listed: int = 0

    def records(self) -> Iterator[Record]:
        """Hand out the transactions in the file's order; lists are counted in `skipped`."""
        for line, block, closed in self._blocks():
            kind = self._section.kind
            if kind == "accounts" and not _is_row(block):
                self._account_add(line, block)
            elif kind == "list":
                if self._section.title:
                    self._count(self.skipped, self._section.title)
            elif kind == "unknown" and not _is_transaction(block):
                if self.headers:
                    self._count(self.unknown, self._section.title)
            else:
                yield self._record(line, block, closed=closed)

    def _blocks(self) -> Iterator[tuple[int, list[str], bool]]:
        """(first line, lines, closed by "^" or a header) of each record that is not empty."""
        block: list[str] = []
        start, number = 1, 0
        for number, raw in enumerate(_lines(self.text), 1):
            line = raw.strip()
            if not line:
                continue
            first = line[0]
            if first == "^":
                if block:
                    yield start, block, True
                    block = []
                if line.strip("^ "):
                    block, start = [line], number
            elif first == "!":
                if block:
                    yield start, block, True
                    block = []
                self._open(line, number)
            elif block:
                block.append(line)
            elif first != "#":
                block, start = [line], number
        self.last_line = max(number, 1)
        if block:
            yield start, block, False

    def _open(self, header: str, line: int) -> None:
        if ends_account_list(header) and self._listed > 1:
            self._account = None
        section = section_of(header, line)
        if section.kind == "accounts":
            self._listed = 0
        self.headers += 1
        self._section = section

    def _account_add(self, line: int, block: list[str]) -> None:
        fields: dict[str, str] = {}
        for text in block:
            fields.setdefault(text[0], text[1:].strip())
        name = " ".join(fields.get("N", "").split())
        if name:
            self._account = Account(name, line, fields)
            self._listed += 1

    def _record(self, line: int, block: list[str], *, closed: bool) -> Record:
        raw = " ".join(block)[:EXCERPT_LIMIT]
        section = self._section
        if section.kind == "accounts":  # rows right behind the account, without a !Type of theirs
            kind = self._account.fields.get("T", "") if self._account else ""
            section = section_of(f"!Type:{kind}", section.line)
        record = Record(line, section, self._account, {}, raw, closed=closed)
        _fill(record, block)
        return record

    @staticmethod
    def _count(counts: dict[str, int], title: str) -> None:
        counts[title] = counts.get(title, 0) + 1


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, a megabyte at a time."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _CHUNK)
        end = end if end >= 0 else len(text)
        yield from text[start:end].split("\n")
        start = end + 1


def _is_transaction(block: list[str]) -> bool:
    codes = {line[0] for line in block}
    return "D" in codes and not codes.isdisjoint("TU")


def _is_row(block: list[str]) -> bool:
    """True for a transaction among accounts: its T is an amount and no type of account."""
    return any(line[0] in "TU" and _AMOUNT.match(line, 1) for line in block) and any(
        line[0] == "D" and line[1:2].isdigit() for line in block
    )


def _fill(record: Record, block: list[str]) -> None:
    fields = record.fields
    texts: dict[str, list[str]] = {}
    splits: list[str] = []
    last = ""
    for line in block:
        code = line[0]
        if code not in _CODES or (code in _VALUES and last in _TEXTS and line[1:2].islower()):
            if last not in _TEXTS:
                record.stray = record.stray or line
            elif not (splits and last in _OF_PART):
                texts.setdefault(last, []).append(line)
            continue
        last = code
        if splits and code in _OF_SPLIT:
            if code == "$":
                splits[-1] = line[1:].strip()
        elif code == "S":
            splits.append("")
        elif code not in fields:
            fields[code] = line[1:].strip()
        else:
            _again(record, texts, code, line[1:].strip(), in_split=bool(splits))
    for code, more in texts.items():
        fields[code] = " ".join((fields.get(code, ""), *more)).strip()
    record.splits = tuple(splits)


def _again(
    record: Record, texts: dict[str, list[str]], code: str, value: str, *, in_split: bool
) -> None:
    """A field given twice: texts go on, other dates and amounts are a fault.

    A part of a split may have a date of its own.
    """
    if code in _JOINED:
        texts.setdefault(code, []).append(value)
    elif code in _DECIDES and value != record.fields[code] and not (in_split and code == "D"):
        record.repeated = record.repeated or code
