"""Batches and events, as the person of the scope or as the system."""

from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.audit.services import batch_open, event_record
from ledgerflow.core.requests import JOB, request_scope
from ledgerflow.core.scope import firm_scope


def record(books, **more):
    return event_record(
        firm_id=books.place.firm_id,
        business_id=books.place.business_id,
        action="tested",
        subject="nothing",
        subject_id=None,
        **more,
    )


def test_a_batch_is_opened_by_the_person_at_work(books):
    with books.scope():
        batch = books.batch("import", "x" * 300)
        assert (batch.created_by_id, len(batch.title)) == (books.user.pk, 200)
        undo = batch_open(
            firm_id=batch.firm_id, business_id=batch.business_id, kind="undo", title="u",
            undoes=batch,
        )  # fmt: skip
        assert Batch.objects.get(undoes=batch) == undo


def test_an_event_names_who_acted(books):
    with books.scope():
        assert (record(books).actor, record(books).user_id) == ("person", books.user.pk)
        by_policy = record(books, actor="policy:auto-accept/1", reason="r" * 600, detail={"n": 1})
        assert (by_policy.actor, len(by_policy.reason)) == ("policy:auto-accept/1", 500)
        with firm_scope(books.place.firm_id, None):
            assert (record(books).actor, record(books).user) == ("system", None)
        assert AuditEvent.objects.filter(action="tested").count() == 5


def test_events_of_one_piece_of_work_share_its_id(books):
    with books.scope():
        with request_scope(JOB) as request_id:
            assert {record(books).request_id, record(books).request_id} == {request_id}
        assert record(books).request_id != request_id
