"""An upload is cut anywhere: what was received stays, nothing half becomes a statement file."""

import hashlib
import json
import re

import pytest

from ledgerflow.pipeline.uploads import upload_finish
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.storage import original_load
from ledgerflow.statements.uploading import Announced, upload_open, upload_take
from ledgerflow.statements.uploadparts import part_size
from tests.served import Served
from tests.web.conftest import JANUARY

DIGEST = hashlib.sha256(JANUARY).hexdigest()
CUT = 50


class Killed(Exception):
    """The process ends here."""


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_between_disk_and_row_leaves_no_wrong_byte(make_books):
    books = make_books()
    who = {"business_id": books.place.business_id, "user_id": books.user.pk}

    def take(number, offset, data):
        upload_take(**who, upload_id=number, offset=offset, data=data)

    said = Announced("jan.csv", len(JANUARY), DIGEST)
    with books.scope():
        session = upload_open(business=books.business, announced=said, user_id=books.user.pk)
        take(session.pk, 0, JANUARY[:CUT])

    def cut():
        with books.scope():
            take(session.pk, CUT, b"another attempt's bytes")
            raise Killed

    with pytest.raises(Killed):
        cut()
    assert part_size(session.firm_id, session.stored_as) > CUT
    with books.scope():
        again = upload_open(business=books.business, announced=said, user_id=books.user.pk)
        assert again.received_bytes == CUT
        take(session.pk, CUT, JANUARY[CUT:])
    done = upload_finish(books.place, session.pk, user_id=books.user.pk)
    with books.scope():
        file = StatementFile.objects.get(pk=done.file_id)
        assert original_load(file.firm_id, file.stored_as, file.sha256) == JANUARY


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_while_finishing_leaves_an_upload_that_can_be_finished(
    make_books, monkeypatch
):
    books = make_books()
    said = Announced("jan.csv", len(JANUARY), DIGEST)
    with books.scope():
        session = upload_open(business=books.business, announced=said, user_id=books.user.pk)
        upload_take(
            business_id=books.place.business_id,
            upload_id=session.pk,
            user_id=books.user.pk,
            offset=0,
            data=JANUARY,
        )

    def dies(**_):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("ledgerflow.pipeline.uploads.upload_end", dies)
        with pytest.raises(Killed):
            upload_finish(books.place, session.pk, user_id=books.user.pk)
    with books.scope():
        assert not StatementFile.objects.exists()
    assert part_size(session.firm_id, session.stored_as) == len(JANUARY)
    done = upload_finish(books.place, session.pk, user_id=books.user.pk)
    assert done.file_id
    assert part_size(session.firm_id, session.stored_as) == 0


@pytest.fixture
def served():
    one = Served.make()
    one.start()
    yield one
    one.stop()
    one.discard()


def test_an_upload_goes_on_after_the_server_was_restarted(served):
    business = served.seed()
    served.sign_in()
    base = f"/b/{business}/statements/"

    def token():
        return re.search(r'name="csrf-token" content="(\w+)"', served.get(base).body)[1]

    def send(path, body="", **headers):
        answer = served.request("POST", base + path, body, {"X-CSRFToken": token(), **headers})
        return answer.status, json.loads(answer.body)

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    said = f"name=jan.csv&size={len(JANUARY)}&fingerprint={DIGEST}"
    _, begun = send("uploads/", said, **form)
    part = {"Content-Type": "application/octet-stream"}
    path = f"uploads/{begun['id']}/"
    assert send(path, JANUARY[:CUT], **part, **{"Upload-Offset": "0"})[0] == 200
    cookies = served.cookies
    served.stop()
    served.start()
    served.cookies = cookies
    assert send("uploads/", said, **form)[1]["received"] == CUT
    assert send(path, JANUARY[CUT:], **part, **{"Upload-Offset": str(CUT)})[0] == 200
    status, done = send(f"{path}finish/")
    assert status == 201
    assert "jan.csv" in served.get(done["url"]).body
