"""Rules of the audit trail: entries and events are what was posted, recorded and sealed.

Here: a firm's rows against its seals, range by range, and what differs in words. Not here: the
arithmetic (audit/chain.py), making seals (ledger/sealing.py). PostgreSQL recomputes the digests
from the rows themselves, Python the seals from theirs, so that neither is believed alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from ledgerflow.audit.chain import SealRecord, Span, chain_faults
from ledgerflow.pipeline.verification.records import DETAILS_SHOWN, VerifyCheck, check_of

SEQUENCES = 'SELECT sequence FROM "audit_seal" ORDER BY sequence'

# A list of 16 bytes a row, as lf_seal_make packs it.
PACKED = """
SELECT count(*) AS count, coalesce(string_agg(int4send(least(id - {after}, 2147483647)::integer)
           || substr(digest, 1, 12), ''::bytea ORDER BY id), '') AS items,
       coalesce(string_agg(digest, ''::bytea ORDER BY id), '') AS digests"""
SEAL = f"""
SELECT s.firm_id, s.sequence, s.sealed_at, s.previous, s.entries_after, s.entries_upto,
       s.entry_count, s.entries, s.events_after, s.events_upto, s.event_count, s.events,
       s.contents, s.hash, e.count, e.items, e.changed, v.count, v.items,
       sha256(e.digests || v.digests)
  FROM "audit_seal" s
 CROSS JOIN LATERAL ({PACKED.format(after="s.entries_after")},
            array_agg(id) FILTER (WHERE NOT as_posted) AS changed
       FROM lf_entry_digests(s.firm_id, s.entries_after, s.entries_upto, NULL)) e
 CROSS JOIN LATERAL ({PACKED.format(after="s.events_after")}
       FROM lf_event_digests(s.firm_id, s.events_after, s.events_upto, NULL)) v
 WHERE s.sequence = %s"""  # noqa: S608  # made of constants

TAIL = """
SELECT e.count, e.changed, v.count,
       (SELECT count(*) FROM "ledger_journalentry" WHERE firm_id = %(firm)s AND id < 1)
       + (SELECT count(*) FROM "audit_auditevent" WHERE firm_id = %(firm)s AND id < 1)
  FROM (SELECT count(*), array_agg(id) FILTER (WHERE NOT as_posted) AS changed
          FROM lf_entry_digests(%(firm)s, %(entries)s, 9223372036854775807, NULL)) e,
       (SELECT count(*) FROM "audit_auditevent"
         WHERE firm_id = %(firm)s AND id > %(events)s) v"""

ENTRIES = """
SELECT e.id, 'entry ' || e.number || ' of ' || b.name || ' (' || e.date || ')'
  FROM "ledger_journalentry" e
  JOIN "firms_business" b ON b.firm_id = e.firm_id AND b.id = e.business_id
 WHERE e.id = ANY(%s)"""
EVENTS = """
SELECT id, 'event ' || id || ' (' || action || ', ' || to_char(at, 'YYYY-MM-DD HH24:MI:SS TZ')
       || ')' FROM "audit_auditevent" WHERE id = ANY(%s)"""
ENTRY_BEFORE = 'SELECT max(id) FROM "ledger_journalentry" WHERE id < %s'

CONTENT = "its day, kind, description or lines are not those it was posted with"
CIRCUMSTANCES = (
    "it is not what was sealed: who posted it and when, its business, number, batch or key"
    " was changed, or its content together with the hash of its posting"
)


@dataclass(slots=True)
class Found:
    """What breaks a rule: how many cases, and the first of them in words."""

    compared: int = 0
    total: int = 0
    details: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        """One more case."""
        self.total += 1
        if len(self.details) < DETAILS_SHOWN:
            self.details.append(words)


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows that seals cover: what they are called, and how they are named from their ids."""

    plural: str
    one: str
    names: str


ENTRY = Kind("entries", "entry", ENTRIES)
EVENT = Kind("events", "event", EVENTS)


class TrailCheck:
    """The check of one firm's trail, in its scope: walks the seals once, a range at a time."""

    def __init__(self, firm_id: int) -> None:
        self.firm_id = firm_id
        self.posted, self.entries, self.events = Found(), Found(), Found()
        self.ends = (0, 0)
        self.seals = 0

    def checks(self) -> list[VerifyCheck]:
        """Walk, then say what was found."""
        broken = chain_faults(self._walked())
        tail_entries, tail_events = self._tail()
        tail = f"; not sealed yet: {tail_entries:,} entries, {tail_events:,} events"
        return [
            check_of("seals_are_unbroken", "Every seal follows the one before it",
                     f"{self.seals:,} seals", broken),
            self._check("entries_are_as_posted", "Every entry of the firm has the content it was"
                        " posted with", "entries", self.posted),
            self._check("entries_are_as_sealed", "Every sealed entry is there, unchanged, and none"
                        " came in between", "sealed entries", self.entries, tail),
            self._check("events_are_as_sealed", "Every sealed event of the audit trail is there,"
                        " unchanged, and none came in between", "sealed events", self.events),
        ]  # fmt: skip

    @staticmethod
    def _check(name: str, rule: str, unit: str, found: Found, more: str = "") -> VerifyCheck:
        compared = f"{found.compared:,} {unit}{more}"
        return check_of(name, rule, compared, found.details, found.total)

    def _walked(self) -> Iterator[SealRecord]:
        """Each seal, once its rows were looked at."""
        for (sequence,) in _rows(SEQUENCES):
            row = _rows(SEAL, [sequence])[0]
            seal = _record(row)
            entry_count, entry_items, changed, event_count, event_items, contents = row[14:]
            self.posted.compared += entry_count
            self._changed_content(changed or [])
            entries = Span(seal.entries.after, seal.entries.upto, entry_count, bytes(entry_items))
            events = Span(seal.events.after, seal.events.upto, event_count, bytes(event_items))
            same = self._compare(ENTRY, self.entries, seal, seal.entries, entries)
            same &= self._compare(EVENT, self.events, seal, seal.events, events)
            if same and bytes(contents) != seal.contents:
                self.entries.add(f"seal {seal.sequence}: its rows are not those that were sealed")
            self.seals += 1
            self.ends = (seal.entries.upto, seal.events.upto)
            yield seal

    def _compare(self, kind: Kind, found: Found, seal: SealRecord, sealed: Span, now: Span) -> bool:
        """True where the rows in a seal's range are those it lists."""
        found.compared += sealed.count
        if sealed.items == now.items:
            return True
        before, after = sealed.kept(), now.kept()
        differing = sorted(id_ for id_ in before.keys() | after.keys()
                           if before.get(id_) != after.get(id_))  # fmt: skip
        names = dict(_rows(kind.names, [differing[:DETAILS_SHOWN]]))
        for id_ in differing:
            if id_ not in after:
                found.add(self._gone(kind, id_, seal.sequence, seal.sealed_at))
            elif id_ not in before:
                found.add(f"{names.get(id_, id_)}: came into the range of seal {seal.sequence}"
                          " after it was sealed")  # fmt: skip
            else:
                found.add(f"{names.get(id_, id_)}: {self._how(kind, id_, seal.sequence)}")
        return False

    def _changed_content(self, ids: list[int]) -> None:
        names = dict(_rows(ENTRIES, [ids[:DETAILS_SHOWN]])) if ids else {}
        for id_ in ids:
            self.posted.add(f"{names.get(id_, id_)}: {CONTENT}")

    def _how(self, kind: Kind, id_: int, sequence: int) -> str:
        if kind is EVENT:
            return f"it is not what seal {sequence} sealed"
        asked = "SELECT as_posted FROM lf_entry_digests(%s, %s, %s, NULL)"
        ((as_posted,),) = _rows(asked, [self.firm_id, id_ - 1, id_])
        return CIRCUMSTANCES if as_posted else CONTENT

    def _gone(self, kind: Kind, id_: int, sequence: int, sealed_at: datetime) -> str:
        words = (
            f"{kind.one} with the id {id_}, in seal {sequence} of {sealed_at:%Y-%m-%d %H:%M:%S} UTC"
        )
        if kind is ENTRY:
            before = _rows(ENTRY_BEFORE, [id_])[0][0]
            named = dict(_rows(ENTRIES, [[before]])) if before else {}
            words += f", posted after {named[before]}" if named else ""
        return f"{words}: it is gone"

    def _tail(self) -> tuple[int, int]:
        values = {"firm": self.firm_id, "entries": self.ends[0], "events": self.ends[1]}
        entries, changed, events, below = _rows(TAIL, values)[0]
        if below:
            self.posted.add(f"{below} rows have an id below 1, which the database never gives")
        self.posted.compared += entries
        self._changed_content(changed or [])
        return entries, events


def trail_checks(firm_id: int) -> list[VerifyCheck]:
    """The checks of a firm's audit trail, in its scope."""
    return TrailCheck(firm_id).checks()


def _record(row: tuple[Any, ...]) -> SealRecord:
    entries = Span(row[4], row[5], row[6], bytes(row[7]))
    events = Span(row[8], row[9], row[10], bytes(row[11]))
    fixed = (row[0], row[1], row[2], bytes(row[3]), entries, events)
    return SealRecord(*fixed, bytes(row[12]), bytes(row[13]))


def _rows(sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
