"""Receipts and notes on pages: beside a transaction, loose, placed, taken away."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import RequestFactory

from ledgerflow.review.paper_models import Attachment, Note
from ledgerflow.review.papers.storing import paper_store
from ledgerflow.web.selectors.receipts import Hint, hint_of, inbox_of
from tests.published import transaction
from tests.review.papers.pictures import jpeg, pdf, png
from tests.review.questions.answering_kit import photo_of
from tests.review.questions.asking_kit import ask, published
from tests.web.conftest import desk_of


@pytest.fixture
def filing(books):
    """Somebody signed in, with three transactions."""
    with books.scope():
        published(books)
    return desk_of(books)


def post(desk, path, htmx=False, **fields):
    headers = {"HX-Request": "true"} if htmx else {}
    return desk.client.post(desk.base + path, fields, headers=headers)


def upload(desk, *files, htmx=False, **where):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return post(desk, "receipts/add/", htmx=htmx, file=sent, **where)


def text_of(response):
    return response.content.decode()


def pk_of(desk, text):
    with desk.books.scope():
        return transaction(text).pk


def test_a_receipt_goes_beside_its_transaction_and_back_to_the_page(filing):
    pk = pk_of(filing, "CORNER CAFE")
    back = f"{filing.base}rules/"
    answer = upload(filing, ("a.jpg", jpeg()), transaction=pk, next=back)
    assert answer["Location"] == back
    away = upload(filing, ("b.jpg", png()), transaction=pk, next="https://evil.example/")
    assert away["Location"] == f"{filing.base}receipts/"
    with filing.books.scope():
        assert set(Attachment.objects.values_list("transaction_id", flat=True)) == {pk}


def test_only_the_fragment_is_exchanged_where_a_script_asks(filing):
    pk = pk_of(filing, "CORNER CAFE")
    part = text_of(upload(filing, ("a.jpg", jpeg()), htmx=True, transaction=pk))
    assert f'id="papers-t{pk}"' in part
    assert "<img" in part
    assert "<html" not in part
    noted = text_of(post(filing, "notes/add/", htmx=True, transaction=pk, text="<b>Lunch</b>"))
    assert "&lt;b&gt;Lunch" in noted
    refused = text_of(upload(filing, ("a.svg", b"<svg/>"), htmx=True, transaction=pk))
    assert "is no photo or PDF" in refused
    empty = text_of(post(filing, "notes/add/", htmx=True, transaction=pk, text=""))
    assert "A note has 1 to" in empty
    with filing.books.scope():
        assert (Note.objects.count(), Attachment.objects.count()) == (1, 1)


def test_a_file_that_lies_elsewhere_stays_there_and_that_is_said(filing):
    one, other = pk_of(filing, "CORNER CAFE"), pk_of(filing, "HARDWARE SHOP")
    upload(filing, ("a.jpg", jpeg()), transaction=one)
    upload(filing, ("again.jpg", jpeg()), transaction=other)
    assert "it stays there" in text_of(filing.get("receipts/"))


def test_nothing_chosen_is_refused_on_a_page_of_its_own(filing):
    assert post(filing, "receipts/add/").status_code == 400
    assert upload(filing, ("a.exe", b"MZ")).status_code == 400


def test_loose_receipts_are_placed_where_their_name_points(filing):
    upload(filing, ("2025-01-13 hardware 86,10.pdf", pdf()), ("nothing.jpg", jpeg()))
    page = text_of(filing.get("receipts/"))
    assert "HARDWARE SHOP" in page
    assert "Nothing fits by itself" in page
    with filing.books.scope():
        paper = Attachment.objects.get(media_type="application/pdf")
    wrong = post(filing, f"receipts/{paper.pk}/place/")
    assert wrong.status_code == 400
    post(filing, f"receipts/{paper.pk}/place/", transaction=pk_of(filing, "HARDWARE SHOP"))
    with filing.books.scope():
        paper.refresh_from_db()
        assert paper.transaction.description == "HARDWARE SHOP"


def test_a_receipt_of_a_question_points_to_what_was_asked(filing):
    books = filing.books
    with books.scope():
        question = ask(books, "CORNER CAFE", "CORNER CAFE TOWN")
        photo_of(books, question, jpeg())
        (loose,) = inbox_of(books.business).papers
        assert {row.description for row in loose.fits} == {"CORNER CAFE", "CORNER CAFE TOWN"}


@pytest.mark.parametrize("text", ["hardware", "86.10", "-86,10"])
def test_a_search_offers_transactions_by_text_and_amount(filing, text):
    upload(filing, ("nothing.jpg", jpeg()))
    with filing.books.scope():
        found = inbox_of(filing.books.business, text=text).found
    assert [row.description for row in found] == ["HARDWARE SHOP"]
    assert "HARDWARE SHOP" in text_of(filing.get("receipts/", text=text))


def test_loose_receipts_come_a_page_at_a_time(filing):
    books = filing.books
    with books.scope():
        for width in range(1, 22):
            paper_store(
                business=books.business, name="r.png", data=png(width), user_id=books.user.pk
            )
        first = inbox_of(books.business)
        assert (len(first.papers), len(inbox_of(books.business, after=first.after).papers)) == (
            20,
            1,
        )
    assert f"?after={first.after}" in text_of(filing.get("receipts/"))


def test_a_receipt_is_taken_away_and_brought_back(filing):
    upload(filing, ("a.jpg", jpeg()))
    with filing.books.scope():
        pk = Attachment.objects.get().pk
    removed = post(filing, f"receipts/{pk}/remove/")
    assert filing.get(f"receipts/{pk}/").status_code == 404
    assert removed["Location"] == f"{filing.base}receipts/?removed={pk}"
    assert f'action="{filing.base}receipts/{pk}/restore/"' in text_of(
        filing.get("receipts/", removed=pk)
    )
    back = post(filing, f"receipts/{pk}/restore/", next=f"{filing.base}receipts/")
    assert back["Location"] == f"{filing.base}receipts/"
    assert filing.get(f"receipts/{pk}/").status_code == 200
    assert "/restore/" not in text_of(filing.get("receipts/", removed="x"))


def test_beside_a_transaction_taking_away_offers_to_bring_it_back(filing):
    pk = pk_of(filing, "CORNER CAFE")
    upload(filing, ("a.jpg", jpeg()), transaction=pk)
    with filing.books.scope():
        paper = Attachment.objects.get().pk
    where = {"transaction": pk, "next": f"{filing.base}transactions/{pk}/"}
    part = text_of(post(filing, f"receipts/{paper}/remove/", htmx=True, **where))
    assert f'hx-post="{filing.base}receipts/{paper}/restore/"' in part
    assert 'class="paper-file"' not in part
    part = text_of(post(filing, f"receipts/{paper}/restore/", htmx=True, **where))
    assert 'class="paper-file"' in part
    assert "/restore/" not in part


def test_receipts_of_another_business_are_not_there(filing, make_books):
    other = make_books("Other Books")
    with other.scope():
        theirs = paper_store(
            business=other.business, name="r.png", data=png(), user_id=other.user.pk
        )
    assert filing.get(f"receipts/{theirs.pk}/").status_code == 404
    assert post(filing, f"receipts/{theirs.pk}/remove/").status_code == 404


def test_the_fragment_stands_on_any_page_that_has_a_transaction(filing):
    request = RequestFactory().get("/b/1/somewhere/")
    with filing.books.scope():
        row = transaction("CORNER CAFE")
        page = Template('{% include "web/papers/_papers.html" %}').render(
            Context({"transaction": row, "place": filing.books.place, "request": request})
        )
    assert 'name="next" value="/b/1/somewhere/"' in page
    assert f'name="transaction" value="{row.pk}"' in page


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("2025-01-13 Hardware 86,10.pdf", Hint(Decimal("86.10"), dt.date(2025, 1, 13))),
        ("receipt 1234.50 eur.jpg", Hint(Decimal("1234.50"))),
        ("IMG_20250113_101112.jpg", Hint(day=dt.date(2025, 1, 13))),
        ("2025-13-40.pdf", Hint()),
        ("0.00.pdf", Hint()),
        ("scan.pdf", Hint()),
    ],
)
def test_a_name_tells_an_amount_and_a_day_or_nothing(name, hint):
    assert hint_of(name) == hint
