"""The content of an entry as one text, and its SHA-256.

Here: the canonical text, the same as `lf_entry_content` writes in PostgreSQL. It tells a repeated
request from another one, it is what seals cover, and an archive recomputes it without a database.
Not here: who posts. First row: date, kind, reverses, description; then one row a line: position,
account id, amount with four decimals, currency, note. Columns are parted by tabs, rows by line
feeds; backslash, tab, line feed and carriage return stand escaped, as PostgreSQL's COPY reads them.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ledgerflow.core.rowtext import escaped

__all__ = ["content_hash", "entry_hash", "escaped", "head_row", "line_row"]


def head_row(date: dt.date, kind: str, reverses_id: int | None, description: str) -> str:
    """The first row of an entry's content."""
    undone = "" if reverses_id is None else str(reverses_id)
    return f"{date.isoformat()}\t{kind}\t{undone}\t{escaped(description)}"


def line_row(position: int, account_id: int, amount: Decimal, currency: str, note: str) -> str:
    """One line's row. The amount has four decimals or fewer."""
    return f"{position}\t{account_id}\t{amount:.4f}\t{currency}\t{escaped(note)}"


def content_hash(head: str, lines: Iterable[str]) -> bytes:
    """SHA-256 (32 bytes) over an entry's rows."""
    return hashlib.sha256("\n".join((head, *lines)).encode()).digest()


def entry_hash(
    date: dt.date,
    kind: str,
    reverses_id: int | None,
    description: str,
    lines: Sequence[tuple[int, Decimal, str, str]],
) -> bytes:
    """The hash of an entry from its parts; a line is (account id, amount, currency, note)."""
    rows = [line_row(position, *line) for position, line in enumerate(lines, 1)]
    return content_hash(head_row(date, kind, reverses_id, description), rows)
