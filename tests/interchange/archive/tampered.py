"""Archives taken apart, changed and put together again, with or without honest hashes.

Here: the taking apart. Not here: tests.
"""

import base64
import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.audit.chain import (
    FIRST_PREVIOUS,
    SealedEntry,
    SealedEvent,
    SealRecord,
    Span,
    contents_of,
    items_of,
)
from ledgerflow.ledger.content import entry_hash

MANIFEST = "manifest.json"


def members_of(path):
    """Member -> bytes, in the archive's order."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_members(path, members, *, rehash):
    """A ZIP of these members; `rehash` makes sizes and hashes of the manifest theirs."""
    if rehash:
        manifest = json.loads(members[MANIFEST])
        manifest["members"] = {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in members.items()
            if name != MANIFEST
        }
        members = {**members, MANIFEST: json.dumps(manifest).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def rows_of(data):
    """JSON Lines as objects."""
    return [json.loads(line) for line in data.splitlines()]


def data_of(rows):
    """Objects as JSON Lines."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


@dataclass
class Apart:
    """An archive's members with its rows ready to be changed in place."""

    members: dict
    entries: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    decisions: list = field(default_factory=list)
    audit: list = field(default_factory=list)
    seals: list = field(default_factory=list)

    def __post_init__(self):
        for name in ("entries", "statements", "decisions", "audit", "seals"):
            setattr(self, name, rows_of(self.members[f"{name}.jsonl"]))

    @property
    def manifest(self):
        """The manifest as a fresh object."""
        return json.loads(self.members[MANIFEST])

    def manifest_set(self, **changes):
        """Replace parts of the manifest."""
        self.members[MANIFEST] = json.dumps(self.manifest | changes).encode()

    def kind(self, record):
        """The statements' records of one kind."""
        return [row for row in self.statements if row["record"] == record]

    def write(self, path, *, recount=False):
        """Put it together again, every hash of the manifest made to fit."""
        for name in ("entries", "statements", "decisions", "audit", "seals"):
            self.members[f"{name}.jsonl"] = data_of(getattr(self, name))
        if recount:
            counts = self.manifest["counts"]
            lines = sum(len(row["lines"]) for row in self.entries)
            self.manifest_set(counts=counts | {"entries": len(self.entries), "lines": lines})
        write_members(path, self.members, rehash=True)

    def unsealed(self):
        """Itself, without seals: what then is found, arithmetic alone finds."""
        self.seals = []
        self.manifest_set(counts=self.manifest["counts"] | {"seal": 0})
        return self

    def account_ids(self):
        """Code -> id."""
        rows = csv.DictReader(io.StringIO(self.members["accounts.csv"].decode(), newline=""))
        return {row["code"]: int(row["id"]) for row in rows}

    def entry_rehash(self, row):
        """Make the entry's own hash fit its content."""
        ids = self.account_ids()
        lines = [(ids[x["account"]], Decimal(x["amount"]), x["currency"], x["note"])
                 for x in row["lines"]]  # fmt: skip
        day = dt.date.fromisoformat(row["date"])
        made = entry_hash(day, row["kind"], row["reverses_id"], row["description"], lines)
        row["sha256"] = made.hex()

    def seal(self, *, parts=1):
        """Seal entries and events honestly, in so many seals; the rest of ids are other books'."""
        head = self.manifest["business"]
        entries = sorted((e["id"], _entry_digest(e, head["id"])) for e in self.entries)
        found = [row for row in self.audit if row["record"] == "event"]
        events = sorted((e["id"], _event_digest(e, head["id"])) for e in found)
        previous, after = FIRST_PREVIOUS, (0, 0)
        self.seals = []
        for number in range(1, parts + 1):
            spans, full = [], []
            for place, items in enumerate((entries, events)):
                upto = items[len(items) * number // parts - 1][0]
                part = [item for item in items if after[place] < item[0] <= upto]
                spans.append(Span(after[place], upto, len(part), items_of(after[place], part)))
                full.append([digest for _, digest in part])
            draft = SealRecord(
                head["firm_id"], number, dt.datetime(2026, 1, number, tzinfo=dt.UTC), previous,
                *spans, contents_of(*full), b"",
            )  # fmt: skip
            self.seals.append(_seal_row(draft))
            previous, after = draft.computed(), tuple(span.upto for span in spans)
        self.manifest_set(counts=self.manifest["counts"] | {"seal": parts})


def _entry_digest(row, business_id):
    moment = dt.datetime.fromisoformat(row["posted_at"])
    return SealedEntry(
        row["id"], business_id, row["number"], moment, row["posted_by_id"], row["batch_id"],
        row["key"], bytes.fromhex(row["sha256"]),
    ).digest  # fmt: skip


def _event_digest(row, business_id):
    moment = dt.datetime.fromisoformat(row["at"])
    return SealedEvent(
        row["id"], business_id, moment, row["actor"], row["user_id"], row["action"],
        row["subject"], row["subject_id"], row["batch_id"], row["request_id"], row["reason"],
        row["detail"],
    ).digest  # fmt: skip


def _seal_row(seal):
    row = {"sequence": seal.sequence, "sealed_at": seal.sealed_at.isoformat()}
    row |= {"previous": seal.previous.hex(), "contents": seal.contents.hex()}
    for name, count, span in (
        ("entries", "entry_count", seal.entries),
        ("events", "event_count", seal.events),
    ):
        row |= {f"{name}_after": span.after, f"{name}_upto": span.upto, count: span.count}
        row[name] = base64.b64encode(span.items).decode()
    return row | {"hash": seal.computed().hex()}
