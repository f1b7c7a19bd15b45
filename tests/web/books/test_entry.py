"""The page of an entry: its whole trail, its opposite, and reversing it."""

import re
from decimal import Decimal

import pytest

from ledgerflow.classification.facts import SplitShare
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.services import decision_accept
from ledgerflow.statements.models import BankTransaction
from tests.web.books.conftest import account_id, as_role, entry_form, plain


def reverse(desk, number, **fields):
    return desk.client.post(f"{desk.base}books/entries/{number}/reverse/", fields, follow=True)


def test_an_entry_tells_who_decided_on_what_and_what_the_audit_keeps(kept_books):
    page = plain(kept_books.get("books/entries/1/"))
    for part in ("Decision", "Suggestion", "Reasons", "HOME DEPOT #7114", "january.csv",
                 "decision_accept", "Notes and receipts"):  # fmt: skip
        assert part in page


def test_a_decided_entry_is_reversed_with_its_decision(ready):
    assert "the bank transaction waits for a decision again" in plain(ready.get("books/entries/2/"))
    page = plain(reverse(ready, 2, reason="the wrong shop"))
    assert "Entry 2 is reversed by entry 3." in page
    assert "reversed by entry 3" in page
    assert "taken back since" in page
    assert "Reverse entry 2" not in page
    opposite = plain(ready.get("books/entries/3/"))
    assert "reverses entry 2" in opposite
    assert "the wrong shop" in opposite


def test_an_entry_by_hand_is_reversed_on_a_day_that_is_chosen(desk):
    form = entry_form(("Travel", "12", "", ""), ("3200", "", "12", ""))
    desk.client.post(f"{desk.base}books/entries/new/", form)
    page = reverse(desk, 1, reason="twice", date="2025-06-01")
    assert "reversed by entry 2" in plain(page)
    assert "2025-06-01 · Reversal of 1: twice" in plain(desk.get("books/entries/2/"))


def test_a_refusal_is_a_notice(ready):
    assert "needs a reason" in plain(reverse(ready, 2, reason=" "))
    reverse(ready, 2, reason="the wrong shop")
    assert "is reversed already" in plain(reverse(ready, 2, reason="again"))
    assert reverse(ready, 99, reason="x").status_code == 404


def test_the_parts_of_a_split_are_shown_to_the_cent(ready):
    books = ready.books
    ids = [account_id(ready, key) for key in ("supplies", "travel")]
    sizes = (Decimal("10.01"), Decimal("19.99"))
    splits = tuple(SplitShare(pk, amount=size) for pk, size in zip(ids, sizes, strict=True))
    with books.scope():
        decision = decision_accept(
            bank_transaction=BankTransaction.objects.get(description="WATER WORKS"),
            choice=Choice(Decision.Kind.SPLIT, splits=splits),
            batch=books.batch(),
        )
        number = decision.entry.number
    page = plain(ready.get(f"books/entries/{number}/"))
    assert "6160 Supplies: −10.01" in page
    assert "6180 Travel: −19.99" in page


@pytest.mark.parametrize("role", ["viewer", "client"])
def test_who_may_not_write_sees_the_entry_and_no_button(ready, role):
    guest = as_role(ready, role)
    page = guest.get("books/entries/2/").content.decode()
    assert "PAPER SHOP" in page
    assert "reverse-reason" not in page
    assert ("decision_accept" in page) == (role == "viewer")
    assert reverse(guest, 2, reason="mine").status_code == 404


def test_a_line_leads_to_its_row_in_the_file(ready):
    page = ready.get("books/entries/2/").content.decode()
    assert re.search(r'href="/b/\d+/statements/\d+/\?page=1#line-\d+"', page)
