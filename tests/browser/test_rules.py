"""Rules, payees and recurring money: order by pointer and keys, a live preview, a merge."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import looks_well, shoot, sign_in
from tests.browser.question_books import question_books

pytestmark = pytest.mark.browser


def names(page):
    return page.locator(".rule-row th a").all_inner_texts()


def test_rules_are_ordered_by_dragging_and_by_keys(visitor, served):
    question_books(served)
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/rules/")
    visitor.locator("#rule-list:not([hx-get])").wait_for()
    looks_well(visitor, "rules")
    before = names(visitor)
    handle = visitor.locator(".rule-row").last.locator("[data-handle]").bounding_box()
    first = visitor.locator(".rule-row").first.bounding_box()
    visitor.mouse.move(handle["x"] + 4, handle["y"] + 4)
    visitor.mouse.down()
    visitor.mouse.move(first["x"] + 60, first["y"] + 8, steps=4)
    with visitor.expect_response(lambda answer: "/move/" in answer.url):
        visitor.mouse.up()
    visitor.locator(f".rule-row:first-child th a:text-is('{before[-1]}')").wait_for()
    assert names(visitor) == [before[-1], *before[:-1]]
    down = visitor.get_by_role("button", name=f"Move {before[-1]} down")
    name = down.get_attribute("id")
    visitor.locator(f"#{name}").focus()
    for place in range(1, len(before)):
        with visitor.expect_response(lambda answer: "/move/" in answer.url):
            visitor.keyboard.press("Enter")
        expect(visitor.locator(".rule-row th a").nth(place)).to_have_text(before[-1])
        expect(visitor.locator(f"#{name}")).to_be_focused()
    assert names(visitor) == before


AT_ONCE = """() => {
  window.stayed = true;
  document.addEventListener("htmx:afterSwap", () =>
    setTimeout(() => document.activeElement.click()), { once: true });
}"""


def test_who_presses_on_faster_than_the_page_settles_keeps_the_page(visitor, served):
    question_books(served)
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/rules/")
    visitor.locator("#rule-list:not([hx-get])").wait_for()
    before = names(visitor)
    down = visitor.get_by_role("button", name=f"Move {before[0]} down")
    button = visitor.locator(f"#{down.get_attribute('id')}")
    button.focus()
    visitor.evaluate(AT_ONCE)
    visitor.keyboard.press("Enter")
    expect(visitor.locator(".rule-row th a").nth(2)).to_have_text(before[0])
    expect(button).to_be_focused()
    assert visitor.evaluate("window.stayed") is True


def test_a_rule_shows_what_it_would_change_while_it_is_typed(visitor, served):
    question_books(served)
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/rules/new/")
    visitor.get_by_label("Name", exact=True).fill("Korvat")
    visitor.get_by_label("Condition 1: what is looked at").select_option("description")
    visitor.get_by_label("Condition 1: value").fill("korvat")
    visitor.locator("#rule-account").fill("6190 Meals")  # what nothing else suggests for it
    visitor.locator("#rule-preview").get_by_text("Transactions that would change").wait_for(
        state="attached"
    )
    assert visitor.locator("#rule-preview tbody tr").count() == 2
    looks_well(visitor, "rule-new")
    visitor.get_by_label("Condition 2: value").fill("x")
    assert visitor.locator("[data-condition]").count() == 3
    assert visitor.get_by_label("Condition 3: value").count() == 1


def test_payees_are_looked_at_and_what_recurs(visitor, served):
    question_books(served)
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/payees/")
    looks_well(visitor, "payees")
    visitor.get_by_role("link", name="Korvat", exact=True).click()
    visitor.get_by_role("link", name="See what merging into").first.click()
    visitor.get_by_role("button", name="Merge").wait_for()
    looks_well(visitor, "payee-merge")
    visitor.goto(f"/b/{served.business}/recurring/")
    looks_well(visitor, "recurring")
    visitor.goto(f"/b/{served.business}/rules/import/")
    shoot(visitor, "rules-import")
