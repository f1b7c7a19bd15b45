"""The review page in a real browser: moving, deciding, undoing, on a desk and on a phone."""

import pytest

from tests.browser.conftest import looks_well, shoot, sign_in
from tests.browser.review_keyboard import READY

pytestmark = pytest.mark.browser

FOCUS = "document.activeElement.closest('.review-item')?.id ?? document.activeElement.id"
OPEN = "document.querySelector('#review-panel .review-group')?.dataset.item ?? ''"


def until(page, expression, value=True):
    """Asked from outside: the page's policy forbids eval inside."""
    for _ in range(2_000):
        if page.evaluate(expression) == value:
            return
        page.wait_for_timeout(10)
    assert page.evaluate(expression) == value, expression


def left(page):
    return int(page.locator("[data-left]").first.get_attribute("data-left"))


def opened(page, served):
    sign_in(page)
    page.goto(f"/b/{served.business}/review/")
    until(page, READY)


def test_the_page_is_whole_on_a_desk_and_on_a_phone(visitor, served):
    opened(visitor, served)
    looks_well(visitor, "review")
    visitor.locator(".review-open").first.click()
    visitor.locator("#decide").wait_for()
    looks_well(visitor, "review-group")


def test_keys_decide_undo_and_never_lose_the_focus(visitor, served):
    if visitor.size_name == "phone":
        touch(visitor, served)
        return
    opened(visitor, served)
    visitor.keyboard.press("j")
    until(visitor, READY)
    first = visitor.evaluate(OPEN)
    assert visitor.evaluate(FOCUS) == first
    before = left(visitor)
    visitor.keyboard.press("c")
    assert visitor.evaluate(FOCUS) == "review-account"
    visitor.keyboard.type("6900")
    visitor.keyboard.press("Enter")
    until(visitor, f"document.getElementById('{first}')", None)
    until(visitor, READY)
    assert visitor.evaluate(FOCUS) == visitor.evaluate(OPEN)
    until(visitor, f"({OPEN}) !== '{first}'")
    assert left(visitor) == before - 1
    visitor.keyboard.press("u")
    until(visitor, f"!!document.getElementById('{first}')")
    until(visitor, READY)
    assert visitor.evaluate(FOCUS) == visitor.evaluate(OPEN) == first
    for key, field in (("s", "split_account"), ("x", "reason"), ("q", "question")):
        visitor.keyboard.press(key)
        until(visitor, "document.activeElement.closest('details')?.open ?? false")
        assert visitor.evaluate("document.activeElement.name") == field
        visitor.keyboard.press("Escape")
        assert visitor.evaluate(FOCUS) == first


def touch(page, served):
    """The same with a finger: open, choose, undo from the note."""
    opened(page, served)
    item = page.locator(".review-item").first
    first = item.get_attribute("id")
    item.locator(".review-open").click()
    page.locator("#review-account").fill("6900")
    page.locator("#do-account").click()
    page.get_by_text("decided.").wait_for()
    until(page, f"document.getElementById('{first}')", None)
    page.get_by_role("button", name="Undo", exact=True).last.click()
    until(page, f"!!document.getElementById('{first}')")


def test_a_split_says_what_is_left_while_one_types(visitor, served):
    opened(visitor, served)
    visitor.locator(".review-open").first.click()
    visitor.locator("#tool-split > summary").click()
    visitor.locator("[name=split_size]").first.fill("60%")
    visitor.get_by_text("40.00 % is left.").wait_for()
    visitor.locator("[name=split_size]").nth(1).fill("50%")
    visitor.get_by_text("10.00 more than the whole.").wait_for()
    shoot(visitor, "review-split")


def test_without_javascript_a_group_is_decided_by_its_form(browser, served):
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{served.port}", java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page)
    page.goto(f"/b/{served.business}/review/")
    page.locator(".review-open").first.click()
    page.locator("#review-account").fill("6900")
    page.locator("#do-account").click()
    page.get_by_text("decided.").wait_for()
    page.goto(f"/b/{served.business}/review/")
    page.locator("#review-undo button").click()
    page.locator(".notice", has_text="again.").wait_for()
    context.close()
