"""The end of an upload: a whole file with its job, or nothing at all."""

import datetime as dt
import hashlib

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.audit.models import Batch
from ledgerflow.core.errors import ConflictError, DuplicateFile, OutsideError
from ledgerflow.pipeline.uploads import upload_finish, uploads_sweep
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.storage import original_load
from ledgerflow.statements.upload_models import UploadSession
from ledgerflow.statements.uploading import Announced, upload_open, upload_take
from ledgerflow.statements.uploadparts import part_remove, part_size, part_write
from tests.web.conftest import JANUARY


def begun(books, data=JANUARY, fingerprint=""):
    """An upload all of whose bytes have arrived."""
    said = Announced("jan.csv", len(data), fingerprint or hashlib.sha256(data).hexdigest())
    with books.scope():
        session = upload_open(business=books.business, announced=said, user_id=books.user.pk)
        return upload_take(
            business_id=books.place.business_id,
            upload_id=session.pk,
            user_id=books.user.pk,
            offset=0,
            data=data,
        )


def finished(books, session):
    return upload_finish(books.place, session.pk, user_id=books.user.pk)


def rows(books):
    with books.scope():
        return StatementFile.objects.count(), Batch.objects.count()


def test_a_whole_file_is_stored_with_its_job_and_said_again_is_the_same(
    books, django_capture_on_commit_callbacks
):
    session = begun(books)
    with django_capture_on_commit_callbacks(execute=True):
        done = finished(books, session)
    with books.scope():
        file = StatementFile.objects.get(pk=done.file_id)
        assert original_load(file.firm_id, file.stored_as, file.sha256) == JANUARY
        assert UploadSession.objects.get().state == "done"
    jobs = ProcrastinateJob.objects.filter(task_name="statement_process")
    assert [job.args["file_id"] for job in jobs] == [done.file_id]
    assert finished(books, session).file_id == done.file_id
    assert part_size(session.firm_id, session.stored_as) == 0


def test_other_bytes_than_announced_leave_nothing_but_the_refusal(books):
    session = begun(books, fingerprint=hashlib.sha256(b"other").hexdigest())
    done = finished(books, session)
    assert done.refusal.code == "upload_changed"
    assert rows(books) == (0, 0)
    with books.scope():
        assert "drop it again" in UploadSession.objects.get().refusal
    with pytest.raises(ConflictError):
        finished(books, session)


def test_a_file_known_by_its_bytes_only_is_told_as_which(books):
    first = finished(books, begun(books, fingerprint="weak:1-1-a")).file_id
    again = finished(books, begun(books, fingerprint="weak:1-2-b"))
    assert isinstance(again.refusal, DuplicateFile)
    assert again.refusal.extra == {"file": first}
    assert rows(books) == (1, 1)


def test_a_file_that_is_not_whole_goes_on(books):
    session = begun(books)
    with books.scope():
        UploadSession.objects.update(received_bytes=3)
    with pytest.raises(ConflictError) as refusal:
        finished(books, session)
    assert refusal.value.code == "upload_incomplete"
    assert rows(books) == (0, 0)


def test_a_disk_that_lost_the_bytes_leaves_the_upload_open(books):
    session = begun(books)
    part_remove(session.firm_id, session.stored_as)
    with pytest.raises(OutsideError):
        finished(books, session)
    with books.scope():
        assert UploadSession.objects.get().state == "open"
    part_write(session.firm_id, session.stored_as, 0, JANUARY)
    assert finished(books, session).file_id


def test_the_sweep_forgets_those_of_all_firms(books, make_books):
    other = make_books(name="Fern Lane Joinery")
    for one in (books, other):
        begun(one)
    assert uploads_sweep() == 0
    assert uploads_sweep(timezone.now() + dt.timedelta(hours=25)) == 2
    with books.scope():
        assert not UploadSession.objects.exists()
