"""Seals: made by the database only, one after the other, over ranges that nothing comes into."""

import datetime as dt
import threading
import time

import psycopg
import pytest

from ledgerflow.audit.chain import (
    SealedEntry,
    SealedEvent,
    SealRecord,
    Span,
    chain_faults,
    contents_of,
    items_of,
)
from ledgerflow.core.errors import AppendOnly, ChangedBehind, ConflictError
from ledgerflow.ledger.content import entry_hash
from tests.raw_sql import check_deferred, connect, insert, refused

pytestmark = pytest.mark.django_db

COLUMNS = (
    "firm_id, sequence, sealed_at, previous, entries_after, entries_upto, entry_count,"
    " events_after, events_upto, event_count, entries, events, contents, hash"
)
MAKE = "SELECT outcome, sequence, hash, entries, events, more FROM lf_seal_make(%s, %s, false)"


def make(raw, firm, most=10_000):
    return raw.execute(MAKE, [firm, most]).fetchone()


def post(raw, own, key="attack"):
    entry = insert(
        raw,
        "ledger_journalentry",
        own.entry(
            idempotency_key=key,
            description="Attack\twith \\ and\nmore",
            request_hash=entry_hash(
                *(dt.date(2025, 1, 15), "normal", None, "Attack\twith \\ and\nmore"),
                [(own.accounts["supplies"], 5, "USD", ""), (own.accounts["meals"], -5, "USD", "")],
            ),
        ),
    )
    lines = [own.line(entry, "supplies", "5"), own.line(entry, "meals", "-5", position=2)]
    names = ", ".join(lines[0])
    marks = ", ".join(f"%({name})s" for name in lines[0])
    both = ", ".join("(" + marks.replace(")s", f"{number})s") + ")" for number in range(len(lines)))
    values = {f"{k}{n}": v for n, line in enumerate(lines) for k, v in line.items()}
    raw.execute(f"INSERT INTO ledger_journalline ({names}) VALUES {both}", values)
    return entry


def record(raw, own, reason="attack"):
    return insert(
        raw,
        "audit_auditevent",
        {"firm_id": own.firm, "at": dt.datetime.now(dt.UTC), "actor": "person", "action": "a"}
        | {"subject": "s", "reason": f"{reason}\t", "detail": '{"b": 1.50, "aa": ["\u00e9"]}'},
    )


def test_python_computes_the_seals_that_postgresql_makes(app, own):
    for key in ("one", "two", "three"):
        post(app, own, key)
        record(app, own, key)
    assert [make(app, own.firm, 2)[0] for _ in range(3)] == ["sealed", "sealed", "nothing"]
    lines: dict[int, list] = {}
    for entry, *line in app.execute(
        "SELECT entry_id, account_id, amount, currency, note FROM ledger_journalline"
        " ORDER BY entry_id, position"
    ):
        lines.setdefault(entry, []).append(tuple(line))
    entries = {
        row[0]: SealedEntry(*row[:7], entry_hash(*row[7:], lines[row[0]])).digest
        for row in app.execute(
            "SELECT id, business_id, number, posted_at, posted_by_id, batch_id, idempotency_key,"
            " date, kind, reverses_id, description FROM ledger_journalentry ORDER BY id"
        )
    }
    events = {
        row[0]: SealedEvent(*row).digest
        for row in app.execute(
            "SELECT id, business_id, at, actor, user_id, action, subject, subject_id, batch_id,"
            " request_id, reason, detail::text FROM audit_auditevent ORDER BY id"
        )
    }
    seals = []
    for row in app.execute(f"SELECT {COLUMNS} FROM audit_seal ORDER BY sequence").fetchall():
        covered = [_within(entries, *row[4:6]), _within(events, *row[7:9])]
        spans = [
            Span(row[4], row[5], row[6], items_of(row[4], covered[0])),
            Span(row[7], row[8], row[9], items_of(row[7], covered[1])),
        ]
        contents = contents_of(*([digest for _, digest in part] for part in covered))
        assert (spans[0].items, spans[1].items, contents) == row[10:13]
        seals.append(SealRecord(*row[:4], spans[0], spans[1], contents, row[13]))
    assert chain_faults(seals) == []
    assert len(seals) == 3
    assert sum(seal.entries.count for seal in seals) == len(entries) > 4
    assert sum(seal.events.count for seal in seals) == len(events)


def _within(digests, after, upto):
    return [(id_, digest) for id_, digest in digests.items() if after < id_ <= upto]


def test_what_is_sealed_is_sealed_once(app, own):
    assert make(app, own.firm)[0] == "nothing"
    post(app, own)
    record(app, own)
    outcome, sequence, _, entries, events, more = make(app, own.firm)
    assert (outcome, sequence, entries, events, more) == ("sealed", 2, 1, 1, False)
    assert make(app, own.firm)[0] == "nothing"


def test_the_application_writes_no_seal_and_seals_no_other_firm(app, other):
    with refused(app, AppendOnly):
        app.execute(f"INSERT INTO audit_seal ({COLUMNS}) SELECT {COLUMNS} FROM audit_seal")
    with refused(app, AppendOnly):
        make(app, other.firm)


NEXT = (
    "firm_id, sequence + 1, sealed_at, hash, entries_upto, entries_upto, 0, events_upto,"
    " events_upto, 0, ''::bytea, ''::bytea, contents, hash"
)


@pytest.mark.parametrize(
    ("wrong", "by"),
    [
        ("contents, hash", "contents, hash"),
        ("sequence + 1", "sequence + 2"),
        ("hash, entries_upto,", "previous, entries_upto,"),
        ("hash, entries_upto,", "hash, entries_upto - 1,"),
    ],
)
def test_the_owners_seal_must_follow_the_newest_with_a_true_hash(owner, wrong, by):
    forged = f"SELECT {NEXT.replace(wrong, by)} FROM audit_seal"
    with refused(owner, ConflictError, "seal_linked"):
        owner.execute(f"INSERT INTO audit_seal ({COLUMNS}) {forged}")


@pytest.mark.parametrize("id_", ["0", "-5", "9000000000000000000", "last_value + 1000"])
def test_no_entry_takes_an_id_that_was_never_given_out(app, own, id_):
    with refused(app, ConflictError, "sealed_range"):
        app.execute(
            "INSERT INTO ledger_journalentry (id, firm_id, business_id, date, kind, description,"
            f" idempotency_key, request_hash) SELECT {id_}, %s, %s, '2025-01-15', 'normal', '',"
            " 'late', ''::bytea FROM ledger_journalentry_id_seq",
            [own.firm, own.business],
        )


def test_no_event_chooses_its_id(app, own):
    with refused(app, AppendOnly):
        app.execute(
            "INSERT INTO audit_auditevent (id, firm_id, at, actor, action, subject, reason, detail)"
            " OVERRIDING SYSTEM VALUE VALUES (1, %s, now(), 'person', 'a', 's', '', '{}')",
            [own.firm],
        )


def test_an_id_taken_before_the_seal_and_used_after_it_is_refused(app, own):
    taken = app.execute("SELECT nextval('ledger_journalentry_id_seq')").fetchone()[0]
    with refused(app, ConflictError, "sealed_range"):
        post(app, own)
        assert make(app, own.firm)[3] == 1
        insert(app, "ledger_journalentry", own.entry(id=taken, idempotency_key="late"))


def test_a_seal_waits_shortly_for_a_writer_and_then_leaves_it_in_peace(app, second_app, own):
    record(app, own)
    app.commit()
    post(second_app, own)
    began = time.monotonic()
    assert make(app, own.firm)[0] == "busy"
    assert time.monotonic() - began < 2
    second_app.rollback()
    assert make(app, own.firm)[0] == "sealed"


def test_a_writer_is_not_kept_waiting_by_a_seal_that_is_not_committed(app, second_app, own):
    record(app, own)
    assert make(app, own.firm)[0] == "sealed"
    second_app.execute("SET lock_timeout = '300ms'")
    post(second_app, own)


def test_two_sealers_do_not_wait_for_each_other(app, second_app, own):
    record(second_app, own)
    second_app.commit()
    assert make(app, own.firm)[0] == "sealed"
    assert make(second_app, own.firm)[0] == "busy"


def test_no_key_outlives_the_sealing(app, own):
    record(app, own)
    assert make(app, own.firm)[0] == "sealed"
    app.rollback()
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    assert app.execute(held).fetchone()[0] == 0


def test_a_seal_needs_to_see_what_others_committed(app, own):
    app.rollback()
    app.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):
        make(app, own.firm)


def test_an_entry_that_is_not_what_it_was_posted_with_stops_the_seal(app, own):
    with refused(app, ChangedBehind, "seal_content"):
        entry = insert(app, "ledger_journalentry", own.entry())
        assert entry > 0
        make(app, own.firm)


def test_many_writers_and_a_sealer_leave_no_entry_out(own):
    """Real races: committed by four connections while another seals; then all is counted."""
    stop = threading.Event()
    keys = iter(range(10_000))
    with connect(firm=own.firm, user=own.user) as raw:
        before = raw.execute("SELECT sum(entry_count) FROM audit_seal").fetchone()[0]

    def write():
        with connect(firm=own.firm, user=own.user) as raw:
            while not stop.is_set():
                post(raw, own, key=f"race:{next(keys)}")
                check_deferred(raw)
                raw.commit()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    sealed = 0
    with connect(firm=own.firm, user=own.user) as raw:
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline:
            sealed += make(raw, own.firm)[3] or 0
            raw.commit()
        stop.set()
        for writer in writers:
            writer.join()
        while (made := make(raw, own.firm))[0] == "sealed":
            sealed += made[3]
            raw.commit()
        raw.commit()
        total = raw.execute("SELECT count(*) FROM ledger_journalentry").fetchone()[0]
        covered = raw.execute("SELECT sum(entry_count) FROM audit_seal").fetchone()[0]
    assert covered == total
    assert sealed == total - before > 10
