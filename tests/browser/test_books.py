"""The books in a real browser: chart, journal, registers, an entry by hand, reconciling."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import looks_well, sign_in

pytestmark = pytest.mark.browser


def test_the_chart_is_searched_and_an_account_is_put_on_a_line(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/books/accounts/")
    looks_well(visitor, "books-accounts")
    visitor.get_by_label("Search code or name").fill("meals")
    visitor.wait_for_url("**q=meals**")
    visitor.get_by_role("link", name="Change Meals").click()
    visitor.get_by_label(re.compile("Line, from")).select_option("24b")
    visitor.get_by_role("button", name="Put it there").click()
    visitor.get_by_text(re.compile("it goes on line 24b")).wait_for()
    looks_well(visitor, "books-account")


def test_the_journal_is_narrowed_and_read_by_key(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/books/journal/")
    looks_well(visitor, "books-journal")
    visitor.keyboard.press("j")
    assert visitor.evaluate("document.activeElement.id").startswith("entry-")
    visitor.keyboard.press("/")
    visitor.keyboard.type("shell")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**q=shell**")
    assert visitor.locator("#journal tbody tr").count() >= 1
    visitor.locator("#journal tbody a").first.click()
    visitor.get_by_role("heading", name=re.compile("Entry")).first.wait_for()
    looks_well(visitor, "books-entry")
    visitor.locator("#lines tbody a").first.click()
    visitor.get_by_text("Carried forward").or_(visitor.get_by_text("Beginning")).wait_for()
    looks_well(visitor, "books-register")


def test_an_entry_is_written_by_key_its_difference_seen_and_reversed(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/books/journal/")
    visitor.get_by_role("link", name="New entry").click()
    visitor.get_by_label("Description", exact=True).fill("Cash for the till")
    accounts = visitor.get_by_role("combobox", name="Account", exact=True)
    debits = visitor.get_by_label("Debit")
    accounts.nth(0).fill("trav")
    visitor.get_by_role("option", name=re.compile("Travel")).wait_for()
    visitor.keyboard.press("Enter")
    assert accounts.nth(0).input_value() == "6180 Travel"
    debits.nth(0).fill("12.50")
    accounts.nth(1).fill("3200")
    visitor.keyboard.press("Tab")
    visitor.get_by_label("Credit").nth(1).fill("12")
    visitor.get_by_text("Debits exceed credits by 0.50").wait_for()
    visitor.get_by_role("button", name="More lines").click()
    expect(visitor.locator(".manual-line")).to_have_count(7)
    looks_well(visitor, "books-manual")
    visitor.get_by_label("Credit").nth(1).fill("12.50")
    visitor.get_by_text("Balanced").wait_for()
    visitor.get_by_role("button", name="Post the entry").click()
    visitor.get_by_text(re.compile(r"Entry \d+ is posted\.")).wait_for()
    visitor.locator("summary", has_text="Reverse").click()
    visitor.get_by_label("Reason").fill("only a trial")
    visitor.get_by_role("button", name=re.compile("Reverse entry")).click()
    visitor.get_by_text(re.compile(r"is reversed by entry")).first.wait_for()
    looks_well(visitor, "books-reversed")


def test_bank_and_books_are_compared_and_the_checks_lead_to_where_they_are_mended(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/books/reconcile/")
    visitor.get_by_role("heading", name="Checking").wait_for()
    looks_well(visitor, "books-reconcile")
    visitor.goto(f"/b/{served.business}/books/close/?period=2025-03")
    looks_well(visitor, "books-close")
    visitor.get_by_role("link", name="Mend it there").first.wait_for()
