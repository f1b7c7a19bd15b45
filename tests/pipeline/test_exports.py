"""An export is asked for, written by a job, fetched while it lasts, and only by its own firm."""

import datetime as dt
import os
import zipfile

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.pipeline import exports
from ledgerflow.pipeline.exports import (
    export_ask,
    export_find,
    export_formats,
    export_write,
    exports_ready,
    exports_sweep,
)
from tests.published import publish

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_written_by_a_job_that_knows_ids_only(books):
    export_ask(books.place, "csv", user_id=books.user.pk)
    job = ProcrastinateJob.objects.get(task_name="export_make")
    assert job.args == {
        "firm_id": books.place.firm_id,
        "business_id": books.place.business_id,
        "format_id": "csv",
        "user_id": books.user.pk,
    }
    with pytest.raises(InputError):
        export_ask(books.place, "papyrus", user_id=books.user.pk)


def test_every_format_can_be_fetched_when_it_is_whole(books):
    with books.scope():
        publish(books, [("2025-03-03", "-86.10", "HOME DEPOT #7114")])
    for format_id, _title in export_formats():
        path = export_write(books.place, format_id, user_id=books.user.pk)
        assert export_find(books.place, path.name) == path
    ready = exports_ready(books.place)
    assert len(ready) == len(export_formats())
    assert all(one.bytes for one in ready)
    archive = next(one for one in ready if one.name.endswith(".zip"))
    with zipfile.ZipFile(export_find(books.place, archive.name)) as packed:
        assert packed.testzip() is None


def test_the_files_of_a_business_with_an_underscore_in_its_name_are_found(make_books):
    books = make_books(name="Acme_Co")
    path = export_write(books.place, "csv", user_id=books.user.pk)
    assert path.name.startswith("acme_co-")
    assert [one.name for one in exports_ready(books.place)] == [path.name]
    assert export_find(books.place, path.name) == path


def test_a_job_that_dies_leaves_nothing_to_fetch(books, monkeypatch):
    def dies(**_):
        raise RuntimeError

    monkeypatch.setattr(exports, "book_export", dies)
    with pytest.raises(RuntimeError):
        export_write(books.place, "csv", user_id=books.user.pk)
    assert exports_ready(books.place) == []


@pytest.mark.parametrize("name", ["", "x.csv", "../../../etc/passwd", "..", "a-1.csv.part"])
def test_a_name_that_is_none_is_like_one_that_has_expired(books, name):
    export_write(books.place, "csv", user_id=books.user.pk)
    with pytest.raises(AccessError):
        export_find(books.place, name)


def test_another_business_has_not_got_it(books, make_books):
    path = export_write(books.place, "csv", user_id=books.user.pk)
    other = make_books(name="Other Books")
    with pytest.raises(AccessError):
        export_find(other.place, path.name)
    assert exports_ready(other.place) == []


def test_what_is_old_is_swept_away(books):
    old = export_write(books.place, "csv", user_id=books.user.pk)
    new = export_write(books.place, "hledger", user_id=books.user.pk)
    past = (timezone.now() - dt.timedelta(days=8)).timestamp()
    os.utime(old, (past, past))
    assert exports_sweep(timezone.now()) == 1
    assert [one.name for one in exports_ready(books.place)] == [new.name]
