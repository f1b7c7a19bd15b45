"""Handing in statements and looking at them, in a real browser at a desk and on a phone."""

import hashlib

import pytest

from tests.browser.conftest import looks_well, month, shoot, sign_in
from tests.pdf_files import drawn, pages_pdf

pytestmark = pytest.mark.browser

DROP = """
([files, kind]) => {
  const transfer = new DataTransfer();
  for (const [name, text, repeat] of files) {
    transfer.items.add(new File([text.repeat(repeat)], name));
  }
  const how = { bubbles: true, cancelable: true, dataTransfer: transfer };
  document.body.dispatchEvent(new DragEvent(kind, how));
}
"""


def statement(size):
    """An invented month of its own for each size, so that neither run meets the other's files."""
    number = {"desktop": 5, "phone": 6}[size]
    lines = [(day, f"SHOP {size} {day}", -100 * day) for day in (3, 9, 14, 22)]
    return month(number, 500_000, lines)[0].decode()


def opened(visitor, served, path=""):
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/statements/{path}")
    return visitor


def choose_checking(page):
    """Whatever number a statement has given the account since."""
    option = page.locator("#drop-account option", has_text="Checking").first
    page.locator("#drop-account").select_option(value=option.get_attribute("value"))


def row_of(page, name):
    return page.locator("#files tbody", has=page.get_by_role("link", name=name, exact=True))


def test_files_are_dropped_anywhere_and_followed_until_their_proof(visitor, served):
    page = opened(visitor, served)
    name = f"{page.size_name}.csv"
    choose_checking(page)
    page.evaluate(DROP, [[[name, "x", 1]], "dragenter"])
    page.get_by_text("Drop statements for Harbor Street Studio").wait_for()
    shoot(page, "statements-drag")
    files = [
        [name, statement(page.size_name), 1],
        ["holiday.jpeg.docx", "x", 1],
        ["large.csv", "x", 26_000_000],
        ["empty.csv", "", 1],
        [f"copy of {name}", statement(page.size_name), 1],
    ]
    page.evaluate(DROP, [files, "drop"])
    told = page.locator("#drop-list")
    told.get_by_text("Left out").wait_for()
    told.get_by_text("nothing was sent").wait_for()
    told.get_by_text("The file is empty").wait_for()
    told.get_by_text("it is sent once").wait_for()
    row_of(page, name).get_by_text("Taken in").wait_for(timeout=30_000)
    row_of(page, name).get_by_text("Proved").wait_for()
    looks_well(page, "statements")
    page.heard.said.clear()
    page.evaluate(DROP, [[["again.csv", statement(page.size_name), 1]], "drop"])
    told.get_by_text("the same file came on").wait_for()
    page.heard.said.clear()  # the browser notes each answer of 409
    told.locator("li", has_text="again.csv").get_by_role("link").click()
    page.get_by_role("heading", name=name).wait_for()


def test_a_lost_connection_costs_one_part_and_not_the_file(visitor, served):
    page = opened(visitor, served)
    lost = []

    def cut(route):
        if route.request.headers.get("upload-offset") == str(1 << 20) and not lost:
            lost.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/statements/uploads/*/", cut)
    text = f"not a statement {page.size_name}\n"
    name = f"junk-{page.size_name}.csv"
    page.evaluate(DROP, [[[name, text, 60_000]], "drop"])
    page.locator("#drop-list").get_by_text("Received").wait_for(timeout=30_000)
    assert len(lost) == 1
    page.heard.said.clear()  # the browser notes the lost connection itself
    data = (text * 60_000).encode()
    found = served.run_code(
        "import django; django.setup()\n"
        "from ledgerflow.firms.access import operator_places, working_in\n"
        "from ledgerflow.statements.models import StatementFile\n"
        "with working_in(operator_places()[0]):\n"
        f"    print(StatementFile.objects.get(name={name!r}).sha256)"
    )
    assert found.strip() == hashlib.sha256(data).hexdigest()


def test_lines_stand_beside_their_original(visitor, served):
    page = opened(visitor, served)
    page.get_by_role("link", name="checking-2025-01.csv", exact=True).click()
    page.get_by_role("heading", name="Lines as the bank said them").wait_for()
    first = page.locator("tr[data-at='1']")
    first.locator("a.to-original").click()
    page.locator(".raw li[data-at='1'].lit").wait_for()
    page.keyboard.press("j")
    page.locator(".raw li[data-at='2'].lit").wait_for()
    looks_well(page, "statement-beside")
    page.get_by_role("link", name="Undo the import").click()
    page.get_by_text("Bank transactions withdrawn").wait_for()
    looks_well(page, "statement-undo")


def test_a_file_that_does_not_prove_shows_where_and_what_to_do(visitor, served):
    page = opened(visitor, served)
    page.get_by_role("link", name="checking-2025-04.csv", exact=True).click()
    page.locator("tr.line-broken").first.wait_for(timeout=20_000)
    page.locator(".accept > summary").first.click()
    page.get_by_label("How do you know?").first.wait_for()
    looks_well(page, "statement-broken")


def test_columns_are_named_with_a_live_preview(visitor, served):
    page = opened(visitor, served)
    page.get_by_role("link", name="checking-2025-04.csv", exact=True).click()
    page.get_by_role("link", name="Name the columns").click(timeout=20_000)  # read twice
    page.locator("#preview").get_by_text("TOWN GARAGE").wait_for(timeout=20_000)
    page.locator("#role-2").select_option("ignore")
    page.get_by_text("No column is the amount yet.").wait_for(timeout=20_000)
    page.locator("#role-2").select_option("amount")
    page.locator("#preview").get_by_text("TOWN GARAGE").wait_for(timeout=20_000)
    assert "role_2=amount" in page.url
    assert "csrfmiddlewaretoken" not in page.url
    looks_well(page, "statement-columns")


def test_a_page_of_a_pdf_shows_its_rows_in_boxes(visitor, served):
    page = opened(visitor, served)
    rows = ["Account statement 0044770012", "Statement period 01/01/2025 - 01/31/2025"]
    rows += ["Date Description Amount Balance", "01/01/2025 Opening balance 100.00"]
    rows += [
        f"01/{3 + n:02}/2025 {page.size_name.upper()} SHOP {n} -1.00 {99 - n}.00" for n in range(8)
    ]
    places = ((72, 0), (150, 1), (400, 2), (480, 3))
    content = b""
    for at, row in enumerate(rows):
        words = row.split()
        parts = [row] if at < 2 else [words[0], " ".join(words[1:-2]) or words[1], *words[-2:]]
        for (x, _), part in zip(places, parts, strict=False):
            content += drawn(part, x=x, y=700 - 16 * at)
    name = f"{page.size_name}.pdf"
    page.locator("#drop-files").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": pages_pdf(content)}
    )
    choose_checking(page)
    page.get_by_role("button", name="Upload").click()
    row_of(page, name).wait_for(timeout=20_000)
    row_of(page, name).locator(".stage").wait_for(state="detached", timeout=30_000)
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("tr[data-at='1'] a.to-original").click(timeout=20_000)
    page.locator("rect[data-at='1'].lit").wait_for()
    page.locator(".sheet img").first.evaluate("picture => picture.decode()")
    looks_well(page, "statement-pdf")


def test_all_of_it_works_without_scripts(browser, served):
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{served.port}", java_script_enabled=False
    )
    page = context.new_page()
    opened(page, served)
    page.locator("#drop-files").set_input_files(
        {"name": "plain.csv", "mimeType": "text/csv", "buffer": b"Date,Text\n"}
    )
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("1 file is received.").wait_for()
    page.get_by_role("link", name="checking-2025-04.csv", exact=True).click()
    page.get_by_role("link", name="Read the file again and show its lines").click()
    page.locator("tr.line-broken").first.wait_for(timeout=20_000)
    context.close()
