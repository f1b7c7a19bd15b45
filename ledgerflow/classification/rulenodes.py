"""Reading tables, lists and values out of YAML's nodes, with the line of each; pure.

Here: shapes, and collecting faults. Not here: what the values mean (rulefile.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be used: the line it stands in (0: the whole), what, what to do."""

    line: int
    message: str
    hint: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping: nodes by key."""

    line: int
    what: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """One key with its node."""

    line: int
    key: str
    node: Any


@dataclass(slots=True)
class Reader:
    """Takes nodes apart; what has another shape becomes a fault and reads as empty."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, message: str, hint: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(line, message, hint))

    def table(self, node: Any, what: str, keys: Sequence[str]) -> Table | None:
        """A mapping that has no other keys than these, each once."""
        line = _line(node)
        if not isinstance(node, yaml.MappingNode):
            self.fault(line, f"{what} is no table of {', '.join(keys)}.", "Write `key: value`.")
            return None
        values: dict[str, Any] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if key not in keys:
                self.fault(
                    _line(key_node),
                    f"{what} has nothing called “{str(key)[:40]}”.",
                    f"Use {', '.join(keys)}.",
                )
            elif key in values:
                self.fault(_line(key_node), f"{what} has “{key}” twice.", "Keep one of them.")
            values[key] = value
        return Table(line, what, values)

    def items(self, table: Table, key: str) -> Iterator[Any]:
        """The nodes of a list; none where the key is not there."""
        node = table.values.get(key)
        if node is None or _is_empty(node):
            return
        if not isinstance(node, yaml.SequenceNode):
            self.fault(_line(node), f"“{key}” is no list.", "Start each line of it with a dash.")
            return
        yield from node.value

    def text(self, table: Table, key: str, *, needed: bool = False) -> str:
        """A single value as it stands there; "" where it is left out."""
        node = table.values.get(key)
        if isinstance(node, yaml.ScalarNode) and not _is_empty(node):
            return str(node.value).strip()
        if node is not None and not _is_empty(node):
            self.fault(_line(node), f"“{key}” is no single value.", "Write one text or number.")
        elif needed:
            self.fault(table.line, f"{table.what} has no {key}.", f"Add `{key}: ...`.")
        return ""

    def flag(self, table: Table, key: str, *, default: bool) -> bool:
        """True or false."""
        said = self.text(table, key).lower()
        if said and said not in (*_TRUE, *_FALSE):
            self.fault(
                _line(table.values[key]), f"“{key}” is true or false, not “{said}”.", "Correct it."
            )
        return said in _TRUE if said else default

    def single(self, node: Any, what: str, example: str) -> Pair | None:
        """A table of exactly one key."""
        if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
            key, value = node.value[0]
            if isinstance(key, yaml.ScalarNode):
                return Pair(_line(key), " ".join(str(key.value).split()), value)
        self.fault(_line(node), f"{what} is written as one `field operator: value`.", example)
        return None

    def value(self, pair: Pair) -> str | tuple[str, ...]:
        """A text, or the texts of a list."""
        node = pair.node
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        return self.listed(node, pair.key)

    def listed(self, node: Any, key: str) -> tuple[str, ...]:
        """The texts of a list of single values."""
        of = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if all(isinstance(one, yaml.ScalarNode) for one in of):
            return tuple(str(one.value).strip() for one in of)
        self.fault(_line(node), f"“{key}” is no list of single values.", "Write [one, two].")
        return ()


def texts_of(reader: Reader, table: Table, key: str) -> tuple[str, ...]:
    """A list of texts; () where the key is not there."""
    node = table.values.get(key)
    return () if node is None or _is_empty(node) else reader.listed(node, key)


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")


def _line(node: Any) -> int:
    return 0 if node is None else int(node.start_mark.line) + 1
