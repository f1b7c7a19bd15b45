"""Entries as the text that COPY reads, in chunks; pure.

Here: one entry's rows and the two texts of a chunk. Not here: the database (many.py), or what may
be posted: whoever stages rows has checked them (drafts.py, or a reader of journals), and
PostgreSQL checks them all again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import NamedTuple

from ledgerflow.ledger.content import escaped
from ledgerflow.ledger.drafts import EntryDraft

CHUNK = 20_000
"""Entries a chunk: some megabytes, and one run of the rules."""


class Staged(NamedTuple):
    """An entry as rows of its content (content.py), with its key or ""."""

    head: str
    rows: Sequence[str]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some entries, and their rows for the two stage tables."""

    staged: tuple[Staged, ...]
    entries: bytes
    lines: bytes


def staged_of(drafts: Iterable[EntryDraft]) -> Iterator[Staged]:
    """Drafts as staged entries, one by one."""
    for draft in drafts:
        yield Staged(draft.head, draft.rows, draft.idempotency_key)


def chunks_of(staged: Iterable[Staged], size: int = CHUNK) -> Iterator[Chunk]:
    """Staged entries in chunks of at most `size`."""
    for some in batched(staged, size):
        yield chunk_of(some)


def chunk_of(staged: tuple[Staged, ...]) -> Chunk:
    """The texts of a chunk; entries are numbered from 0 within it."""
    entries: list[str] = []
    lines: list[str] = []
    for ordinal, (head, rows, key) in enumerate(staged):
        content = "\n".join((head, *rows))
        digest = hashlib.sha256(content.encode()).hexdigest()
        entries.append(f"{ordinal}\t{head}\t{escaped(key)}\t\\\\x{digest}\t{len(rows)}\n")
        lines.extend([f"{ordinal}\t{row}\n" for row in rows])
    return Chunk(staged, "".join(entries).encode(), "".join(lines).encode())
