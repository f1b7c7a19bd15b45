"""Pages show what a decision split, tagged or kept out of the books."""

from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.statements.models import StatementFile
from tests.review.test_services import exclude, split, suggest


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def statement_page(desk):
    with desk.books.scope():
        file = StatementFile.objects.get()
    return text_of(desk.get(f"statements/{file.pk}/"))


def test_the_page_of_an_entry_shows_the_parts_and_tags_of_its_split(kept_books):
    with kept_books.books.scope():
        given = {"tags": ("job 12",), "reason": "two jobs"}
        made = split(kept_books.books, "HARBOR CLIENT", ("sales", 90), ("other_income",), **given)
    page = text_of(kept_books.get(f"books/entries/{made.entry.number}/"))
    for part in ("Parts", "450.00", "90 %", "for sales", "50.00", "job 12", "two jobs"):
        assert part in page
    assert "Business share" not in page
    assert f"Entry {made.entry.number}" in statement_page(kept_books)


def test_what_is_excluded_says_so_with_its_reason_until_that_is_undone(kept_books):
    with kept_books.books.scope():
        made = exclude(kept_books.books, "HARBOR CLIENT", reason="a loan <of a friend>")
    page = statement_page(kept_books)
    assert "Excluded" in page
    assert "a loan &lt;of a friend&gt;" in page
    overview = text_of(kept_books.get())
    assert "Nothing waits." in overview
    assert "Excluded by decision: 1, 500.00 USD net." in overview
    assert "every bank transaction is in the books" not in overview
    batch_undo(kept_books.books.place, made.batch_id, user_id=kept_books.books.user.pk)
    assert "Excluded" not in statement_page(kept_books)
    assert "Excluded" not in text_of(kept_books.get())


def test_a_suggested_split_is_named_with_its_parts(kept_books):
    books = kept_books.books
    with books.scope():
        sales = account_by_key(books.business, "sales").pk
        parts = [{"account_id": sales, "percent": "60"}, {"account_id": sales}]
        suggest(books, "HARBOR CLIENT", None, splits=parts)
    assert "Split: Sales 60 %, Sales the rest" in text_of(kept_books.get())
