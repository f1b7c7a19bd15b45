"""The pages in a real browser, at the width of a desk and of a phone."""

import pytest

from tests.browser.conftest import overflow, shoot, sign_in

pytestmark = pytest.mark.browser


def test_a_person_signs_in_and_sees_the_businesses(visitor):
    visitor.goto("/")
    shoot(visitor, "sign-in")
    sign_in(visitor)
    shoot(visitor, "home")
    visitor.get_by_role("link", name="Harbor Street Studio").click()
    visitor.get_by_role("heading", name="Harbor Street Studio").wait_for()
    assert overflow(visitor) == 0


def test_the_page_of_a_business_says_what_is_proved_and_what_waits(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    shoot(visitor, "business")
    statements = visitor.locator("#statements")
    assert statements.locator(".mark-good", has_text="Proved").count() == 3
    assert statements.locator(".mark-bad", has_text="Stopped").is_visible()
    visitor.get_by_text("Needs your answer").wait_for()
    visitor.get_by_text("of the money settled").wait_for()
    assert overflow(visitor) == 0


def test_the_page_of_a_broken_statement_shows_where_it_breaks(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    visitor.get_by_role("link", name="checking-2025-04.csv").click()
    visitor.get_by_role("heading", name="checking-2025-04.csv").wait_for()
    shoot(visitor, "statement-broken")
    visitor.get_by_text("Not proved").first.wait_for()
    visitor.get_by_text("What would make it hold").wait_for()
    assert overflow(visitor) == 0


def test_a_figure_leads_down_to_the_row_of_the_file(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/reports/profit-and-loss/?year=2025")
    shoot(visitor, "profit-and-loss")
    assert overflow(visitor) == 0
    visitor.locator("tr.row-account td a").first.click()
    visitor.get_by_text("All 1 line").wait_for()
    shoot(visitor, "entries")
    visitor.locator("tbody td a").first.click()
    visitor.locator("#transaction").wait_for()
    shoot(visitor, "entry")
    assert overflow(visitor) == 0
    visitor.locator("#transaction table a").first.click()
    visitor.locator("tr:target").wait_for()
    shoot(visitor, "statement")
    assert visitor.locator("tr:target").count() == 1
    assert overflow(visitor) == 0


def test_the_other_reports_are_tables_with_totals(visitor, served):
    sign_in(visitor)
    for slug in ("trial-balance", "schedule-c-worksheet"):
        visitor.goto(f"/b/{served.business}/reports/{slug}/?year=2025")
        shoot(visitor, slug)
        assert visitor.locator("tr.row-total").count() >= 1
        assert overflow(visitor) == 0


def test_an_uploaded_file_is_followed_until_its_proof_is_there(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    visitor.get_by_role("link", name="All statements").click()
    name = f"may-{visitor.size_name}.csv"
    day = {"desktop": 15, "phone": 16}[visitor.size_name]
    data = f"Date,Description,Amount,Balance\n05/{day:02}/2025,BOOK SHOP,-10.00,90.00\n".encode()
    drop = visitor.locator("#drop")
    drop.get_by_label("Statement files").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data}
    )
    drop.get_by_label("Account", exact=True).select_option("Checking")
    drop.get_by_role("button", name="Upload").click()
    row = visitor.locator("#files tbody", has=visitor.get_by_role("link", name=name))
    row.get_by_text("Taken in").wait_for(timeout=20_000)
    shoot(visitor, "uploaded")


def test_operators_have_their_pages(visitor, served):
    sign_in(visitor)
    visitor.goto("/admin/")
    shoot(visitor, "admin")
    visitor.goto("/admin/firms/user/add/")
    shoot(visitor, "admin-person")
    visitor.locator("input[name=email]").wait_for()
