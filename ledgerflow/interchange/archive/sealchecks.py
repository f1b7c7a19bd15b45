"""The seals in an archive: an unbroken chain, and every entry and event as it was sealed.

Here: reading seals and looking entries and events up in them. Not here: the arithmetic of seals
(audit/chain.py). A firm's seals list the ids of all its businesses; of those of others an archive
holds nothing, so what they seal cannot be compared here.
"""

import base64
from bisect import bisect_left
from collections import Counter

from ledgerflow.audit.chain import (
    ITEM_BYTES,
    KEPT_BYTES,
    OFFSET_BYTES,
    SealedEntry,
    SealedEvent,
    SealRecord,
    Span,
    chain_faults,
)
from ledgerflow.interchange.archive.faults import Faults
from ledgerflow.interchange.archive.layout import AUDIT, ENTRIES, SEALS
from ledgerflow.interchange.archive.reading import ArchiveReader, Record
from ledgerflow.interchange.archive.records import (
    ArchivedEntry,
    hexadecimal,
    moment,
    text,
    whole,
    whole_or_none,
)

RECORDS = frozenset({"batch", "event", "period"})


class SealChecks:
    """A firm's seals, and how many entries and events of this business they cover."""

    def __init__(self, reader: ArchiveReader, firm_id: int, business_id: int) -> None:
        self.reader = reader
        self.business_id = business_id
        self.sealed = self.unsealed = 0
        seals = []
        for row, record in reader.records(SEALS):
            try:
                seals.append(_seal_read(record, firm_id))
            except ValueError as error:
                self.faults.add(SEALS, str(error), f"row {row}")
        for words in chain_faults(seals):
            self.faults.add(SEALS, words)
        self.count = len(seals)
        self.last_hash = seals[-1].hash.hex() if seals else ""
        self._entries = [seal.entries for seal in seals]
        self._events = [seal.events for seal in seals]

    @property
    def faults(self) -> Faults:
        """Where faults go."""
        return self.reader.faults

    def entry_checked(self, archived: ArchivedEntry) -> None:
        """The entry is as it was sealed, where a seal covers its id."""
        entry = archived.entry
        sealed = SealedEntry(
            id=archived.id,
            business_id=self.business_id,
            number=entry.number,
            posted_at=archived.posted_at,
            posted_by_id=archived.posted_by_id,
            batch_id=archived.batch_id,
            idempotency_key=archived.key,
            content=bytes.fromhex(archived.sha256),
        )
        self._compare(self._entries, archived.id, sealed.digest, ENTRIES, f"entry {entry.number}")

    def audit_checked(self) -> dict[str, int]:
        """Every event of audit.jsonl, as entries; how many records of each kind there are."""
        counts: Counter[str] = Counter()
        for row, record in self.reader.records(AUDIT):
            kind = record.get("record")
            if kind not in RECORDS:
                self.faults.add(AUDIT, f"{kind!r} is no kind of record here", f"row {row}")
                continue
            counts[kind] += 1
            if kind != "event":
                continue
            try:
                event = self._event_read(record)
            except ValueError as error:
                self.faults.add(AUDIT, str(error), f"row {row}")
                continue
            self._compare(self._events, event.id, event.digest, AUDIT, f"event {event.id}")
        return dict(counts)

    def _event_read(self, record: Record) -> SealedEvent:
        return SealedEvent(
            id=whole(record, "id"),
            business_id=self.business_id,
            at=moment(record, "at"),
            actor=text(record, "actor"),
            user_id=whole_or_none(record, "user_id"),
            action=text(record, "action"),
            subject=text(record, "subject"),
            subject_id=whole_or_none(record, "subject_id"),
            batch_id=whole_or_none(record, "batch_id"),
            request_id=text(record, "request_id"),
            reason=text(record, "reason"),
            detail=text(record, "detail"),
        )

    def _compare(self, spans: list[Span], key: int, digest: bytes, member: str, place: str) -> None:
        at = bisect_left(spans, key, key=lambda span: span.upto)
        if at == len(spans):
            self.unsealed += 1
            return
        kept = _kept(spans[at], key)
        if kept is None:
            self.faults.add(member, "came in after its seal was made", place)
        elif kept != digest[:KEPT_BYTES]:
            self.faults.add(member, "is not what was sealed", place)
        else:
            self.sealed += 1


def _kept(span: Span, key: int) -> bytes | None:
    """What the seal keeps of an id's digest; its list is ordered by id."""
    offset = key - span.after
    if not 0 < offset < 1 << (8 * OFFSET_BYTES):
        return None
    wanted = offset.to_bytes(OFFSET_BYTES, "big")
    items = span.items
    low, high = 0, len(items) // ITEM_BYTES
    while low < high:
        middle = (low + high) // 2
        at = middle * ITEM_BYTES
        if items[at : at + OFFSET_BYTES] < wanted:
            low = middle + 1
        else:
            high = middle
    at = low * ITEM_BYTES
    if items[at : at + OFFSET_BYTES] != wanted:
        return None
    return items[at + OFFSET_BYTES : at + ITEM_BYTES]


def _seal_read(record: Record, firm_id: int) -> SealRecord:
    return SealRecord(
        firm_id=firm_id,
        sequence=whole(record, "sequence"),
        sealed_at=moment(record, "sealed_at"),
        previous=hexadecimal(record, "previous"),
        entries=_span(record, "entries", "entry_count"),
        events=_span(record, "events", "event_count"),
        contents=hexadecimal(record, "contents"),
        hash=hexadecimal(record, "hash"),
    )


def _span(record: Record, name: str, count: str) -> Span:
    return Span(
        after=whole(record, f"{name}_after"),
        upto=whole(record, f"{name}_upto"),
        count=whole(record, count),
        items=base64.b64decode(text(record, name), validate=True),
    )
