"""Attacks on the page that a stranger may open: guessing, forging, replaying, injecting."""

import datetime as dt

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.papers import storing
from ledgerflow.review.question_models import Answer, QuestionLink
from ledgerflow.review.questions.links import link_withdraw
from ledgerflow.web import throttle
from ledgerflow.web.views import papers
from tests.review.papers.pictures import jpeg, pdf
from tests.review.questions.asking_kit import ask, link_of, published

SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _fresh_limits():
    caches["limits"].clear()


@pytest.fixture
def link(books):
    """(books, question, token) of a link that works."""
    with books.scope():
        published(books)
        question = ask(books, "CORNER CAFE", text="With whom was this?")
        _row, token = link_of(books)
    return books, question, token


def get(token, browser=None):
    return (browser or Client()).get(f"/q/{token}/")


def said(response):
    """What a visitor can tell apart: status, headers that matter, body."""
    headers = {name: response[name] for name in ("Cache-Control", "Referrer-Policy")}
    return response.status_code, headers, response.content


def test_a_link_shows_its_questions_and_is_not_kept_or_found(link):
    _books, _question, token = link
    page = get(token)
    assert page.status_code == 200
    assert b"With whom was this?" in page.content
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]
    assert b"<script" not in page.content
    assert b"/b/" not in page.content


def test_forged_expired_withdrawn_and_guessed_look_the_same(link):
    books, _question, token = link
    parts = token.split(".")
    with books.scope():
        withdrawn, withdrawn_token = link_of(books)
        link_withdraw(business=books.business, link_id=withdrawn.pk)
        expired, expired_token = link_of(books)
        QuestionLink.objects.filter(pk=expired.pk).update(
            expires_at=timezone.now() - dt.timedelta(days=1)
        )
    refused = [
        withdrawn_token,
        expired_token,
        "guess",
        ".".join([parts[0], parts[1], "x" * 32, parts[3]]),
        ".".join([parts[0], str(expired.pk), *parts[2:]]),
        ".".join([*parts[:3], parts[3][::-1]]),
        ".".join(parts[:3]),
        "9" * 5000,
    ]
    pages = [said(get(one)) for one in refused]
    assert {page[0] for page in pages} == {404}
    assert all(page == pages[0] for page in pages)
    assert b"Harbor" not in pages[0][2]
    assert pages[0][1]["Referrer-Policy"] == "no-referrer"


def test_the_number_of_another_firm_opens_nothing(link, make_books):
    _books, _question, token = link
    other = make_books("Other Books")
    parts = token.split(".")
    moved = ".".join([str(other.place.firm_id), *parts[1:]])
    assert get(moved).status_code == 404


def test_a_link_shows_and_takes_nothing_of_another_business(link, make_books):
    _books, _question, token = link
    other = make_books("Other Books")
    with other.scope():
        published(other)
        elsewhere = ask(other, "HARDWARE SHOP", text="Only for others")
    assert b"Only for others" not in get(token).content
    answer = Client().post(f"/q/{token}/{elsewhere.pk}/", {"use": "private"})
    assert answer.status_code == 404
    with other.scope():
        assert not Answer.objects.exists()


def test_a_withdrawn_link_takes_no_answer(link):
    books, question, token = link
    with books.scope():
        link_withdraw(business=books.business, link_id=QuestionLink.objects.get().pk)
    assert Client().post(f"/q/{token}/{question.pk}/", {"use": "private"}).status_code == 404
    with books.scope():
        assert not Answer.objects.exists()


def test_guesses_are_counted_by_address_and_end(link):
    _books, _question, token = link
    browser = Client(REMOTE_ADDR="203.0.113.9")
    for number in range(throttle.FAILURES_MAX):
        assert get(f"guess{number}", browser).status_code == 404
    assert get("guess", browser).status_code == 429
    assert get(token, browser).status_code == 429
    assert get(token).status_code == 200


def test_an_answer_needs_the_token_of_its_form(link):
    books, question, token = link
    browser = Client(enforce_csrf_checks=True)
    address = f"/q/{token}/{question.pk}/"
    assert browser.post(address, {"use": "private"}).status_code == 403
    browser.get(f"/q/{token}/")
    csrf = browser.cookies["csrftoken"].value
    fields = {"use": "private", "csrfmiddlewaretoken": csrf}
    assert browser.post(address, fields, HTTP_ORIGIN="https://evil.example").status_code == 403
    assert browser.post(address, fields).status_code == 302
    with books.scope():
        assert Answer.objects.get().link_id == QuestionLink.objects.get().pk


def test_what_is_typed_is_shown_as_text(link):
    _books, question, token = link
    browser = Client()
    browser.post(f"/q/{token}/{question.pk}/", {"use": "business", "text": SCRIPT})
    page = get(token, browser).content.decode()
    assert SCRIPT not in page
    assert "&lt;img src=x" in page
    wrong = browser.post(f"/q/{token}/{question.pk}/", {"use": SCRIPT, "text": SCRIPT})
    assert wrong.status_code == 400
    assert SCRIPT not in wrong.content.decode()
    marked = browser.get(f"/q/{token}/", {"saved": SCRIPT})
    assert SCRIPT not in marked.content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("receipt.pdf", b"<html><script>alert(1)</script></html>"),
        ("photo.png", b"PK\x03\x04" + b"\x00" * 100),
    ],
)
def test_files_that_may_carry_a_programme_are_refused(link, name, data):
    books, question, token = link
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    answer = Client().post(f"/q/{token}/{question.pk}/", {"use": "private", "file": file})
    assert answer.status_code == 400
    with books.scope():
        assert not Attachment.objects.exists()
        assert not Answer.objects.exists()


def test_large_and_many_files_are_refused(link, monkeypatch):
    books, question, token = link
    monkeypatch.setattr(papers, "PAPER_BYTES_MAX", 1000)
    monkeypatch.setattr(storing, "PAPER_BYTES_MAX", 1000)
    address = f"/q/{token}/{question.pk}/"
    large = SimpleUploadedFile("a.pdf", pdf("x" * 2000))
    assert Client().post(address, {"use": "private", "file": large}).status_code == 413
    for number in range(12):
        file = SimpleUploadedFile("a.pdf", pdf(str(number)))
        last = Client().post(address, {"use": "private", "file": file})
    assert last.status_code == 429
    with books.scope():
        assert Attachment.objects.count() == 10


def test_a_receipt_is_handed_out_so_that_nothing_in_it_runs(link):
    books, question, token = link
    trick = jpeg(b"<script>alert(1)</script>")
    for name, data in (("a.html", trick), ("b.pdf", pdf())):
        file = SimpleUploadedFile(name, data)
        Client().post(f"/q/{token}/{question.pk}/", {"use": "private", "file": file})
    with books.scope():
        ids = list(Attachment.objects.order_by("pk").values_list("pk", flat=True))
    browser = Client()
    browser.force_login(books.user)
    shown, handed = (browser.get(f"/b/{books.place.business_id}/receipts/{pk}/") for pk in ids)
    assert shown["Content-Type"] == "image/jpeg"
    assert "attachment" in handed["Content-Disposition"]
    assert handed["Content-Type"] == "application/octet-stream"
    for one in (shown, handed):
        assert one["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in one["Content-Security-Policy"]
    stranger = Client().get(f"/b/{books.place.business_id}/receipts/{ids[0]}/")
    assert stranger.status_code == 302


def test_nothing_of_it_reaches_the_log(link, caplog):
    _books, question, token = link
    secret = token.split(".")[2]
    Client().post(f"/q/{token}/{question.pk}/", {"use": "nonsense", "text": "my words"})
    Client(enforce_csrf_checks=True).post(f"/q/{token}/{question.pk}/", {"use": "private"})
    Client().post(f"/q/{token}/{question.pk}/", {"use": "private", "text": "my words"})
    told = caplog.text
    assert "/q/…/" in told
    assert secret not in told
    assert "my words" not in told
