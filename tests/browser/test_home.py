"""The start page and the page of a business in a real browser, at a desk and on a phone."""

import pytest

from tests.browser.conftest import charts_shown, first_load, looks_well, sign_in

pytestmark = pytest.mark.browser


def test_a_bookkeeper_finds_a_business_by_what_it_needs(visitor, served):
    sign_in(visitor)
    visitor.goto("/")
    visitor.get_by_role("link", name="Harbor Street Studio").first.wait_for()
    looks_well(visitor, "home")
    visitor.get_by_label("Find a business").fill("no such shop")
    visitor.get_by_text("No business fits.").wait_for()
    assert "q=no" in visitor.url
    visitor.get_by_label("Find a business").fill("harbor")
    visitor.locator("#businesses").get_by_role("link", name="Harbor Street Studio").wait_for()
    assert visitor.evaluate("document.activeElement.id") == "q"
    visitor.get_by_role("link", name="Undecided").first.click()
    visitor.wait_for_url("**show=undecided**")
    visitor.locator("#businesses").get_by_role("link", name="Harbor Street Studio").click()
    visitor.get_by_role("heading", level=1, name="Harbor Street Studio").wait_for()


def test_the_page_of_a_business_shows_it_at_a_glance(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    visitor.get_by_text("of the money settled").wait_for()
    is_drawn = charts_shown(visitor)
    looks_well(visitor, "overview")
    if is_drawn:
        button = visitor.get_by_role("button", name="The figures as a table")
        button.click()
        assert button.get_attribute("aria-expanded") == "true"
    visitor.get_by_role("columnheader", name="In the bank").wait_for()


def test_a_first_load_is_small(visitor, served):
    sign_in(visitor)
    requests, kilobytes = first_load(visitor, f"/b/{served.business}/")
    assert (requests <= 20, kilobytes <= 250) == (True, True), (requests, kilobytes)
