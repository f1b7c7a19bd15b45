"""Seals as arithmetic: any change of what is sealed, or of a seal, shows."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.audit.chain import (
    FIRST_PREVIOUS,
    SealedEntry,
    SealedEvent,
    SealRecord,
    Span,
    chain_faults,
    contents_of,
    detail_text,
    items_of,
)

AT = dt.datetime(2025, 3, 1, 12, 0, 0, 123456, tzinfo=dt.UTC)
ENTRY = SealedEntry(7, 3, 1, AT, 5, None, "decision:9", bytes(range(32)))
EVENT = SealedEvent(
    *(4, 3, AT, "person", 5, "period_lock", "period", 8, None, "web-1", "filed", '{"month": "x"}')
)


def seal(sequence, previous, after, ids):
    digests = [(id_, bytes([id_ % 256]) * 32) for id_ in ids]
    upto = ids[-1] if ids else after
    entries = Span(after, upto, len(ids), items_of(after, digests))
    contents = contents_of([d for _, d in digests], [])
    made = SealRecord(1, sequence, AT, previous, entries, Span(0, 0, 0, b""), contents, b"")
    return replace(made, hash=made.computed())


@pytest.fixture
def chain():
    first = seal(1, FIRST_PREVIOUS, 0, [3, 5, 9])
    second = seal(2, first.hash, 9, [])
    return [first, second, seal(3, second.hash, 9, [12, 4000])]


def test_the_digest_of_an_entry_is_over_this_text():
    # printf 'entry\t7\t3\t1\t1740830400123456\t5\t\tdecision:9\t0001...1f' | sha256sum
    assert ENTRY.digest.hex() == "b2dd2a454471bd37833d7daf861a9fb39a42a485fabc410330da3136d2498bc5"


@pytest.mark.parametrize(
    "changed",
    [
        {"id": 8},
        {"business_id": 4},
        {"number": 2},
        {"posted_at": AT + dt.timedelta(microseconds=1)},
        {"posted_by_id": None},
        {"batch_id": 5},
        {"idempotency_key": "decision:90"},
        {"content": bytes(32)},
    ],
)
def test_every_part_of_an_entry_is_in_its_digest(changed):
    assert replace(ENTRY, **changed).digest != ENTRY.digest


@pytest.mark.parametrize(
    "changed",
    [
        *({"id": 5}, {"business_id": None}, {"at": AT + dt.timedelta(microseconds=1)}),
        *({"actor": "system"}, {"user_id": 6}, {"action": "a"}, {"subject": "s"}),
        *({"subject_id": None}, {"batch_id": 1}, {"request_id": ""}, {"reason": ""}),
        {"detail": "{}"},
    ],
)
def test_every_part_of_an_event_is_in_its_digest(changed):
    assert replace(EVENT, **changed).digest != EVENT.digest


def test_a_value_cannot_pass_for_two_columns():
    assert replace(EVENT, reason="a\tb").digest != replace(EVENT, reason="a", detail="b").digest


def test_a_span_gives_back_its_ids_and_what_it_kept_of_their_digests(chain):
    assert chain[2].entries.kept() == {12: bytes([12]) * 12, 4000: bytes([4000 % 256]) * 12}


def test_an_unbroken_chain_has_no_faults(chain):
    assert chain_faults(chain) == []
    assert chain_faults([]) == []


def test_a_seal_that_was_changed_is_named(chain):
    chain[0] = replace(chain[0], sealed_at=AT + dt.timedelta(hours=1))
    assert chain_faults(chain) == ["seal 1 was changed: its hash is not that of its row"]


def test_a_seal_rewritten_with_its_hash_does_not_carry_the_next(chain):
    first = replace(chain[0], contents=bytes(32))
    chain[0] = replace(first, hash=first.computed())
    assert chain_faults(chain) == ["seal 2 does not name the seal before it"]


def test_a_seal_taken_out_is_told(chain):
    faults = chain_faults([chain[0], chain[2]])
    assert faults[0] == "seal 3 comes where seal 2 belongs: 1 missing"
    assert faults[1] == "seal 3 does not name the seal before it"


def test_a_chain_without_its_beginning_is_told(chain):
    assert "seal 2 comes where seal 1 belongs: 1 missing" in chain_faults(chain[1:])


def test_the_end_of_a_chain_is_the_one_thing_that_nobody_misses(chain):
    assert chain_faults(chain[:2]) == []


def test_ranges_that_leave_ids_out_or_miscount_are_told(chain):
    wrong = replace(chain[1], entries=replace(chain[1].entries, after=8, count=1))
    faults = chain_faults([chain[0], replace(wrong, hash=wrong.computed())])
    assert faults == [
        "seal 2 covers entries 8-9, not those after 9",
        "seal 2 counts 1 entries and lists 0",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            {"b": 1, "aa": None, "a": [True, {"c": "x"}]},
            '{"a": [true, {"c": "x"}], "b": 1, "aa": null}',
        ),
        ({"k": 'quote " and \\ and é'}, '{"k": "quote \\" and \\\\ and é"}'),
        ({"k": "\x1f and \n"}, '{"k": "\\u001f and \\n"}'),
        ({"money": Decimal("1.50")}, '{"money": 1.50}'),
        ([], "[]"),
    ],
)
def test_details_are_written_as_postgresql_writes_them(value, text):
    assert detail_text(value) == text
