"""Asking a client, answering on a phone without an account, deciding; receipts and notes."""

import pytest

from tests.browser.conftest import looks_well, sign_in
from tests.browser.question_books import question_books
from tests.review.papers.pictures import png

pytestmark = pytest.mark.browser


def test_a_question_is_asked_answered_on_a_phone_and_decided(visitor, served, browser):
    question_books(served)
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/questions/")
    visitor.get_by_role("heading", name="Ask about what nothing is known of").wait_for()
    looks_well(visitor, "questions-ask")
    visitor.locator("input[name=group]").first.check()
    visitor.get_by_role("button", name="Ask about the ticked").click()
    visitor.get_by_text("1 question is asked.").wait_for()
    visitor.get_by_role("button", name="Make a link").click()
    address = visitor.get_by_label("The link for your client").input_value()
    looks_well(visitor, "questions-link")
    answer_as_client(browser, address, visitor.size_name)
    visitor.goto(f"/b/{served.business}/questions/")
    visitor.get_by_text("Desk for the studio").wait_for()
    looks_well(visitor, "questions-answered")
    visitor.locator("#answered input[name=account]").first.fill("6160 Supplies")
    visitor.keyboard.press("Escape")
    visitor.get_by_role("button", name="Decide so").first.click()
    visitor.get_by_text("decided.").first.wait_for()


def answer_as_client(browser, address, size_name):
    """A stranger with the link, on a phone, who sends a photo."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.size_name = f"{size_name}-phone"
    said = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(address)
    looks_well(page, "question-link")
    card = page.locator(".asked").first
    card.get_by_role("radio", name="For the business").check()
    card.get_by_label("In your words").fill("Desk for the studio")
    photo = {"name": "desk.png", "mimeType": "image/png", "buffer": png(3)}
    card.get_by_label("Photo of the receipt").set_input_files(photo)
    card.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. Thank you!").wait_for()
    looks_well(page, "question-link-saved")
    page.goto(address.replace("/q/", "/q/x"))
    page.get_by_role("heading", name="This link cannot be used").wait_for()
    looks_well(page, "question-link-refused")
    context.close()
    assert [text for text in said if "404" not in text] == []


def test_a_link_works_without_scripts(browser, visitor, served):
    question_books(served)
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/questions/")
    visitor.get_by_role("button", name="Make a link").click()
    address = visitor.get_by_label("The link for your client").input_value()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.get_by_role("heading", level=1).count() == 1
    context.close()


def test_receipts_are_dropped_and_wait_to_be_placed(visitor, served):
    question_books(served)
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/receipts/")
    number = {"desktop": 4, "phone": 5}.get(visitor.size_name.split("-")[0], 6)
    data = png(number, bytes([len(visitor.size_name)]))
    photo = {"name": "2025-05-29 plomfrith 75.00.png", "mimeType": "image/png", "buffer": data}
    visitor.get_by_label("Drop photos or PDFs here").set_input_files(photo)
    visitor.get_by_text("The receipt is kept.").wait_for()
    looks_well(visitor, "receipts")
    visitor.get_by_role("button", name="Put there").first.click()
    visitor.get_by_text("is put where it belongs.").wait_for()
