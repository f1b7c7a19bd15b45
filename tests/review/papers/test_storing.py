"""Receipts: kept once, put where they belong, hidden but never lost."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import AccessError, AppendOnly, ConflictError, FileTooLarge, InputError
from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.papers import storing
from ledgerflow.review.papers.selectors import paper_bytes
from ledgerflow.review.papers.storing import (
    paper_find,
    paper_name,
    paper_place,
    paper_remove,
    paper_restore,
    paper_store,
)
from ledgerflow.statements.storage import path_of
from tests.published import publish, transaction
from tests.review.papers.pictures import jpeg, pdf, png

SHOP = ("2025-01-13", "-86.10", "HARDWARE SHOP")
CAFE = ("2025-01-14", "-4.00", "CORNER CAFE")


@pytest.fixture
def shop(books):
    with books.scope():
        publish(books, [SHOP, CAFE])
        yield books


def store(books, name="photo.jpg", data=None, **where):
    return paper_store(
        business=books.business, name=name, data=data or jpeg(), user_id=books.user.pk, **where
    )


def actions(books):
    rows = AuditEvent.objects.filter(business=books.business, subject="attachment")
    return list(rows.order_by("pk").values_list("action", flat=True))


def test_a_receipt_is_kept_as_it_came_under_what_it_is(shop):
    paper = store(shop, "scan.exe", png())
    assert (paper.media_type, paper.name, paper.size_bytes) == ("image/png", "scan.exe", len(png()))
    assert paper_bytes(paper) == png()
    assert path_of(paper.firm_id, paper.stored_as).exists()
    assert actions(shop) == ["paper_store"]


def test_the_same_bytes_twice_are_the_first_one(shop):
    first, again = store(shop), store(shop, "copy.jpg")
    assert again.pk == first.pk
    assert Attachment.objects.count() == 1


def test_a_loose_receipt_that_comes_again_goes_to_where_it_came_now(shop):
    loose = store(shop)
    assert store(shop, transaction_id=transaction("HARDWARE SHOP").pk).pk == loose.pk
    assert Attachment.objects.get().transaction.description == "HARDWARE SHOP"
    stays = store(shop, transaction_id=transaction("CORNER CAFE").pk)
    assert stays.transaction.description == "HARDWARE SHOP"
    assert actions(shop) == ["paper_store", "paper_place"]


def test_what_is_no_photo_and_no_pdf_is_refused_before_anything_is_written(shop, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError) as refused:
        store(shop, "receipt.jpg", b"<svg onload=alert(1)>")
    assert refused.value.code == "not_a_receipt"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_is_too_large_says_so(shop, monkeypatch):
    monkeypatch.setattr(storing, "PAPER_BYTES_MAX", 100)
    with pytest.raises(FileTooLarge):
        store(shop, "long.pdf", pdf("x" * 200))


def test_a_receipt_belongs_to_nobody_elsewhere(shop, make_books):
    other = make_books("Other Books")
    paper, here = store(shop), transaction("CORNER CAFE").pk
    with other.scope(), pytest.raises(AccessError):
        paper_find(other.business, paper.pk)
    with other.scope(), pytest.raises(AccessError):
        store(other, "mine.jpg", png(), transaction_id=here)
    with pytest.raises(AccessError):
        paper_place(business=shop.business, paper_id=paper.pk, entry_id=10**9)


def test_a_receipt_is_placed_and_taken_back(shop):
    paper, where = store(shop), transaction("CORNER CAFE").pk
    paper_place(business=shop.business, paper_id=paper.pk, transaction_id=where)
    assert paper_find(shop.business, paper.pk).transaction_id == where
    paper_place(business=shop.business, paper_id=paper.pk)
    assert paper_find(shop.business, paper.pk).transaction_id is None


def test_a_receipt_taken_away_is_hidden_and_comes_back(shop):
    paper = store(shop)
    paper_remove(business=shop.business, paper_id=paper.pk)
    with pytest.raises(AccessError):
        paper_find(shop.business, paper.pk)
    assert path_of(paper.firm_id, paper.stored_as).exists()
    paper_restore(business=shop.business, paper_id=paper.pk)
    assert paper_find(shop.business, paper.pk).removed_by is None
    assert actions(shop) == ["paper_store", "paper_remove", "paper_restore"]


def test_a_hidden_receipt_does_not_come_back_beside_its_copy(shop):
    paper = store(shop)
    paper_remove(business=shop.business, paper_id=paper.pk)
    copy = store(shop, "again.jpg")
    assert copy.pk != paper.pk
    with pytest.raises(ConflictError):
        paper_restore(business=shop.business, paper_id=paper.pk)
    with pytest.raises(AccessError):
        paper_restore(business=shop.business, paper_id=10**9)


def test_no_receipt_is_deleted(shop):
    paper = store(shop)
    with pytest.raises(AppendOnly), kind_errors():
        Attachment.objects.filter(pk=paper.pk).delete()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("C:\\Users\\me\\scan.pdf", "scan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.jpg", "ab.jpg"),
        ("   ", "receipt"),
        ("x" * 300 + ".pdf", ("x" * 300 + ".pdf")[-255:]),
    ],
)
def test_a_name_is_a_name_alone(said, kept):
    assert paper_name(said) == kept
