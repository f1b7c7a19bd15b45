"""A thousand mixed transactions are settled with the keyboard alone, in at most 80 decisions."""

import json

import pytest

from tests.browser.conftest import page_in, shoot, sign_in
from tests.browser.review_books import COUNT, READ, SEED, TRANSFER, truths
from tests.browser.review_keyboard import COUNTING, Bookkeeper

pytestmark = pytest.mark.thousand

DECISIONS_MAX = 80


def test_a_thousand_transactions_are_settled_by_keyboard(browser, served):
    business = int(served.run_code(SEED, seconds=300))
    page = page_in(browser, served, "desktop")
    page.add_init_script(COUNTING)
    sign_in(page)
    page.goto(f"/b/{business}/review/")
    keeper = Bookkeeper(page, truths())
    taken = keeper.settle()
    page.get_by_role("heading", name="Nothing waits").wait_for()
    shoot(page, "review-nothing-waits")
    said = page.heard.said
    page.context.close()
    left, decided, batches = json.loads(served.run_code(READ.format(business=business)))
    assert left == 0
    assert len(decided) == COUNT
    wrong = [one for one in decided if not is_right(*one)]
    assert wrong == []
    assert batches <= taken <= DECISIONS_MAX, keeper.how
    assert keeper.lost == []
    assert said == []


def is_right(text, kind, account, is_policy, percent):
    """Where the truth says, all of it for the business."""
    truth = truths()[text]
    if truth == TRANSFER:
        return kind == "transfer"
    return kind == "category" and account == truth and float(percent) == 100 and not is_policy
