"""Sealing a firm: all that waits, in as many seals as it takes, and the newest to note."""

import datetime as dt

import pytest
from django.db import connection

from ledgerflow.audit.models import AuditEvent, Seal
from ledgerflow.audit.services import event_record
from ledgerflow.ledger.sealing import SealsMade, seal_newest, seal_noted, seals_make
from tests.raw_sql import connect

pytestmark = pytest.mark.django_db(transaction=True)


def record(books, times=1):
    for _ in range(times):
        event_record(
            firm_id=books.place.firm_id,
            business_id=None,
            action="tested",
            subject="nothing",
            subject_id=None,
        )


def test_everything_that_waits_is_sealed_in_parts(books):
    firm = books.place.firm_id
    seals_make(firm_id=firm)
    with books.scope():
        record(books, 5)
    assert seals_make(firm_id=firm, most=2) == SealsMade(3, 0, 5)
    assert seals_make(firm_id=firm) == SealsMade()
    with books.scope():
        assert list(Seal.objects.order_by("sequence").values_list("event_count", flat=True))[
            1:
        ] == [2, 2, 1]


def test_the_newest_seal_is_noted_and_known_again(books):
    firm = books.place.firm_id
    with books.scope():
        assert seal_newest(firm) is None
    seals_make(firm_id=firm)
    with books.scope():
        note = seal_newest(firm)
        assert (note.sequence, len(note.hash), note.sealed_at.tzinfo) == (1, 64, dt.UTC)
        assert seal_noted(firm, note.hash) == note
        assert seal_noted(firm, "00" * 32) is None
        assert seal_noted(firm, "no hash") is None


def test_what_a_writer_holds_is_left_for_another_time(books):
    firm = books.place.firm_id
    with connect(firm=firm) as raw:
        raw.execute("SELECT pg_advisory_xact_lock_shared(lf_seal_key(%s))", [firm])
        assert seals_make(firm_id=firm) == SealsMade(is_busy=True)
        raw.rollback()
    assert seals_make(firm_id=firm).seals == 1


def test_sealing_over_a_change_is_recorded_with_its_reason_and_sealed(books):
    firm = books.place.firm_id
    seals_make(firm_id=firm, over="a repair by hand")
    with books.scope():
        event = AuditEvent.objects.get(action="seal_over")
        assert event.reason == "a repair by hand"
        assert Seal.objects.get().events_upto == event.pk


def test_firms_are_sealed_each_for_itself(books, make_books):
    other = make_books()
    seals_make(firm_id=books.place.firm_id)
    with other.scope():
        assert seal_newest(other.place.firm_id) is None
    seals_make(firm_id=other.place.firm_id)
    with other.scope(), connection.cursor() as cursor:
        cursor.execute('SELECT sequence FROM "audit_seal"')
        assert cursor.fetchall() == [(1,)]
