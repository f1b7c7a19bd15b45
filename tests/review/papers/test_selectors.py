"""Notes and receipts as pages read them."""

from ledgerflow.review.papers.notes import note_add
from ledgerflow.review.papers.selectors import counts_of, loose_papers, papers_of
from ledgerflow.review.papers.storing import paper_remove, paper_store
from tests.published import publish, transaction
from tests.review.papers.pictures import jpeg, pdf, png


def store(books, data, **where):
    return paper_store(business=books.business, name="r", data=data, user_id=books.user.pk, **where)


def test_what_lies_beside_a_transaction_is_found_and_counted(books):
    with books.scope():
        publish(books, [("2025-01-13", "-86.10", "SHOP"), ("2025-01-14", "-4.00", "CAFE")])
        shop, cafe = transaction("SHOP").pk, transaction("CAFE").pk
        store(books, jpeg(), transaction_id=shop)
        hidden = store(books, pdf(), transaction_id=shop)
        paper_remove(business=books.business, paper_id=hidden.pk)
        for text in ("one", "two"):
            note_add(business=books.business, text=text, user_id=books.user.pk, transaction_id=shop)
        kept = papers_of(transaction_ids=[shop])
        assert [n.text for n in kept.notes] == ["one", "two"]
        assert [p.media_type for p in kept.papers] == ["image/jpeg"]
        assert counts_of([shop, cafe]) == {shop: (2, 1)}
        nothing = papers_of(transaction_ids=[cafe], entry_ids=[1])
        assert (nothing.notes, nothing.papers) == ([], [])


def test_loose_receipts_come_oldest_first_a_page_at_a_time(books):
    with books.scope():
        publish(books, [("2025-01-13", "-86.10", "SHOP")])
        first, second, third = (store(books, png(width)) for width in (1, 2, 3))
        store(books, jpeg(), transaction_id=transaction("SHOP").pk)
        assert loose_papers(books.business, limit=2) == [first, second]
        assert loose_papers(books.business, after=second.pk) == [third]
