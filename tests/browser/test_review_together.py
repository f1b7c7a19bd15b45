"""Two people on one row, and the two halves of one transfer, in a real browser at two widths."""

import pytest

from tests.browser.conftest import looks_well, page_in, sign_in
from tests.browser.review_keyboard import READY
from tests.browser.test_review import left, opened, until

pytestmark = pytest.mark.browser

TRANSFERS = """
import django
django.setup()
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.firms.models import Business, User
from ledgerflow.ledger.services import business_open
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import bank_account_add
from django.db import transaction
person = User.objects.order_by("pk").first()
firm_id = operator_places()[0].firm_id
with firm_scope(firm_id, person.pk), transaction.atomic():
    made = business_open(firm_id=firm_id, name="Two Accounts", chart="us_sole_proprietor")
    for name in ("Everyday", "Reserve"):
        bank_account_add(business=made, name=name)
place = next(p for p in operator_places() if p.business_id == made.pk)
for name, data in (("Everyday", {everyday!r}), ("Reserve", {reserve!r})):
    run = statements_import(
        place, [Upload(name + ".csv", data)], account=name, user_id=person.pk
    )
    assert run.refused == [], run.refused
print(made.pk)
"""
EVERYDAY = (
    b"Date,Description,Amount,Balance\n"
    b"05/06/2025,ZQX 70011,-500.00,4500.00\n"
    b"05/13/2025,PLOMFRITH,-75.00,4425.00\n"
)
RESERVE = (
    b"Date,Description,Amount,Balance\n"
    b"05/07/2025,ZQX 88214,500.00,1500.00\n"
    b"05/21/2025,KORVAT,-20.00,1480.00\n"
)


def test_who_comes_second_sees_who_was_first_and_what_stands(visitor, browser, served):
    opened(visitor, served)
    other = page_in(browser, served, visitor.size_name)
    opened(other, served)
    first = visitor.locator(".review-item").first.get_attribute("id")
    for page in (visitor, other):
        page.locator(f"#{first} .review-open").click()
        until(page, READY)
        page.locator("#decide").wait_for()
    visitor.locator("#review-account").fill("6900")
    visitor.locator("#do-account").click()
    until(visitor, f"document.getElementById('{first}')", None)
    before = left(visitor)

    other.locator("#review-account").fill("6110")
    other.locator("#do-account").click()
    other.get_by_text("Somebody was first").wait_for()
    told = other.locator("#review-notice").inner_text()
    assert "owner@example.com" in told
    assert "6900 Other expenses" in told
    looks_well(other, "review-second")
    assert left(other) == before, "the second stroke changed nothing"
    other.context.close()

    visitor.get_by_role("button", name="Undo", exact=True).last.click()
    until(visitor, f"!!document.getElementById('{first}')")


@pytest.fixture(scope="module")
def two_accounts(served):
    """A business whose accounts each have one half of a transfer, in words that tell nothing."""
    return int(served.run_code(TRANSFERS.format(everyday=EVERYDAY, reserve=RESERVE)))


def test_the_other_half_of_a_transfer_is_found_chosen_and_taken_back(visitor, two_accounts):
    sign_in(visitor)
    review = f"/b/{two_accounts}/review/"
    visitor.goto(review)
    until(visitor, READY)
    before, items = left(visitor), visitor.locator("#review-items > .review-item").count()
    visitor.locator(".review-open", has_text="ZQX").first.click()
    visitor.locator("#decide").wait_for()
    until(visitor, READY)
    if visitor.size_name == "desktop":
        visitor.keyboard.press("t")
    else:
        visitor.locator("#tool-transfer > summary").click()
    halves = visitor.locator("#review-halves button")
    halves.first.wait_for()
    assert halves.count() == 1
    assert "500.00" in halves.first.inner_text()
    looks_well(visitor, "review-transfer")
    halves.first.click()
    visitor.get_by_text("decided.").wait_for()
    visitor.goto(review)
    until(visitor, READY)
    assert left(visitor) == before - 2, "both halves are decided in one stroke"
    visitor.locator("#review-undo button").click()
    until(visitor, "document.querySelectorAll('#review-items > .review-item').length", items)
    assert left(visitor) == before
