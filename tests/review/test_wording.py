"""Where the money goes, in words for lists and pages."""

from decimal import Decimal

from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.review.selectors import queue
from ledgerflow.review.wording import decision_place, split_names, suggestion_place
from tests.published import decide, publish
from tests.review.test_services import CLIENT, COFFEE, SHOP, exclude, split, suggest


def plain(amount, currency):
    return f"{amount:.2f} {currency}"


def test_suggestions_say_where_they_put_the_money(books):
    with books.scope():
        publish(books, [COFFEE])
        ids = [
            account_by_key(books.business, key).pk for key in ("meals", "supplies", "owner_draw")
        ]
        sizes = ({"percent": "60.0000"}, {"amount": "1.50"}, {})
        parts = [{"account_id": pk} | size for pk, size in zip(ids, sizes, strict=True)]
        told = (
            ("Meals", {}),
            ("Meals 62.5 %", {"business_percent": Decimal("62.5")}),
            ("transfer", {"account": None}),
            ("not to be booked", {"account": None, "is_exclusion": True}),
            (
                "split: Meals 60 %, Supplies 1.5, Owner's draw the rest",
                {"account": None, "splits": parts},
            ),
        )
        for words, given in told:
            made = suggest(books, "CORNER COFFEE", **given)
            assert suggestion_place(made, split_names([made, None])) == words
            assert [waiting.place for waiting in queue(books.business)] == [words]


def test_a_split_of_an_account_that_is_gone_says_so(books):
    with books.scope():
        publish(books, [COFFEE])
        parts = [{"account_id": 10**9, "percent": "60"}, {"percent": "40"}]
        made = suggest(books, "CORNER COFFEE", None, splits=parts[:1])
        assert suggestion_place(made, split_names([made])) == "split: an unknown account 60 %"
        broken = suggest(books, "CORNER COFFEE", None, splits=parts)
        assert "names no account" in suggestion_place(broken, split_names([broken]))


def test_decisions_say_where_they_put_the_money(books):
    with books.scope():
        publish(books, [COFFEE, SHOP, CLIENT])
        shared = decide(books, "CORNER COFFEE", "meals", business_percent=Decimal(50))
        assert decision_place(shared, plain) == "6190 Meals, 50 % business"
        parts = split(books, "SHOP", ("supplies", 60), ("owner_draw",))
        assert decision_place(parts, plain) == (
            "6160 Supplies -60.01 USD; 3200 Owner's draw -40.00 USD"
        )
        left_out = exclude(books, "HARBOR CLIENT", reason="a loan of a friend")
        assert decision_place(left_out, plain) == "not to be booked: a loan of a friend"
