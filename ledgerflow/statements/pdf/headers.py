"""The row that heads a table: which columns it names and where they stand.

Here: finding header rows, also where they are printed on two or three lines, and the roles of
their cells. Not here: which figures stand in a column (columns.py).
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ledgerflow.statements.pdf.labels import read_label
from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.pdf.rows import Row, cells_of
from ledgerflow.statements.tables.amounts import CODES
from ledgerflow.statements.tables.words import ROLE_PHRASES, fold

MONEY = frozenset({"amount", "in", "out", "balance"})
DATES = frozenset({"booking_date", "date", "transaction_date", "value_date"})
_SAME = {
    "time": "type",
    "counterparty": "description",
    "counterparty_account": "reference",
    "bank_id": "reference",
    "check": "reference",
    "original_currency": "original_amount",
    "account": "reference",
    "status": "reference",
    "category": "reference",
    "fee": "rate",
}
_LINES_MAX = 3
_LEADING = 0.8
_WORDS_MAX = 32
_TITLE_MAX = 2
_OFFSET = 1.6
"""How far beside its first line the second one of a title may stand, in heights of its letters."""
_NOT_WORD = re.compile(r"^[^\w]+$")


@dataclass(frozen=True, slots=True)
class Column:
    """One title and its place; `role` is "" where the title is not known."""

    role: str
    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """The titles of a table, left to right, and how many rows they take."""

    columns: tuple[Column, ...]
    lines: int = 1

    @property
    def signature(self) -> tuple[tuple[str, int], ...]:
        """Equal for the same header on another page."""
        return tuple((c.text, round(c.left / 12)) for c in self.columns)

    def of_role(self, *roles: str) -> list[Column]:
        """The columns with one of the roles."""
        return [c for c in self.columns if c.role in roles]


def _load() -> dict[str, str]:
    data = tomllib.loads(Path(__file__).with_name("headers.toml").read_text(encoding="utf-8"))
    roles: dict[str, str] = {}
    for role, text in data.items():
        for phrase in text.replace("\n", " ").split(","):
            if phrase.strip():
                roles.setdefault(phrase.strip(), role)
    for role, phrases in ROLE_PHRASES.items():
        for phrase in phrases:
            roles.setdefault(phrase, _SAME.get(role, role))
    return roles


_ROLES = _load()
_STARTS = frozenset(phrase.split()[0] for phrase in _ROLES)


@lru_cache(maxsize=5_000)
def role_of(text: str) -> str:
    """The role that a title names; "" for other texts."""
    tokens = [t for t in fold(text).split() if t.upper() not in CODES and not t.isdigit()]
    whole = " ".join(tokens)
    if role := _ROLES.get(whole):
        return role
    plain = " ".join(t for t in tokens if len(t) > 1 and t not in ("in", "eur", "euro", "euros"))
    if role := _ROLES.get(plain):
        return role
    label = read_label(text)
    if label.is_closed and label.has("aside"):
        return ""
    if label.is_closed and label.direction and label.words <= 4:
        return "in" if label.direction > 0 else "out"
    return "balance" if label.is_closed and label.has("balance") and label.words <= 3 else ""


def header_at(rows: Sequence[Row], at: int) -> Header | None:
    """The header that begins with this row; None where it is none."""
    if not _may_head(rows[at]):
        return None
    best: tuple[float, Header | None] = (0.0, None)
    group: list[Row] = []
    for row in rows[at : at + _LINES_MAX]:
        if row.has_digit or (group and not _is_next(group[-1], row)):
            break
        group.append(row)
        header = Header(tuple(_columns(group)), len(group))
        # a title above a header must not be taken for its first line
        alone = _worth(Header(tuple(_columns([row])))) if len(group) > 1 else 0.0
        worth = _worth(header)
        is_title = len(group) > 1 and len(group[-2].cells()) == 1
        if alone > best[0] and (alone >= worth or is_title):
            return None
        if worth > best[0]:
            best = worth, header
    return best[1]


def _is_next(above: Row, row: Row) -> bool:
    return row.page == above.page and row.top - above.bottom < _LEADING * above.size


def _may_head(row: Row) -> bool:
    if len(row.words) > _WORDS_MAX or row.has_digit:
        return False
    if any(w.text == "=" for w in row.words):
        return False  # an equation of balances and totals
    return any(t in _STARTS for t in row.folded.split())


def _worth(header: Header) -> float:
    """How much a header it is: known titles less unknown ones; 0 where it heads no money."""
    roles = [c.role for c in header.columns]
    money = [r for r in roles if r in MONEY]
    known = {r for r in roles if r}
    unknown = sum(not r for r in roles)
    has_rest = bool(known & DATES) or "description" in known or len(set(money)) > 1
    if not money or not has_rest or len(known) < 2 or unknown * 2 > len(roles):
        return 0
    return len(roles) + 0.5 * len(known) - 2 * unknown - 0.1 * header.lines


def _columns(rows: Sequence[Row]) -> list[Column]:
    """Cells of one or more rows, those above each other put together."""
    groups: list[list[tuple[Word, ...]]] = []
    for row in rows:
        for words in _cells(row):
            over = [g for g in groups if _overlap(g, words)] if len(rows) > 1 else []
            if over:
                over[0].append(words)
            else:
                groups.append([words])
    _join_offset(groups, rows)
    if len(rows) > 1:
        groups = [g for g in groups if not _is_beside(g, rows[-1])]
    columns: list[Column] = []
    for group in groups:
        columns += _split(group)
    return sorted(columns, key=lambda c: c.left)


def _is_beside(group: Sequence[tuple[Word, ...]], last: Row) -> bool:
    """True for an unknown title right of all that the last line has: it heads a box beside."""
    return group[0][0].left > last.right and not role_of(_text(group))


def _join_offset(groups: list[list[tuple[Word, ...]]], rows: Sequence[Row]) -> None:
    """A title "balance" in an upper line with nothing beneath heads an unknown one close beside.

    Two lines of one title are seldom set quite above each other.
    """
    if len(rows) < 2:
        return
    last, reach = rows[-1], _OFFSET * rows[-1].size
    for upper in [g for g in groups if len(g) == 1 and g[0][0].bottom <= last.top + 1]:
        if role_of(_text(upper)) != "balance":
            continue
        left, right = upper[0][0].left, upper[0][-1].right
        for lower in [g for g in groups if len(g) == 1 and g[0][0].top >= last.top - 1]:
            gap = max(lower[0][0].left - right, left - lower[0][-1].right)
            if gap < reach and not role_of(_text(lower)):
                groups.remove(lower)
                upper.extend(lower)
                break


def _text(group: Sequence[tuple[Word, ...]]) -> str:
    return " ".join(w.text for part in group for w in part)


def _cells(row: Row) -> list[tuple[Word, ...]]:
    words = tuple(w for w in row.words if not _NOT_WORD.match(w.text) or w.text in "£€$")
    return [words[a:b] for a, b in cells_of(words)]


def _overlap(group: Sequence[tuple[Word, ...]], words: tuple[Word, ...]) -> bool:
    left = min(part[0].left for part in group)
    right = max(part[-1].right for part in group)
    return words[0].left < right and words[-1].right > left


def _split(group: Sequence[tuple[Word, ...]]) -> list[Column]:
    """One column, or several where titles stand closely side by side."""
    text = _text(group)
    left = min(part[0].left for part in group)
    right = max(part[-1].right for part in group)
    role = role_of(text)
    if not role and len(group) == 2 and role_of(_text(group[:1])) == "balance":
        # the line below only tells which: "Saldo / operación"
        role = "" if read_label(text).has("aside") else "balance"
    if role or len(group) > 1 or len(group[0]) == 1 or read_label(text).is_closed:
        return [Column(role, left, right, fold(text))]
    words = group[0]
    columns: list[Column] = []
    at = 0
    while at < len(words):
        for length in range(min(5, len(words) - at), 0, -1):
            part = words[at : at + length]
            name = " ".join(w.text for w in part)
            role = role_of(name)
            if role:
                break
        columns.append(Column(role, part[0].left, part[-1].right, fold(name)))
        at += length
    known = [c for c in columns if c.role]
    is_title = len(known) * 2 > len(columns) or (known and len(words) <= _TITLE_MAX)
    return known if is_title else [Column("", left, right, fold(text))]
