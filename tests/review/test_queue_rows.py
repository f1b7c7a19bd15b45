"""The rows of a group: suggestion, alternatives with reasons, notes and papers."""

from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.paper_models import Note
from ledgerflow.review.queue_conditions import group_name, group_parts
from ledgerflow.review.queueing import QueueFilter, group_rows
from tests.published import decide, publish, transaction
from tests.review.test_queueing import suggest

COFFEE = [(f"2025-01-{day:02d}", f"-{day}.00", f"CORNER COFFEE {day}") for day in range(1, 8)]


@pytest.fixture
def waiting(books):
    with books.scope():
        publish(books, COFFEE)
        accounts = {key: account_by_key(books.business, key).pk for key in ("travel", "supplies")}
        aside = [
            {
                "account_id": accounts["travel"], "account_key": "", "confidence": "0.2",
                "source": "learned", "reasons": ["on a journey"], "transfer_with": None,
            },
            {
                "account_id": None, "account_key": "transfers_clearing", "confidence": "0.1",
                "source": "transfer", "reasons": ["same money"], "transfer_with": 5,
            },
            {
                "account_id": accounts["supplies"], "account_key": "", "confidence": "0.05",
                "source": "learned", "reasons": [], "transfer_with": None,
            },
        ]  # fmt: skip
        for _, _, text in COFFEE:
            suggest(books, text, alternatives=aside, reasons=["as before"])
    return books


def key_of(books, text="CORNER COFFEE 1"):
    with books.scope():
        row = WaitingTransaction.objects.get(transaction__description=text)
        return group_name(row.currency, row.group_key)


def rows(books, key=None, **more):
    key = key or key_of(books)
    with books.scope():
        return group_rows(books.business, key, **more)


def test_rows_come_oldest_first_with_three_ways_best_first(waiting):
    page = rows(waiting)
    assert [r.transaction.amount for r in page.rows] == [-day for day in range(1, 8)]
    first, second, third = page.rows[0].alternatives
    assert (first.label, first.kind, first.reason) == ("Meals", "category", "as before")
    assert (second.label, second.confidence) == ("Travel", Decimal("0.2"))
    assert (third.kind, third.label, third.transfer_with_id) == ("transfer", "transfer", 5)
    assert (page.rows[0].place, page.after) == ("Meals", "")


def test_what_was_done_with_the_payee_before_is_a_way(books):
    with books.scope():
        publish(books, COFFEE)
        for number, key in ((1, "meals"), (2, "meals"), (3, "supplies")):
            decide(books, f"CORNER COFFEE {number}", key)
    page = rows(books, key_of(books, "CORNER COFFEE 7"))
    assert [(a.label, a.reason) for a in page.rows[0].alternatives] == [
        ("Meals", "decided so 2 of 3 times before"),
        ("Supplies", "decided so 1 of 3 times before"),
    ]
    assert page.rows[0].suggestion is None


def test_pages_follow_each_other_and_end(waiting):
    found, after = [], ""
    for _ in range(4):
        page = rows(waiting, after=after, limit=2)
        found += [r.transaction.pk for r in page.rows]
        after = page.after
    assert after == ""
    assert found == [r.transaction.pk for r in rows(waiting).rows]
    for bad in ("x", "WyJ4IiwgIjEiXQ"):
        with pytest.raises(InputError):
            rows(waiting, after=bad)


def test_filters_notes_and_groups_of_nowhere(waiting):
    with waiting.scope():
        Note.objects.create(
            firm_id=waiting.place.firm_id,
            business=waiting.business,
            transaction=transaction("CORNER COFFEE 3"),
            text="with a client",
            written_by=waiting.user,
        )
    (found,) = rows(waiting, wanted=QueueFilter(text="coffee 3")).rows
    assert (found.notes, found.papers, found.asked) == (1, 0, "")
    for key in ("USD:nobody -", "EUR:corner coffee -", "nonsense", ""):
        assert rows(waiting, key or "x").rows == ()
    assert group_parts("USD:a:b -") == ("USD", "a:b -")


def test_a_page_costs_the_same_for_one_row_and_for_seven(waiting, django_assert_num_queries):
    key = key_of(waiting)
    for limit in (1, 7):
        with waiting.scope():
            business = waiting.business
            with django_assert_num_queries(7):
                group_rows(business, key, limit=limit)
