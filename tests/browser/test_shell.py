"""The frame of every page in a real browser: search, keys, menus, colours, languages, and a walk
over every address that shows a page.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import (
    axe_clean,
    first_load,
    overflow,
    page_in,
    shoot,
    sign_in,
    sign_out,
    sticking_out,
)
from tests.browser.question_books import question_books
from tests.browser.walk import addresses, is_page, numbers_of

pytestmark = pytest.mark.browser

KILOBYTES_MOST, REQUESTS_MOST = 250, 20


@pytest.fixture(params=["desktop", "phone"])
def known(request, browser, served):
    """A page on which somebody is signed in, kept for a whole walk."""
    page = page_in(browser, served, request.param)
    sign_in(page)
    yield page
    page.context.close()


def test_every_page_can_be_read_by_everybody(known, served):
    """The console and the policy say nothing, WCAG is kept, nothing is wider than the screen."""
    question_books(served)  # payees and rules have pages, too
    faults, seen = [], 0
    for name, address in addresses(numbers_of(served)):
        if not is_page(known, address):
            continue
        known.heard.said.clear()
        answer = known.goto(address)
        seen += 1
        if answer.status != 200:
            faults.append(f"{address}: {answer.status}")
            continue
        shoot(known, f"page-{name}")
        if overflow(known):
            faults.append(f"{address}: wider than the screen: {sticking_out(known)}")
        try:
            axe_clean(known)
        except AssertionError as broken:
            faults.append(f"{address}: {broken}")
        faults += [f"{address}: {said}" for said in known.heard.said]
    assert faults == []
    assert seen >= 20


def test_a_first_load_is_small(known, served):
    faults = []
    for address in ("/", f"/b/{served.business}/", f"/b/{served.business}/transactions/"):
        requests, kilobytes = first_load(known, address)
        if requests > REQUESTS_MOST or kilobytes > KILOBYTES_MOST:
            faults.append(f"{address}: {requests} requests, {kilobytes:.0f} kB")
    assert faults == []


def test_the_search_is_opened_and_used_by_keyboard(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    visitor.keyboard.press("Control+k")
    expect(visitor.locator("#palette-text")).to_be_focused()
    visitor.locator("#palette-text").fill("recon")
    option = visitor.locator("#palette-found [aria-selected='true']")
    expect(option).to_contain_text("Reconcile")
    shoot(visitor, "palette")
    axe_clean(visitor)
    visitor.keyboard.press("Enter")
    visitor.wait_for_url(f"**/b/{served.business}/books/reconcile/")
    visitor.keyboard.press("Control+k")
    visitor.keyboard.press("Escape")
    expect(visitor.locator("#palette")).to_be_hidden()


def test_the_list_of_keys_shows_what_is_valid_here(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/transactions/")
    visitor.keyboard.press("?")
    dialog = visitor.locator("#keys")
    expect(dialog.get_by_text("Reconcile")).to_be_visible()
    shoot(visitor, "keys")
    axe_clean(visitor)
    visitor.keyboard.press("Escape")
    visitor.keyboard.press("/")
    expect(visitor.locator("#filter-text")).to_be_focused()
    visitor.keyboard.type("gs?")
    assert visitor.locator("#filter-text").input_value() == "gs?", "keys do nothing while typing"
    visitor.locator("#filter-text").blur()
    visitor.keyboard.press("g")
    visitor.keyboard.press("s")
    visitor.wait_for_url(f"**/b/{served.business}/statements/")


def test_single_keys_can_be_switched_off(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    visitor.keyboard.press("?")
    visitor.locator("#keys-on").uncheck()
    visitor.keyboard.press("Escape")
    visitor.keyboard.press("?")
    expect(visitor.locator("#keys")).to_be_hidden()


def test_colours_are_chosen_and_kept(visitor, served):
    sign_in(visitor)
    system = {"desktop": "light", "phone": "dark"}[visitor.size_name]
    root = visitor.locator("html")
    assert root.get_attribute("data-bs-theme") == system
    for chosen in ("light", "dark"):
        visitor.locator("#theme").click()
        assert root.get_attribute("data-bs-theme") == chosen
        visitor.reload()
        assert root.get_attribute("data-bs-theme") == chosen
    visitor.locator("#theme").click()
    assert root.get_attribute("data-bs-theme") == system


def test_the_business_is_changed_at_the_top(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/statements/")
    visitor.locator("#switcher").click()
    visitor.locator("#switch-text").fill("harbor")
    visitor.locator("#switch-list").get_by_role("link", name="Harbor Street Studio").click()
    visitor.wait_for_url(f"**/b/{served.business}/statements/")


def test_a_phone_has_a_bar_and_a_sheet(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    bar, side = visitor.locator(".phone-bar"), visitor.locator("#nav")
    if visitor.size_name == "desktop":
        expect(bar).to_be_hidden()
        expect(side).to_be_visible()
        return
    expect(side).to_be_hidden()
    bar.get_by_role("link", name="More").click()
    expect(side).to_be_visible()
    shoot(visitor, "sheet")
    axe_clean(visitor)
    visitor.keyboard.press("Escape")
    expect(side).to_be_hidden()


def test_pages_speak_german_where_that_is_chosen(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/transactions/")
    visitor.locator("#account-menu > summary").click()
    visitor.get_by_role("button", name="Deutsch").click()
    visitor.get_by_role("heading", name="Umsätze").wait_for()
    assert visitor.locator("html").get_attribute("lang") == "de"
    expect(visitor.locator("#transaction-list")).to_contain_text("2.400,00")
    expect(visitor.locator("#transaction-list")).to_contain_text("28.03.2025")
    shoot(visitor, "transactions-german")
    visitor.locator("#account-menu > summary").click()
    visitor.get_by_role("button", name="English").click()
    visitor.get_by_role("heading", name="Transactions").wait_for()


def test_transactions_are_found_and_followed_to_the_row_of_the_file(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/transactions/")
    shoot(visitor, "transactions")
    visitor.locator("#filter-text").fill("home depot")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**text=home*depot**")
    expect(visitor.locator(".transactions tbody tr")).to_have_count(3)
    visitor.locator(".transactions tbody a").last.click()
    visitor.get_by_role("heading", name="Decided").wait_for()
    shoot(visitor, "transaction")
    visitor.locator("#lines table a").first.click()
    visitor.locator("tr:target, li:target").first.wait_for()


def test_ticked_transactions_are_decided_alike_and_taken_back(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/transactions/?state=waiting")
    before = visitor.locator("input[name='id']").count()
    assert before >= 2
    visitor.locator("input[name='id']").nth(0).check()
    visitor.locator("input[name='id']").nth(1).check()
    expect(visitor.locator(".bulk-count")).to_have_text("2 ticked")
    visitor.locator("#bulk-account").select_option("6160")
    shoot(visitor, "transactions-ticked")
    visitor.get_by_role("button", name="Book to it").click()
    visitor.get_by_text("2 are decided.").wait_for()
    expect(visitor.locator("input[name='id']")).to_have_count(before - 2)
    visitor.get_by_role("button", name="Undo").click()
    visitor.get_by_text("2 decisions are undone.").wait_for()
    expect(visitor.locator("input[name='id']")).to_have_count(before)


def test_read_pages_work_without_javascript(browser, served):
    first = page_in(browser, served, "phone")
    sign_in(first)
    kept = first.context.storage_state()
    first.context.close()
    context = browser.new_context(
        java_script_enabled=False,
        base_url=f"http://127.0.0.1:{served.port}",
        storage_state=kept,
        viewport={"width": 390, "height": 844},
    )
    page = context.new_page()
    page.goto(f"/b/{served.business}/transactions/?text=depot")
    assert page.locator(".transactions tbody tr").count() == 3
    page.locator(".phone-bar").get_by_role("link", name="More").click()
    expect(page.locator("#nav")).to_be_visible()
    page.locator("#nav").get_by_role("link", name="Help").click()
    page.get_by_label("Find in the titles").fill("rules")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Rules", exact=True).first.click()
    page.get_by_role("heading", name="Rules", exact=True).wait_for()
    page.goto("/switch/?q=harbor")
    page.get_by_role("link", name="Harbor Street Studio").wait_for()
    context.close()


def test_help_is_part_of_the_pages(visitor, served):
    sign_in(visitor)
    visitor.goto("/help/")
    shoot(visitor, "help")
    visitor.goto("/help/howto/none/")
    visitor.heard.said.clear()  # the browser's own word on a 404
    visitor.get_by_text("There is no such page.").wait_for()


def test_signing_out_is_in_the_menu_of_the_account(visitor):
    sign_in(visitor)
    sign_out(visitor)
    visitor.get_by_role("button", name="Sign in", exact=True).wait_for()
