"""Payees on pages: a page at a time, merged after a look, split and renamed."""

import pytest

from ledgerflow.classification.models import Payee, PayeeAlias
from ledgerflow.classification.payee_services import payee_name
from ledgerflow.web.selectors import payees as payee_reads
from tests.published import decide
from tests.review.questions.asking_kit import published
from tests.review.test_services import suggest
from tests.web.conftest import desk_of


@pytest.fixture
def naming(books):
    """Somebody signed in, with three payees."""
    with books.scope():
        published(books)
        for key, name in (
            ("hardware shop", "Hardware Shop"),
            ("corner cafe", "Corner Café"),
            ("corner cafe town", "Corner Café Town"),
        ):
            payee_name(business=books.business, key=key, name=name)
    return desk_of(books)


def post(desk, path, **fields):
    return desk.client.post(desk.base + path, fields)


def text_of(response):
    return response.content.decode()


def payee(books, name):
    with books.scope():
        return Payee.objects.get(name=name).pk


def test_payees_are_listed_with_spellings_and_counts(naming):
    books = naming.books
    with books.scope():
        decide(books, "HARDWARE SHOP", "supplies", payee_key="hardware shop")
        suggest(books, "CORNER CAFE", "meals", payee_key="corner cafe")
        page = payee_reads.payee_page(books.business)
    counts = {row.payee.name: (row.decided, row.waiting) for row in page.rows}
    assert counts["Hardware Shop"] == (1, 0)
    assert counts["Corner Café"] == (0, 1)
    shown = text_of(naming.get("payees/"))
    assert "corner cafe town" in shown


def test_a_long_list_comes_a_page_at_a_time(naming, monkeypatch):
    monkeypatch.setattr(payee_reads, "PAGE", 2)
    first = text_of(naming.get("payees/"))
    assert "Hardware Shop" not in first
    assert 'href="?after=Corner%20Caf' in first
    second = text_of(naming.get("payees/", after="Corner Café Town"))
    assert "Hardware Shop" in second
    assert 'href="?after=' not in second


def test_payees_like_a_text_and_pairs_that_may_be_one_are_found(naming):
    found = text_of(naming.get("payees/", text="hardwar shop"))
    assert "Hardware Shop" in found
    assert "Corner" not in found
    assert "No payee is like that" in text_of(naming.get("payees/", text="zzz"))
    assert "May be one payee" in text_of(naming.get("payees/", twins="1"))


def test_a_merge_is_shown_before_it_is_done(naming):
    books = naming.books
    town, cafe = payee(books, "Corner Café Town"), payee(books, "Corner Café")
    page = text_of(naming.get(f"payees/{town}/"))
    assert f"?with={cafe}" in page
    looked = text_of(naming.client.get(f"{naming.base}payees/{town}/?with={cafe}"))
    assert "Merge Corner Café Town into Corner Café" in looked
    with books.scope():
        assert Payee.objects.count() == 3
    post(naming, f"payees/{town}/merge/", into=cafe)
    with books.scope():
        assert PayeeAlias.objects.get(key="corner cafe town").payee_id == cafe
    itself = post(naming, f"payees/{cafe}/merge/", into="")
    assert itself.status_code == 400


def test_spellings_are_split_off_and_payees_renamed(naming):
    books = naming.books
    cafe = payee(books, "Corner Café")
    post(naming, f"payees/{cafe}/split/", key=["corner cafe"], name="Café am Eck")
    with books.scope():
        assert PayeeAlias.objects.get(key="corner cafe").payee.name == "Café am Eck"
    shop = payee(books, "Hardware Shop")
    post(naming, f"payees/{shop}/rename/", name="Town Hardware")
    assert "Town Hardware" in text_of(naming.get("payees/"))
    assert post(naming, f"payees/{shop}/rename/", name="").status_code == 400


def test_payees_of_elsewhere_are_not_there(naming, make_books):
    other = make_books("Other Books")
    with other.scope():
        theirs = payee_name(business=other.business, key="theirs", name="Theirs").pk
    assert naming.get(f"payees/{theirs}/").status_code == 404
    own = payee(naming.books, "Hardware Shop")
    assert naming.client.get(f"{naming.base}payees/{own}/?with={theirs}").status_code == 404
    assert post(naming, f"payees/{theirs}/rename/", name="Mine").status_code == 404
