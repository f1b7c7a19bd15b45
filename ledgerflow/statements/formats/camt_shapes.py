"""Entries of a shape that the file has shown before, taken out without walking them.

Here: learning how an entry is written (its tags, word for word) and cutting all others with the
same tags out of the text. Not here: everything else of the file, which the XML parser walks
(camt_tree.py), the first entry of each shape too.

What is cut out leaves an empty element of the same name with its number and as many line ends,
so that places stay right. It is never read otherwise than the walk would: a shape is learned by
walking it, its tags have no attribute but the currency, there is text in its leaves only, and
no markup or entity in the text. So what is cut is well-formed. Control characters, which would
not be, keep a whole file from being cut.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.camt_paths import Node, document
from ledgerflow.statements.formats.camt_tree import Record, Sink, walk

TEXT_MIN = 1 << 16
"""Shorter texts are walked as they are: there is little to gain."""
SHAPES_MAX = 2000
SHAPES_FREE = 16
ENTRIES_PER_SHAPE = 4
BLOCK_MAX = 8192
PATTERNS_MAX = 8
PATTERN_USES = 40

_OPENING = re.compile(r"<((?:[A-Za-z_][\w.-]*+:)?Ntry)>")
_FORBIDDEN = bytes(set(range(32)) - {9, 10})
_PLAIN_TAG = re.compile(r"/?[A-Za-z_][\w.:-]*(?: Ccy=\"[A-Z]{3}\")?/?")


class Layout(NamedTuple):
    """Where the values of one record stand among all that a shape captures."""

    keys: list[str]
    places: list[int]
    currencies: Mapping[str, str]

    def record(self, name: str, line: int, values: list[str]) -> Record:
        """The record as the walk would have made it."""
        record = Record(name, line)
        record.currencies = self.currencies
        own = [values[place] for place in self.places]
        if "" not in own:
            record.update(zip(self.keys, own, strict=False))
        if len(record) < len(own):  # a value is blank, or a key stands more than once
            record.clear()
            for key, value in zip(self.keys, own, strict=True):
                if value:
                    record.add(key, value)
        return record


@dataclass(slots=True)
class Shape:
    """What the texts of entries with the same tags are; `layouts` has the entry's own first.

    `leaves` and `others` are the places of texts that may and may not say something, `uses`
    counts how often the shape was met.
    """

    leaves: list[int]
    others: list[int]
    layouts: list[Layout]
    uses: int = 0

    def record(self, values: list[str], line: int) -> Record:
        """The entry as the walk would have made it, but for its parent."""
        own, *parts = self.layouts
        entry = own.record("Ntry", line, values)
        if parts:
            entry.owned = [part.record("TxDtls", line, values) for part in parts]
        return entry


@dataclass(slots=True)
class Cut:
    """A text with its plain entries taken out: `attribute` of an empty entry is its number."""

    text: str
    attribute: str = ""
    entries: list[tuple[Shape, list[str]]] = field(default_factory=list)

    def record(self, number: str, line: int) -> Record:
        """The entry that stood there."""
        shape, values = self.entries[int(number)]
        return shape.record(values, line)


def cut(text: str, minimum: int = TEXT_MIN) -> Cut:
    """Take plain entries out of the text of a whole file; short texts stay as they are."""
    if len(text) < minimum or _is_forbidden(text):
        return Cut(text)
    attribute = "cut"
    while attribute in text:
        attribute += "x"
    shapes = _Shapes(text)
    pieces: list[str] = []
    entries: list[tuple[Shape, list[str]]] = []
    done = at = 0
    while opening := _OPENING.search(text, at):
        start = opening.start()
        found, at = shapes.take(start, opening[1])
        if found:
            place = f'<{opening[1]} {attribute}="{len(entries)}"'
            pieces += (text[done:start], place, "\n" * text.count("\n", start, at), "/>")
            entries.append(found)
            done = at
    pieces.append(text[done:])
    return Cut("".join(pieces), attribute, entries)


def _is_forbidden(text: str) -> bool:
    """True for characters that XML does not have."""
    data = text.encode()
    if len(data.translate(None, _FORBIDDEN)) != len(data):
        return True
    return "\ufffe" in text or "\uffff" in text


class _Shapes:
    """The shapes of one file by their tags; None stands for tags that are not plain.

    Those met most are tried first, as one pattern each, the last one that fitted before all.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, Shape | None] = {}
        self._patterns: list[tuple[re.Pattern[str], Shape]] = []
        self._root = document()
        self._seen = 0

    def take(self, start: int, name: str) -> tuple[tuple[Shape, list[str]] | None, int]:
        """(the entry that begins at `start` if its shape is known, where it ends).

        An entry of a shape that is not known may teach it.
        """
        self._seen += 1
        for tried, (pattern, shape) in enumerate(self._patterns):
            if match := pattern.match(self._text, start):
                if tried:
                    self._patterns.insert(0, self._patterns.pop(tried))
                return (shape, list(map(str.strip, match.groups()))), match.end()
        closing = f"</{name}>"
        end = self._text.find(closing, start)
        if end < 0:
            return None, len(self._text)
        end += len(closing)
        if end - start > BLOCK_MAX:
            return None, end
        return self._by_tags(self._text[start:end], name), end

    def _by_tags(self, block: str, name: str) -> tuple[Shape, list[str]] | None:
        if "&" in block:
            return None
        # Each ">" leaves a zero, so that the texts begin with one and the tags have none.
        pieces = block.replace(">", "<\0").split("<")
        tags, texts = pieces[1::2], pieces[2::2]
        if len(tags) != len(texts):
            return None
        key = "<".join(tags)
        if key not in self._known:
            self._learn(key, block, tags, name)
            return None
        shape = self._known[key]
        # no zero in the tags and as many zeros as texts: each text has its own, at its begin
        if shape is None or block.count(">") != len(texts):
            return None
        if "".join([texts[at] for at in shape.others]).strip("\0 \t\n"):
            return None
        shape.uses += 1
        if shape.uses == PATTERN_USES and len(self._patterns) < PATTERNS_MAX:
            self._patterns.append((_pattern(tags, texts, shape), shape))
        return shape, [texts[at][1:].strip() for at in shape.leaves]

    def _learn(self, key: str, block: str, tags: list[str], name: str) -> None:
        known = len(self._known)
        if known < min(SHAPES_MAX, SHAPES_FREE + self._seen // ENTRIES_PER_SHAPE):
            is_plain = all(map(_PLAIN_TAG.fullmatch, tags)) and block.count(">") == len(tags)
            self._known[key] = shape_of(tags, name, self._root) if is_plain else None


def _pattern(tags: list[str], texts: list[str], shape: Shape) -> re.Pattern[str]:
    """Entries with these tags and this space between them, the texts of leaves captured."""
    spaces = [re.escape(text[1:]) for text in texts]
    for at in shape.leaves:
        spaces[at] = "([^<>&]*+)"
    pieces = (f"{re.escape(f'<{tag}>')}{space}" for tag, space in zip(tags, spaces, strict=True))
    return re.compile("".join(pieces))


def shape_of(tags: list[str], name: str, root: Node) -> Shape | None:
    """What the texts between tags are, found by walking the tags with numbers between them.

    None where tags do not fit together.
    """
    leaves = [at for at, tag in enumerate(tags[:-1]) if tags[at + 1] == f"/{tag.split(' ')[0]}"]
    is_leaf = set(leaves)
    block = "".join(f"<{tag}>{at if at in is_leaf else ''}" for at, tag in enumerate(tags))
    entry = _walked(block, name, root)
    if entry is None:
        return None
    layouts: list[Layout] = []
    place = {at: number for number, at in enumerate(leaves)}
    for record in (entry, *entry.owned):
        found = [(key, place[int(at)]) for key in record for at in record.all(key)]
        layouts.append(
            Layout([key for key, _ in found], [at for _, at in found], record.currencies)
        )
    others = [at for at in range(len(tags) - 1) if at not in is_leaf]
    return Shape(leaves, others, layouts)


def _walked(block: str, name: str, root: Node) -> Record | None:
    """One entry walked by itself; None where it is damaged."""
    prefix = name.rpartition(":")[0]
    space = f' xmlns:{prefix}="x"' if prefix else ""
    whole = f"<BkToCstmrStmt{space}><Stmt>{block}</Stmt></BkToCstmrStmt>"
    found: list[Record] = []
    try:
        walk(
            whole.encode(),
            "",
            Sink(lambda entry, _: found.append(entry), lambda _: None),
            root=root,
        )
    except UnreadableFile:
        return None
    return found[0] if len(found) == 1 else None
