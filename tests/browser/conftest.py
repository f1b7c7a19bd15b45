"""A served installation with books to look at, and Debian's Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.served import EMAIL, PASSWORD, Served

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"

BOOKS = """
import django
django.setup()
from ledgerflow.audit.services import batch_open
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.firms.models import Business, User
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.selectors import queue
from ledgerflow.review.choices import choice_of
from ledgerflow.review.services import decision_accept
from ledgerflow.statements.accounts import bank_account_add
place, person = operator_places()[0], User.objects.get()
with working_in(place, person.pk):
    business = Business.objects.get(pk=place.business_id)
    bank_account_add(business=business, name="Checking")
uploads = [Upload(name, data) for name, data in {files!r}]
statements_import(place, uploads, account="Checking", user_id=person.pk)
with working_in(place, person.pk):
    batch = batch_open(
        firm_id=place.firm_id, business_id=place.business_id, kind="decide", title="By hand"
    )
    for item in queue(business)[:-3]:
        if item.suggestion:
            decision_accept(
                bank_transaction=item.transaction, choice=choice_of(item.suggestion), batch=batch
            )
"""


def month(number, opening, lines):
    """A month of an invented checking account as CSV with running balances."""
    rows, balance = ["Date,Description,Amount,Balance"], opening
    for day, text, cents in lines:
        balance += cents
        rows.append(f"{number:02}/{day:02}/2025,{text},{cents / 100:.2f},{balance / 100:.2f}")
    return ("\n".join(rows) + "\n").encode(), balance


def invented_files():
    """Three months that prove and one whose chain breaks."""
    files, balance = [], 100_000
    for number in (1, 2, 3):
        lines = [
            (3, "HOME DEPOT #7114 HARBOR", -8610 - number),
            (7, "STARBUCKS STORE 0042", -1245),
            (7, "STARBUCKS STORE 0042", -1245),
            (12, "HARBOR CLIENT INVOICE 10" + str(number), 240000),
            (15, "SHELL OIL 5771", -5230),
            (21, "AMZN MKTP US 09" + str(number) + "PG8", -4419),
            (28, "ADOBE CREATIVE CLOUD", -5999),
        ]
        data, balance = month(number, balance, lines)
        files.append((f"checking-2025-{number:02}.csv", data))
    broken, _ = month(4, balance, [(14, "PAPER SHOP", -2000), (29, "TOWN GARAGE", -4000)])
    files.append(("checking-2025-04.csv", broken.replace(b"-40.00", b"-41.00")))
    return files


@pytest.fixture(scope="session")
def served():
    """Running, with a business whose books are half decided."""
    one = Served.make()
    one.more = {"LEDGERFLOW_PRIVATE_HOSTS": "127.0.0.1:9"}  # where no model listens
    one.start()
    one.business = one.seed()
    one.run_code(BOOKS.format(files=invented_files()))
    yield one
    one.stop()
    one.discard()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=["desktop", "phone"])
def visitor(request, browser, served):
    """A page of a browser at two widths; what its console and its network say must be clean."""
    width, height = {"desktop": (1280, 900), "phone": (390, 844)}[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, base_url=f"http://127.0.0.1:{served.port}"
    )
    page = context.new_page()
    page.set_default_timeout(8_000)
    said = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.size_name = request.param
    yield page
    context.close()
    assert said == []


def shoot(page, name):
    """Keep what the page looks like for people to see."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{page.size_name}.png", full_page=True)


def sign_in(page):
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
