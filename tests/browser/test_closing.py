"""Closing a month and opening it again, in a real browser at two widths."""

import pytest

from tests.browser.conftest import looks_well, sign_in

pytestmark = pytest.mark.browser


def test_a_month_is_looked_at_closed_anyway_and_opened_again(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    visitor.get_by_role("link", name="Close a period").click()
    visitor.get_by_role("heading", name="Checks").wait_for()
    visitor.goto(f"/b/{served.business}/books/close/?period=2025-03")
    looks_well(visitor, "close-blocked")
    visitor.get_by_label("Why it is closed although").fill("the client will not say")
    visitor.get_by_role("button", name="Close anyway").click()
    visitor.get_by_text("2025-03 is closed.").wait_for()
    looks_well(visitor, "close-closed")
    visitor.get_by_label("Why it is opened again").fill("a late bill")
    visitor.get_by_role("button", name="Open again").click()
    visitor.get_by_text("2025-03 is open again.").wait_for()
    visitor.goto(f"/b/{served.business}/books/close/?period=2025")
    looks_well(visitor, "close-year")
