"""The reconcile page: equal or not by computation, and what is open on each side."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_post
from ledgerflow.statements.models import BankAccount
from tests.web.books.conftest import as_role, plain
from tests.web.conftest import desk_of

PAGE = "books/reconcile/"


def by_hand(desk, day="2025-01-15", amount="25.00"):
    """Money that only the books know."""
    books = desk.books
    with books.scope():
        other = account_by_key(books.business, "owner_equity")
        sides = ((BankAccount.objects.get().ledger_account_id, 1), (other.pk, -1))
        lines = tuple(LineDraft(pk, sign * Decimal(amount), "USD") for pk, sign in sides)
        draft = EntryDraft(dt.date.fromisoformat(day), "Cash put in", lines, f"manual:{day}")
        return entry_post(business=books.business, draft=draft).number


def test_an_account_is_reconciled_when_what_waits_explains_it(ready):
    page = plain(ready.get(PAGE))
    assert "Reconcile 2025-01" in page
    assert "Reconciled USD · against the closing balance of 2025-01-31" in page
    assert "In the books 380.00" in page
    assert "1 transaction waits for a decision −30.00" in page
    assert "Opening balance that is not in the books 1,000.00" in page
    assert "Comes to 1,350.00 Statement closes on 2025-01-31 with 1,350.00" in page
    assert "No difference" in page
    assert "WATER WORKS" in page


def test_what_waits_is_shown_in_the_review_by_its_bank_account(ready):
    with ready.books.scope():
        account = BankAccount.objects.get()
    page = ready.get(PAGE).content.decode()
    assert f'href="{ready.base}review/?bank={account.pk}"' in page
    assert "WATER WORKS" in plain(ready.get("review/", bank=account.pk))


def test_a_difference_is_named_with_the_entry_that_makes_it(ready):
    number = by_hand(ready)
    page = plain(ready.get(PAGE))
    assert "Not reconciled" in page
    assert "Too much in the books −25.00" in page
    assert "Only in the books in 2025-01" in page
    assert f"Entry {number} Cash put in 25.00" in page
    link = f'href="{ready.base}books/entries/{number}/"'
    assert link in ready.get(PAGE).content.decode()


def test_a_month_is_chosen_in_the_address(ready):
    assert "Reconcile 2025-03" in plain(ready.get(PAGE, month="2025-03"))
    page = ready.get(PAGE, month="2024-12").content.decode()
    assert re.findall(r'href="\?month=(\d{4}-\d\d)" aria-label', page) == ["2024-11", "2025-01"]


@pytest.mark.parametrize("month", ["2025-13", "x", "2025", "2025-01-01"])
def test_what_is_no_month_is_said(ready, month):
    assert ready.get(PAGE, month=month).status_code == 400


def test_an_empty_business_has_nothing_to_compare(make_books):
    page = plain(desk_of(make_books(name="Empty Books")).get(PAGE))
    assert "There is no bank account yet." in page


def test_nobody_ticks_anything_off_and_clients_do_not_look(ready):
    page = ready.get(PAGE).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert 'method="post"' not in main
    assert "checkbox" not in main
    assert as_role(ready, "client").get(PAGE).status_code == 404
    assert as_role(ready, "viewer").get(PAGE).status_code == 200
