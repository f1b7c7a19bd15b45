"""A served installation with books to look at, and Debian's Chromium."""

import gzip
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.served import EMAIL, PASSWORD, ROOT, Served

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
SCREENSHOTS = ROOT / "build" / "screenshots"
CHARTS = ROOT / "ledgerflow" / "web" / "static" / "vendor" / "chart" / "chart.umd.min.js"

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


SIZES = {"desktop": (1280, 900, "light"), "phone": (390, 844, "dark")}
REFUSALS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@dataclass
class Heard:
    """What a page's console, policy and network said that they must not say."""

    host: str
    said: list = field(default_factory=list)

    def listen(self, page):
        """To the console, to faults and to every request."""
        page.on("console", lambda m: self.note(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: self.note(str(fault)))
        page.on("request", self.asked)

    def note(self, text):
        self.said.append(text)

    def asked(self, request):
        """Another host is never asked; data addresses stay in the page."""
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws") and address.netloc != self.host:
            self.note(f"asked {request.url}")


def page_in(browser, served, size):
    """A page of a new browser context at one size and in one colour scheme."""
    width, height, scheme = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        base_url=f"http://127.0.0.1:{served.port}",
        color_scheme=scheme,
    )
    context.add_init_script(REFUSALS)
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.size_name = size
    page.heard = Heard(f"127.0.0.1:{served.port}")
    page.heard.listen(page)
    return page


@pytest.fixture(params=list(SIZES))
def visitor(request, browser, served):
    """A page at a desk in light and on a phone in the dark.

    In the end its console must have said nothing, its policy refused nothing, and nobody but the
    served installation have been asked. A test that provokes a fault clears `visitor.heard.said`.
    """
    page = page_in(browser, served, request.param)
    yield page
    said = page.heard.said
    page.context.close()
    assert said == []


def shoot(page, name):
    """Keep what the page looks like for people to see."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    picture = SCREENSHOTS / f"{name}-{page.size_name}.png"
    # Hiding the caret would write style attributes, which the page's policy refuses to copy.
    page.screenshot(path=picture, full_page=True, caret="initial")


def axe_clean(page):
    """No rule of WCAG 2.2 AA that a program can check is broken on the page as it is."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": rules}})
    broken = [
        f"{one['id']}: {node['html'][:160]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
    assert broken == [], page.url


def overflow(page):
    """How many pixels the page is wider than its window: only tables may scroll, in themselves."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const inside = (one) => {
    let style = getComputedStyle(one);
    let floats = style.position === "absolute";
    if (style.position === "fixed") return true;
    for (let up = one.parentElement; up; up = up.parentElement) {
      style = getComputedStyle(up);
      if (floats && style.position === "static") continue;
      if (style.overflowX !== "visible" || style.position === "fixed") return true;
      floats = style.position === "absolute";
    }
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > wide + 0.5 && !inside(one))
    .map((one) => one.outerHTML.slice(0, 90));
}"""


def sticking_out(page):
    """The elements that make the page wider than its window, as they open."""
    return page.evaluate(STICKING_OUT)[:6]


def looks_well(page, name):
    """Nothing sticks out, nothing is broken for anybody; kept for people to see."""
    shoot(page, name)
    assert overflow(page) == 0, sticking_out(page)
    axe_clean(page)


def charts_shown(page):
    """True where charts are drawn: where the optional assets are installed.

    Waits for the first one; without them its figures must stand open as a table.
    """
    if not CHARTS.exists():
        expect(page.locator(".chart-card table").first).to_be_visible()
        assert page.locator(".chart canvas, .chart-fold").count() == 0
        return False
    page.locator(".chart canvas").first.wait_for()
    return True


def sign_in(page):
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("#account-menu").wait_for()


def sign_out(page):
    page.locator("#account-menu > summary").click()
    page.get_by_role("button", name="Sign out").click()


def first_load(page, address):
    """Open an address as for the first time: how many requests, and their kilobytes compressed.

    Text is counted as gzip makes it, which the proxy and the collected files do; pictures and
    fonts as they are.
    """
    answers = []

    def note(answer):
        answers.append(answer)

    page.wait_for_load_state("networkidle")  # what the page before still asked for is over
    page.on("response", note)
    session = page.context.new_cdp_session(page)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", note)
    session.send("Network.setCacheDisabled", {"cacheDisabled": False})
    return len(answers), sum(len(gzip.compress(one.body(), 6)) for one in answers) / 1000
