"""Files handed in through the pages: in parts by the script, whole by the plain form."""

import hashlib
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledgerflow.firms.models import Business, Membership, User
from ledgerflow.statements.models import BankAccount, StatementFile
from ledgerflow.statements.upload_models import UploadSession
from ledgerflow.statements.uploading import PART_BYTES_MAX
from tests.web.conftest import JANUARY, Desk, desk_of

DIGEST = hashlib.sha256(JANUARY).hexdigest()


def text_of(response):
    return response.content.decode()


def announce(desk, **other):
    said = {"name": "jan.csv", "size": len(JANUARY), "fingerprint": DIGEST} | other
    return desk.client.post(f"{desk.base}statements/uploads/", said)


def part(desk, number, offset, data):
    return desk.client.post(
        f"{desk.base}statements/uploads/{number}/",
        data,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def finish(desk, number):
    return desk.client.post(f"{desk.base}statements/uploads/{number}/finish/")


def sent(desk, **other):
    number = announce(desk, **other).json()["id"]
    part(desk, number, 0, JANUARY)
    return finish(desk, number)


def files(books):
    with books.scope():
        return list(StatementFile.objects.values_list("name", "state"))


def colleague(books, role, email="colleague@example.com"):
    user = User.objects.create_user(email, "correct horse 12")
    with books.scope():
        business = Business.objects.get() if role == "client" else None
        Membership.objects.create(
            firm_id=books.place.firm_id, user=user, role=role, business=business
        )
    client = Client()
    client.force_login(user)
    return Desk(client, books)


def test_a_file_in_parts_goes_on_after_a_lost_answer_and_becomes_a_file(desk):
    begun = announce(desk)
    assert (begun.status_code, begun.json()["received"]) == (201, 0)
    number = begun.json()["id"]
    assert part(desk, number, 0, JANUARY[:30]).json()["received"] == 30
    assert announce(desk).json() == begun.json() | {"received": 30}
    repeated = part(desk, number, 0, JANUARY[:30])
    assert (repeated.status_code, repeated.json()["extra"]) == (409, {"received": 30})
    assert desk.get(f"statements/uploads/{number}/").json()["received"] == 30
    part(desk, number, 30, JANUARY[30:])
    done = finish(desk, number)
    assert done.status_code == 201
    assert finish(desk, number).json() == done.json()
    assert text_of(desk.client.get(done.json()["url"])).count("jan.csv") >= 1
    assert files(desk.books) == [("jan.csv", "received")]


def test_a_file_dragged_twice_leads_to_the_first(desk):
    first = sent(desk).json()["url"]
    again = announce(desk, name="copy.csv")
    assert (again.status_code, again.json()["url"]) == (409, first)
    assert "the same file came on" in again.json()["message"]
    weak = sent(desk, fingerprint="weak:1-2-c")
    assert (weak.status_code, weak.json()["url"]) == (409, first)
    plain = desk.client.post(
        f"{desk.base}statements/", {"file": SimpleUploadedFile("d.csv", JANUARY)}, follow=True
    )
    assert plain.status_code == 200
    assert f'<a href="{first}">' in text_of(plain)
    assert len(files(desk.books)) == 1


def test_26_megabytes_are_refused_before_a_byte_and_again_when_they_come(desk):
    large = announce(desk, size=26_000_000)
    assert (large.status_code, large.json()["code"]) == (413, "file_too_large")
    assert "25 MB" in large.json()["message"]
    assert "shorter period" in large.json()["hint"]
    plain = desk.upload("large.csv", b"x" * 26_000_000)
    assert plain.status_code == 413
    assert "shorter period" in text_of(plain)
    with desk.books.scope():
        assert not UploadSession.objects.exists()
    assert files(desk.books) == []


def test_a_part_that_is_too_large_or_is_nowhere_is_refused(desk):
    number = announce(desk).json()["id"]
    assert part(desk, number, 0, b"x" * (PART_BYTES_MAX + 1)).status_code == 400
    assert part(desk, number, "-1", b"x").json()["code"] == "upload_part"
    assert finish(desk, number).json()["code"] == "upload_incomplete"
    assert announce(desk, size="many").status_code == 400


def test_other_bytes_than_announced_are_no_file(desk):
    number = announce(desk).json()["id"]
    part(desk, number, 0, JANUARY.replace(b"COFFEE", b"COFFIN"))
    done = finish(desk, number)
    assert (done.status_code, done.json()["code"]) == (400, "upload_changed")
    assert files(desk.books) == []


def test_an_upload_of_another_person_or_firm_is_not_there(desk, make_books):
    number = announce(desk).json()["id"]
    for other in (colleague(desk.books, "bookkeeper"), desk_of(make_books())):
        for answer in (part(other, number, 0, b"x"), finish(other, number)):
            assert answer.status_code == 404
            assert answer.json()["code"] in ("unknown_upload", "not_found")


def test_strangers_are_told_to_sign_in_and_forms_of_other_sites_are_refused(desk):
    stranger = Desk(Client(), desk.books)
    assert (announce(stranger).status_code, announce(stranger).json()["code"]) == (
        401,
        "signed_out",
    )
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.books.user)
    assert announce(Desk(strict, desk.books)).status_code == 403
    with desk.books.scope():
        assert not UploadSession.objects.exists()


def test_a_client_hands_in_files_and_adds_no_accounts_and_a_viewer_does_neither(desk):
    client = colleague(desk.books, "client")
    refused = announce(client, account="new", new_name="Secret")
    assert refused.status_code == 404
    assert sent(client).status_code == 201
    viewer = colleague(desk.books, "viewer", "viewer@example.com")
    assert announce(viewer, fingerprint="weak:1-1-a").status_code == 404
    assert viewer.upload("a.csv", JANUARY).status_code == 404
    assert "drop-form" not in text_of(viewer.get("statements/"))
    assert "drop-form" in text_of(client.get("statements/"))


def test_many_files_share_one_new_account_and_a_bad_one_stops_no_other(desk):
    march = JANUARY.replace(b"01/", b"03/")
    handed = [
        SimpleUploadedFile("jan.csv", JANUARY),
        SimpleUploadedFile("empty.csv", b""),
        SimpleUploadedFile("mar.csv", march),
    ]
    said = {"file": handed, "account": "new", "new_name": "Checking"}
    page = text_of(desk.client.post(f"{desk.base}statements/", said, follow=True))
    assert "2 files are received." in page
    assert "empty.csv: the file is empty." in page
    for name in ("checking", "Checking"):
        announce(desk, fingerprint=f"weak:1-1-{name}", account="new", new_name=name)
    with desk.books.scope():
        assert [a.name for a in BankAccount.objects.all()] == ["Checking"]
        assert {f.bank_account.name for f in StatementFile.objects.all()} == {"Checking"}


def test_a_form_without_a_file_or_a_name_says_what_is_missing(desk):
    empty = desk.client.post(f"{desk.base}statements/", {})
    assert empty.status_code == 400
    assert "Choose a statement file first." in text_of(empty)
    assert "Give the new account a name." in text_of(desk.upload("a.csv", JANUARY, account="new"))
    assert desk.upload("a.csv", JANUARY, account="77").status_code == 400


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("scan.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "no reader recognises"),
        ("page.csv", b"<!doctype html><html><body>Sign in</body></html>", "web page"),
        ("box.zip", b"PK\x05\x06" + b"\0" * 18, "zip"),
        ("blank.csv", b" \n\n", "empty"),
    ],
)
def test_what_is_no_statement_says_so_on_its_page(desk, name, data, word):
    from ledgerflow.pipeline.stages import statement_file_process

    desk.upload(name, data)
    with desk.books.scope():
        file_id = StatementFile.objects.get().pk
    statement_file_process(desk.books.place, file_id, desk.books.user.pk)
    page = text_of(desk.get(f"statements/{file_id}/"))
    assert "Not readable" in page
    alert = re.search(r'role="alert">(.*?)</div>', page, re.DOTALL)[1]
    assert word.lower() in alert.lower()


def test_answers_are_json_that_no_cache_keeps(desk):
    answer = announce(desk)
    assert "no-store" in answer["Cache-Control"]
    assert set(json.loads(answer.content)) == {"id", "received", "size", "state", "file"}
