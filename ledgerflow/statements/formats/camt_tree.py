"""A CAMT file walked once: records handed out as their elements close, nothing kept.

Here: XML (through defusedxml), nesting, several documents in one file, damage. Not here:
which elements count (camt_paths.py), what they mean (camt_entries.py, camt_statements.py).
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.camt_paths import (
    BALANCE,
    ENTRY,
    PART,
    STATEMENT,
    Node,
    document,
)
from ledgerflow.statements.parsed import EXCERPT_LIMIT

DEPTH_MAX = 100
DOCUMENTS_MAX = 2000
REPEATS_MAX = 1000
BALANCES_MAX = 10_000
_JUNK_AFTER_DOCUMENT = 9
_CUT_OFF = frozenset({3, 5, 20})  # no element found, unclosed token, unclosed CDATA section


class Record(dict[str, str]):
    """The values of one statement, balance, entry or part by key; the first of each.

    `currencies` are those of amounts, `more` holds what stands more than once, `mixed` the
    key of a value that is cut by elements inside. Balances and parts hang on their owner.
    """

    # Shared and never written to: most records have none of these.
    currencies: Mapping[str, str] = MappingProxyType({})
    more: Mapping[str, list[str]] = MappingProxyType({})
    owned: "Sequence[Record]" = ()
    parent: "Record | None" = None
    mixed = ""

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line

    def all(self, key: str) -> list[str]:
        """Every value of a key, in order."""
        return [self[key], *self.more.get(key, ())] if key in self else []

    def add(self, key: str, value: str) -> None:
        """Take a value; the first of each key counts, the others are kept beside it."""
        if key not in self:
            self[key] = value
            return
        more = self.more.get(key, ())
        if len(more) < REPEATS_MAX:
            self.more = {**self.more, key: [*more, value]}

    def own(self, record: "Record") -> None:
        """Hang a balance or a part onto this record."""
        if isinstance(self.owned, list):
            self.owned.append(record)
        else:
            self.owned = [record]


class Sink(NamedTuple):
    """What a walk hands out. `entry` gets the entry and its statement, which is still open.

    An empty entry with an attribute named `attribute` was cut out before: `cut` gives it back
    by the attribute's value and its line.
    """

    entry: Callable[[Record, Record], None]
    statement: Callable[[Record], None]
    attribute: str = ""
    cut: Callable[[str, int], Record] | None = None


def walk(data: bytes, name: str, sink: Sink, line: int = 0, root: Node | None = None) -> int:
    """Walk all XML documents of UTF-8 bytes, `line` lines into the file; returns how many.

    `root` is the tree to follow, where one is there already.

    Raises UnreadableFile on a DOCTYPE, on what is no XML, on absurd nesting and where the
    file ends too early.
    """
    root = document() if root is None else root
    start = 0
    for count in range(1, DOCUMENTS_MAX + 1):
        length = _walk_one(memoryview(data)[start:], line, name, root, sink)
        if length is None:
            return count
        # another document follows: banks and users join files end to end
        line += data.count(b"\n", start, start + length)
        start += length
    raise _malformed(name, line + 1, 1, f"more than {DOCUMENTS_MAX:,} documents", "")


def _walk_one(data: memoryview, line: int, name: str, root: Node, sink: Sink) -> int | None:
    """Walk one document; None at the end of the file, else where the next one begins."""
    defused = DefusedXMLParser(target=object(), encoding="utf-8", forbid_dtd=True)
    parser: Any = defused.parser
    depth = _connect(parser, line, name, root, sink)
    try:
        defused.feed(data)
        defused.close()
    except DefusedXmlException as fault:
        raise _declaration(name, parser.CurrentLineNumber + line) from fault
    except ParseError as fault:
        at, column = fault.position
        if fault.code == _JUNK_AFTER_DOCUMENT:
            place = int(parser.ErrorByteIndex)
            if bytes(data[place : place + 1]) == b"<":
                return place
        if fault.code in _CUT_OFF and depth():
            raise _cut_off(name, at + line) from fault
        text = _excerpt(data, at)
        raise _malformed(name, at + line, column + 1, _reason(fault), text) from fault
    return None


def _connect(parser: Any, offset: int, name: str, root: Node, sink: Sink) -> Callable[[], int]:
    """Hang the walk onto expat's own handlers; returns a function that gives the depth.

    These run for each element, millions of times: no attribute of an object where a local
    name does.
    """
    stack: list[Node] = []
    records: list[Record] = []
    texts: list[str] = []
    push, pop, clear = stack.append, stack.pop, texts.clear
    attribute, cut = sink.attribute, sink.cut
    node = root

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal node
        if len(stack) > DEPTH_MAX:
            raise _too_deep(name, parser.CurrentLineNumber + offset)
        push(node)
        if node.key and records and texts and not "".join(texts).isspace():
            records[-1].mixed = node.key
        clear()
        node = node[tag]
        if node.kind:
            line = parser.CurrentLineNumber + offset
            if attributes and cut and attribute in attributes:
                record = cut(attributes[attribute], line)
            else:
                record = Record(tag.rpartition("}")[2], line)
            record.parent = records[-1] if records else None
            records.append(record)
        elif attributes and node.key and records and "Ccy" in attributes:
            _set_currency(records[-1], node.key, attributes["Ccy"])

    def end(_tag: str) -> None:
        nonlocal node
        if node.key:
            if texts:
                value = (texts[0] if len(texts) == 1 else "".join(texts)).strip()
                clear()
                if value:
                    records[-1].add(node.key, value)
        elif node.kind:
            _hand_out(node.kind, records.pop(), sink, name)
        node = pop()

    parser.buffer_text = True
    parser.ordered_attributes = False
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    return lambda: len(stack)


def _set_currency(record: Record, key: str, currency: str) -> None:
    record.currencies = {key: currency.strip().upper(), **record.currencies}


def _hand_out(kind: int, record: Record, sink: Sink, name: str) -> None:
    parent = record.parent
    if parent is None:
        return
    if kind == STATEMENT:
        sink.statement(record)
        return
    # without its parent the record is free as soon as it was read: nothing refers in a circle
    record.parent = None
    if kind == ENTRY:
        sink.entry(record, parent)
    elif kind == PART:
        parent.own(record)
    elif kind == BALANCE:
        if len(parent.owned) >= BALANCES_MAX:
            raise _malformed(name, record.line, 1, f"more than {BALANCES_MAX:,} balances", "")
        parent.own(record)


def _excerpt(data: memoryview, line: int) -> str:
    lines = bytes(data).split(b"\n", line)
    text = lines[line - 1] if line <= len(lines) else b""
    return text[: EXCERPT_LIMIT * 4].decode("utf-8", "replace").strip()[:EXCERPT_LIMIT]


def _reason(fault: ParseError) -> str:
    return str(fault).rpartition(": line ")[0] or str(fault)


def _declaration(name: str, line: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name}, line {line}: there is a DOCTYPE or ENTITY declaration; no statement has one.",
        code="camt_declaration",
        hint="The file was made to do harm or is no statement: download it again from the bank.",
        extra={"line": line},
    )


def _too_deep(name: str, line: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name}, line {line}: elements are nested more than {DEPTH_MAX} deep; no statement is.",
        code="camt_too_deep",
        hint="The file is damaged or made to do harm: download it again from the bank.",
        extra={"line": line},
    )


def _cut_off(name: str, line: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the file ends at line {line} inside of an element: what follows is missing.",
        code="camt_truncated",
        hint="Download the statement again; a part of a statement is never booked as whole.",
        extra={"line": line},
    )


def _malformed(name: str, line: int, column: int, why: str, excerpt: str) -> UnreadableFile:
    shown = f" ({excerpt})" if excerpt else ""
    return UnreadableFile(
        f"{name}, line {line}, column {column}: this is no statement's XML: {why}{shown}.",
        code="camt_malformed",
        hint="The file is damaged: download it again and do not edit it in between.",
        extra={"line": line, "column": column, "excerpt": excerpt},
    )
