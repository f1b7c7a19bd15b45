"""Seals as arithmetic: digests of entries, of events and of seals, and the chain of seals; pure.

Here: the same texts that PostgreSQL writes (ledger/migrations/sql/seals.sql), so that an archive is
checked without a database. Not here: making seals, or looking into the books. No Django.

Every text is UTF-8; columns are parted by tabs, rows by line feeds; texts stand escaped as COPY
writes them (core/rowtext.py); what is not there is an empty column; moments are microseconds since
1970-01-01 UTC; digests are SHA-256, written in lower hexadecimal digits where they stand in a text.

    entry   entry, id, business, number, posted at, posted by, batch, idempotency key, content
            `content` is the hash of ledger/content.py over the entry and its lines
    event   event, id, business, at, actor, user, action, subject, subject id, batch, request id,
            reason, detail (as PostgreSQL writes jsonb: `detail_text`)
    list    per row, ordered by id: 4 bytes id - `after` (big endian), 12 bytes of the digest
    contents   the hash over the full digests of the entries, then of the events, in that order
    seal    the rows: seal; firm; sequence; sealed at; previous seal's hash;
            entries after, upto, count; hash of the entries' list; the same two rows for events;
            contents. The first seal's previous hash is 32 zero bytes.

A seal covers every id of its firm beyond `after` and up to `upto`: none is missing, none is added.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.rowtext import escaped

FIRST_PREVIOUS = bytes(32)
OFFSET_BYTES, KEPT_BYTES = 4, 12
ITEM_BYTES = OFFSET_BYTES + KEPT_BYTES
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

type Json = bool | int | Decimal | str | Sequence["Json"] | Mapping[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry as a seal covers it; `content` is 32 bytes."""

    id: int
    business_id: int
    number: int
    posted_at: dt.datetime
    posted_by_id: int | None
    batch_id: int | None
    idempotency_key: str
    content: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 (32 bytes)."""
        return _row_hash(
            *("entry", self.id, self.business_id, self.number, microseconds(self.posted_at)),
            *(self.posted_by_id, self.batch_id, self.idempotency_key, self.content.hex()),
        )


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """An event as a seal covers it; `detail` is the text of `detail_text`."""

    id: int
    business_id: int | None
    at: dt.datetime
    actor: str
    user_id: int | None
    action: str
    subject: str
    subject_id: int | None
    batch_id: int | None
    request_id: str
    reason: str
    detail: str

    @property
    def digest(self) -> bytes:
        """SHA-256 (32 bytes)."""
        return _row_hash(
            *("event", self.id, self.business_id, microseconds(self.at), self.actor, self.user_id),
            *(self.action, self.subject, self.subject_id, self.batch_id, self.request_id),
            *(self.reason, self.detail),
        )


@dataclass(frozen=True, slots=True)
class Span:
    """The ids that a seal covers, `after` excluded and `upto` included, and their list."""

    after: int
    upto: int
    count: int
    items: bytes

    def kept(self) -> dict[int, bytes]:
        """Id -> the 12 bytes kept of its digest."""
        found = {}
        for at in range(0, len(self.items), ITEM_BYTES):
            offset = int.from_bytes(self.items[at : at + OFFSET_BYTES], "big")
            found[self.after + offset] = self.items[at + OFFSET_BYTES : at + ITEM_BYTES]
        return found


@dataclass(frozen=True, slots=True)
class SealRecord:
    """A seal's row."""

    firm_id: int
    sequence: int
    sealed_at: dt.datetime
    previous: bytes
    entries: Span
    events: Span
    contents: bytes
    hash: bytes

    def computed(self) -> bytes:
        """The hash that the row's other columns give."""
        rows: list[str] = ["seal", str(self.firm_id), str(self.sequence)]
        rows += [str(microseconds(self.sealed_at)), self.previous.hex()]
        for span in (self.entries, self.events):
            rows.append(f"{span.after}\t{span.upto}\t{span.count}")
            rows.append(hashlib.sha256(span.items).hexdigest())
        rows.append(self.contents.hex())
        return hashlib.sha256("\n".join(rows).encode()).digest()


def items_of(after: int, digests: Iterable[tuple[int, bytes]]) -> bytes:
    """The list of (id, full digest), ordered by id."""
    return b"".join(
        (id_ - after).to_bytes(OFFSET_BYTES, "big") + digest[:KEPT_BYTES] for id_, digest in digests
    )


def contents_of(entries: Iterable[bytes], events: Iterable[bytes]) -> bytes:
    """The hash over full digests: those of the entries, then those of the events, by id."""
    return hashlib.sha256(b"".join(entries) + b"".join(events)).digest()


def chain_faults(seals: Iterable[SealRecord]) -> list[str]:
    """What is wrong with a firm's seals, ordered by sequence, in words; [] for an unbroken chain.

    A chain whose end is missing looks unbroken: only a hash noted elsewhere tells.
    """
    faults: list[str] = []
    before: SealRecord | None = None
    for seal in seals:
        faults += [f"seal {seal.sequence} {words}" for words in _link_faults(before, seal)]
        before = seal
    return faults


def _link_faults(before: SealRecord | None, seal: SealRecord) -> Iterable[str]:
    expected = before.sequence + 1 if before else 1
    if seal.sequence != expected:
        missing = seal.sequence - expected
        yield f"comes where seal {expected} belongs" + (
            f": {missing} missing" if missing > 0 else ""
        )
    if seal.hash != seal.computed():
        yield "was changed: its hash is not that of its row"
    if seal.previous != (before.hash if before else FIRST_PREVIOUS):
        yield "does not name the seal before it"
    for what in ("entries", "events"):
        span: Span = getattr(seal, what)
        start = getattr(before, what).upto if before else 0
        if span.after != start or span.upto < span.after:
            yield f"covers {what} {span.after}-{span.upto}, not those after {start}"
        if len(span.items) != span.count * ITEM_BYTES:
            yield f"counts {span.count} {what} and lists {len(span.items) // ITEM_BYTES}"


def microseconds(moment: dt.datetime) -> int:
    """Whole microseconds since 1970-01-01 UTC."""
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


def detail_text(value: Json) -> str:
    """A JSON value as PostgreSQL writes a jsonb: shorter keys first, then by their bytes."""
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return "{" + ", ".join(f"{_quoted(k)}: {detail_text(value[k])}" for k in keys) + "}"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Sequence):
        return "[" + ", ".join(detail_text(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value)


def _quoted(text: str) -> str:
    # json.dumps escapes as PostgreSQL does, but for DEL, which both leave as it is.
    return json.dumps(text, ensure_ascii=False)


def _row_hash(*columns: str | int | None) -> bytes:
    texts = ["" if value is None else escaped(str(value)) for value in columns]
    return hashlib.sha256("\t".join(texts).encode()).digest()
