"""Settings and first steps in a real browser: firm, people, tokens, exports, record, jobs, demo."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import looks_well, shoot, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def settings_of(visitor, served):
    """The settings of the firm, reached as people do: from the page of a business."""
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    if visitor.size_name == "phone":
        visitor.locator(".phone-bar").get_by_role("link", name="More").click()
    visitor.locator("#nav").get_by_role("link", name="Settings").click()
    visitor.get_by_role("heading", level=1, name="Settings").wait_for()
    return visitor


def part(page, name):
    """Open one of the parts."""
    page.get_by_label("Parts of the settings").get_by_role("link", name=name, exact=True).click()
    page.wait_for_load_state()


def test_an_owner_renames_the_firm(settings_of):
    page = settings_of
    page.get_by_label("Name", exact=True).fill("Invented Practice of Two")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Invented Practice of Two")
    looks_well(page, "settings-firm")
    page.get_by_label("Name", exact=True).fill("Invented Practice")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Invented Practice")


def test_a_business_is_added_and_found(settings_of):
    page = settings_of
    part(page, "Businesses")
    name = f"Mill Pond Bakery {page.size_name}"
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Search by name").fill("mill pond")
    page.get_by_role("button", name="Show").click()
    looks_well(page, "settings-businesses")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    page.get_by_role("heading", name="Look at the first report").wait_for()
    looks_well(page, "first-steps")


def test_somebody_is_invited_and_the_invitation_taken_back(settings_of):
    page = settings_of
    part(page, "Members")
    email = f"pat-{page.size_name}@example.com"
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Role", exact=True).select_option("viewer")
    page.get_by_role("button", name="Invite", exact=True).click()
    link = page.get_by_label("The link to hand over; it is shown once").input_value()
    assert re.search(r"/invite/[\w.:-]{20,}/", link)
    looks_well(page, "settings-members")
    page.get_by_role("button", name=f"Withdraw the invitation of {email}").click()
    expect(page.get_by_text(email)).to_have_count(0)
    assert page.request.get(link).status == 404


def test_a_token_reads_and_is_ended(settings_of, served):
    page = settings_of
    part(page, "Access tokens")
    name = f"spreadsheet {page.size_name}"
    page.get_by_label("What it is for").fill(name)
    page.get_by_role("button", name="Make", exact=True).click()
    token = page.get_by_label("The new token; it is shown once").input_value()
    looks_well(page, "settings-tokens")
    report = f"/b/{served.business}/reports/trial-balance/download.json"
    program = page.context.browser.new_context(
        base_url=f"http://127.0.0.1:{served.port}",
        extra_http_headers={"Authorization": f"Bearer {token}"},
    )
    assert program.request.get(report).status == 200
    page.get_by_role("button", name=f"End the token {name}").click()
    expect(page.get_by_role("rowheader", name=name)).to_have_count(0)
    assert program.request.get(report).status == 401
    program.close()


def test_the_books_are_written_and_fetched(settings_of):
    page = settings_of
    part(page, "Exports")
    page.get_by_role("button", name="Write it").click()
    link = page.get_by_label("Exports that are ready").get_by_role("link").first
    for _ in range(40):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    looks_well(page, "settings-exports")
    with page.expect_download() as fetched:
        link.click()
    assert fetched.value.path().stat().st_size > 0


def test_the_record_is_asked_by_action(settings_of):
    page = settings_of
    part(page, "Record")
    page.get_by_label("Action").fill("decision_accept")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**action=decision_accept**")
    assert page.locator("tbody tr").count() >= 1
    looks_well(page, "settings-record")


def test_jobs_are_listed_by_their_state(settings_of):
    page = settings_of
    part(page, "Jobs")
    page.get_by_label("State").select_option("succeeded")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**status=succeeded**")
    looks_well(page, "settings-jobs")


def test_ones_own_settings_are_in_the_menu_of_the_account(visitor):
    sign_in(visitor)
    visitor.locator("#account-menu > summary").click()
    visitor.get_by_role("link", name="My settings").click()
    visitor.get_by_role("button", name="Send me a weekly e-mail").first.click()
    visitor.get_by_role("button", name="Stop the weekly e-mail").first.wait_for()
    looks_well(visitor, "settings-own")
    visitor.get_by_role("button", name="Stop the weekly e-mail").first.click()
    visitor.get_by_role("button", name="Send me a weekly e-mail").first.wait_for()


def test_a_demo_comes_and_goes_with_one_click(visitor):
    sign_in(visitor)
    visitor.goto("/settings/")
    visitor.set_default_timeout(60_000)
    visitor.get_by_role("button", name="Open a demo firm").click()
    demo = visitor.locator("section", has=visitor.get_by_role("heading", name="Demo Bookkeeping"))
    demo.get_by_role("link", name="Fern Lane Joinery").wait_for()
    shoot(visitor, "home-with-demo")
    visitor.goto("/settings/")
    visitor.get_by_role("link", name="Demo Bookkeeping").click()
    visitor.get_by_role("button", name="Put the demo away").click()
    visitor.get_by_role("heading", level=1, name="Businesses").wait_for()
    expect(visitor.get_by_role("link", name="Fern Lane Joinery")).to_have_count(0)
