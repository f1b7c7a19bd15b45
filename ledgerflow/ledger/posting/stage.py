"""Entries as the columns that posting many of them takes, in chunks; pure.

Here: one entry's rows, and a chunk's columns as the texts of PostgreSQL's arrays. Not here: the
database (many.py), or what may be posted: whoever stages rows has checked them (drafts.py, or a
reader of journals), and PostgreSQL checks them all again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, chain, repeat
from typing import NamedTuple

from ledgerflow.core.rowtext import unescaped
from ledgerflow.ledger.drafts import EntryDraft

CHUNK = 2_500
"""Entries a chunk: some megabytes, and one run of the rules."""

_HEAD_CELLS, _LINE_CELLS = 4, 5


Staged = tuple[str, str, str]
"""An entry as texts of its content (content.py): its head, the rows of its lines parted by line
feeds; and its key or "". Plain texts in a plain tuple: of a million, none is the collector's work.
"""


class Columns(NamedTuple):
    """What `lf_entries_post` takes, in its order: arrays as text, `hashes` as 32 bytes an entry.

    A column that may be left empty is, where no entry or line has anything in it.
    """

    days: str
    kinds: str
    words: str
    undone: str
    keys: str
    hashes: bytes
    counts: str
    ordinals: str
    positions: str
    accounts: str
    amounts: str
    currencies: str
    notes: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some entries, and their columns."""

    staged: tuple[Staged, ...]
    columns: Columns

    @property
    def has_keys(self) -> bool:
        """True where an entry has one."""
        return self.columns.keys != "{}"


def staged_of(drafts: Iterable[EntryDraft]) -> Iterator[Staged]:
    """Drafts as staged entries, one by one."""
    for draft in drafts:
        yield draft.head, "\n".join(draft.rows), draft.idempotency_key


def chunks_of(staged: Iterable[Staged], size: int = CHUNK) -> Iterator[Chunk]:
    """Staged entries in chunks of at most `size`."""
    for some in batched(staged, size):
        yield chunk_of(some)


def chunk_of(staged: tuple[Staged, ...]) -> Chunk:
    """A chunk with its columns; lines name their entry by its place in it, from 1."""
    heads, rows, keys = zip(*staged, strict=True)
    counts = [own.count("\n") + 1 for own in rows]
    head_cells = _cells(heads, len(heads), _HEAD_CELLS)
    cells = _cells(rows, sum(counts), _LINE_CELLS)
    sha256 = hashlib.sha256
    digests = [sha256(f"{head}\n{own}".encode()).digest() for head, own, _ in staged]
    ordinals = chain.from_iterable(map(repeat, map(str, range(1, len(counts) + 1)), counts))
    columns = Columns(
        days=_plain(head_cells[0]),
        kinds=_texts(head_cells[1]),
        undone=_plain([cell or "NULL" for cell in head_cells[2]]) if any(head_cells[2]) else "{}",
        words=_texts([unescaped(cell) for cell in head_cells[3]]),
        keys=_texts(keys) if any(keys) else "{}",
        hashes=b"".join(digests),
        counts=_plain(map(str, counts)),
        ordinals=_plain(ordinals),
        positions=_plain(cells[0]),
        accounts=_plain(cells[1]),
        amounts=_plain(cells[2]),
        currencies=_texts(cells[3]),
        notes=_texts([unescaped(cell) for cell in cells[4]]) if any(cells[4]) else "{}",
    )
    return Chunk(staged, columns)


def _cells(rows: Sequence[str], count: int, width: int) -> list[list[str]]:
    """The columns of so many rows of `width` cells; no escaped text holds a tab or line feed."""
    cells = "\n".join(rows).replace("\n", "\t").split("\t")
    if len(cells) != count * width:
        raise ValueError(f"{count} rows of {width} cells have {len(cells)} cells")
    return [cells[place::width] for place in range(width)]


def _plain(cells: Iterable[str]) -> str:
    """An array of numbers or days."""
    return f"{{{','.join(cells)}}}"


def _texts(texts: Sequence[str]) -> str:
    """An array of any texts, in quotes."""
    joined = '","'.join(texts)
    if "\\" in joined or joined.count('"') != 2 * (len(texts) - 1):
        joined = '","'.join([t.replace("\\", "\\\\").replace('"', '\\"') for t in texts])
    return f'{{"{joined}"}}'
