"""Reports in a real browser: the shelf, days and comparison, a file, the worksheet, print."""

import pytest

from tests.browser.conftest import charts_shown, looks_well, sign_in

pytestmark = pytest.mark.browser


def test_a_report_is_chosen_compared_opened_and_taken_along(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/reports/")
    looks_well(visitor, "reports")
    visitor.get_by_role("link", name="Profit and loss", exact=True).click()
    charts_shown(visitor)
    looks_well(visitor, "profit-and-loss")
    visitor.get_by_role("link", name="Q1", exact=True).click()
    visitor.wait_for_url("**period=2025-Q1**")
    visitor.get_by_role("link", name="Period before", exact=True).click()
    visitor.wait_for_url("**compare=previous**")
    visitor.get_by_role("columnheader", name="2024-Q4").wait_for()
    looks_well(visitor, "profit-and-loss-compared")
    visitor.locator("summary", has_text="Download").click()
    with visitor.expect_download() as waiting:
        visitor.get_by_role("link", name="Excel workbook").click()
    assert waiting.value.suggested_filename.endswith("profit-and-loss-2025-Q1.xlsx")
    visitor.locator("tr.row-account td a").first.click()
    visitor.wait_for_url("**/books/entries/**")


def test_the_worksheet_says_what_filing_lacks_and_folds_empty_lines(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/reports/schedule-c-worksheet/?period=2025")
    visitor.get_by_role("heading", name="What is still missing for filing").wait_for()
    looks_well(visitor, "schedule-c-worksheet")
    before = visitor.locator(".report tr").count()
    visitor.get_by_role("link", name="Show every line of the form").click()
    visitor.wait_for_url("**lines=all**")
    assert visitor.locator(".report tr").count() > before


def test_days_of_ones_own_are_a_form_and_print_leaves_out_the_frame(visitor, served):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/reports/balance-sheet/?period=2025&compare=last-year")
    visitor.locator("summary", has_text="Another day").click()
    visitor.get_by_label("Day", exact=True).fill("2025-02-28")
    visitor.get_by_role("button", name="Show").click()
    visitor.wait_for_url("**to=2025-02-28**")
    visitor.get_by_role("columnheader", name="2025-02-28").wait_for()
    looks_well(visitor, "balance-sheet-compared")
    visitor.emulate_media(media="print")
    assert not visitor.locator(".picker").is_visible()
    assert visitor.locator("table.report").is_visible()
