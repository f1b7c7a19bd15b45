"""A file in parts: announced, sent, gone on with; refused before and after for the same reasons."""

import datetime as dt
import hashlib

import pytest
from django.utils import timezone

from ledgerflow.core.errors import (
    AccessError,
    ConflictError,
    DuplicateFile,
    FileTooLarge,
    InputError,
    LimitError,
)
from ledgerflow.firms.models import User
from ledgerflow.statements import uploading
from ledgerflow.statements.services import statement_file_receive
from ledgerflow.statements.upload_models import UploadSession
from ledgerflow.statements.uploading import (
    UPLOAD_BYTES_MAX,
    Announced,
    parts_sweep,
    require_whole,
    upload_end,
    upload_of,
    upload_open,
    upload_take,
    uploads_forget,
)
from ledgerflow.statements.uploadparts import part_size, part_write

DATA = b"Date,Description,Amount\n01/13/2025,SHOP,-1.00\n"
DIGEST = hashlib.sha256(DATA).hexdigest()


def announced(**other):
    return Announced(**{"name": "may.csv", "size": len(DATA), "fingerprint": DIGEST} | other)


def begun(books, **other):
    return upload_open(business=books.business, announced=announced(**other), user_id=books.user.pk)


def sent(books, session, offset, data):
    return upload_take(
        business_id=books.place.business_id,
        upload_id=session.pk,
        user_id=books.user.pk,
        offset=offset,
        data=data,
    )


def test_the_same_file_goes_on_where_it_stopped(books):
    with books.scope():
        session = begun(books)
        sent(books, session, 0, DATA[:20])
        again = begun(books, name="may (1).csv")
        assert (again.pk, again.received_bytes, again.name) == (session.pk, 20, "may (1).csv")
        whole = sent(books, session, 20, DATA[20:])
        require_whole(whole)


def test_what_the_disk_has_lost_is_asked_for_again(books):
    with books.scope():
        session = begun(books)
        sent(books, session, 0, DATA[:20])
        part_write(session.firm_id, session.stored_as, 0, DATA[:5])
        assert begun(books).received_bytes == 5


@pytest.mark.parametrize(
    ("wish", "kind", "code"),
    [
        ({"size": 0}, InputError, "empty_file"),
        ({"size": 26 * 1000 * 1000}, FileTooLarge, "file_too_large"),
        ({"size": UPLOAD_BYTES_MAX + 1}, FileTooLarge, "file_too_large"),
        ({"fingerprint": "../../etc"}, InputError, "upload_fingerprint"),
        ({"fingerprint": DIGEST.upper()}, InputError, "upload_fingerprint"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_a_byte_is_sent(books, wish, kind, code):
    with books.scope(), pytest.raises(kind) as refusal:
        begun(books, **wish)
    assert refusal.value.code == code
    assert refusal.value.hint


def test_a_file_that_is_there_is_not_sent_again(books):
    with books.scope():
        batch = books.batch("import")
        known = statement_file_receive(
            business=books.business, batch=batch, name="april.csv", data=DATA
        )
        with pytest.raises(DuplicateFile) as refusal:
            begun(books)
    assert refusal.value.extra == {"file": known.pk}


def test_a_part_at_another_place_is_told_where_to_go_on(books):
    with books.scope():
        session = begun(books)
        sent(books, session, 0, DATA[:20])
        for offset in (0, 10, 21):
            with pytest.raises(ConflictError) as refusal:
                sent(books, session, offset, b"x")
            assert refusal.value.code == "upload_offset"
            assert refusal.value.extra == {"received": 20}


@pytest.mark.parametrize("data", [b"", b"x" * (len(DATA) + 1)])
def test_a_part_that_does_not_fit_is_refused(books, data):
    with books.scope():
        session = begun(books)
        with pytest.raises(InputError) as refusal:
            sent(books, session, 0, data)
        assert refusal.value.code == "upload_part"
        assert part_size(session.firm_id, session.stored_as) == 0


def test_bytes_are_missing_until_all_are_there(books):
    with books.scope():
        session = begun(books)
        with pytest.raises(ConflictError) as refusal:
            require_whole(sent(books, session, 0, DATA[:20]))
    assert refusal.value.extra == {"received": 20}


def test_an_upload_is_its_sender_s_alone(books, make_books):
    other = make_books(name="Fern Lane Joinery")
    with books.scope():
        session = begun(books)
        with pytest.raises(AccessError):
            upload_of(
                business_id=books.place.business_id, upload_id=session.pk, user_id=other.user.pk
            )
    with other.scope(), pytest.raises(AccessError):
        upload_of(business_id=books.place.business_id, upload_id=session.pk, user_id=books.user.pk)


def test_somebody_else_waits_and_may_go_on_when_it_was_given_up(books):
    colleague = User.objects.create_user("colleague@example.com", "correct horse 12")
    with books.scope():
        session = begun(books)
        sent(books, session, 0, DATA[:20])
        with pytest.raises(ConflictError) as refusal:
            upload_open(business=books.business, announced=announced(), user_id=colleague.pk)
        assert refusal.value.code == "upload_elsewhere"
        UploadSession.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=3))
        theirs = upload_open(business=books.business, announced=announced(), user_id=colleague.pk)
    assert (theirs.pk, theirs.received_bytes, theirs.started_by_id) == (
        session.pk,
        20,
        colleague.pk,
    )


def test_an_upload_that_has_ended_takes_no_more(books):
    with books.scope():
        session = begun(books)
        upload_end(session=session, file_id=None, refusal="It is no statement.")
        with pytest.raises(ConflictError) as refusal:
            sent(books, session, 0, DATA)
        assert "It is no statement." in refusal.value.message
        assert begun(books).pk != session.pk


def test_not_more_than_so_many_at_once(books, monkeypatch):
    monkeypatch.setattr(uploading, "OPEN_MAX", 1)
    with books.scope():
        begun(books)
        with pytest.raises(LimitError):
            begun(books, fingerprint="weak:12-34-abc", size=12)


def test_what_nobody_went_on_with_is_forgotten_with_its_bytes(books):
    now = timezone.now()
    with books.scope():
        old, young = begun(books), begun(books, fingerprint="weak:12-34-abc", size=12)
        for session in (old, young):
            sent(books, session, 0, b"x")
        UploadSession.objects.filter(pk=old.pk).update(touched_at=now - dt.timedelta(hours=25))
        assert uploads_forget(before=now - uploading.KEPT) == 1
        assert list(UploadSession.objects.values_list("pk", flat=True)) == [young.pk]
    assert part_size(old.firm_id, old.stored_as) == 0
    assert parts_sweep(before=now + dt.timedelta(minutes=1)) == 1
    assert part_size(young.firm_id, young.stored_as) == 0
