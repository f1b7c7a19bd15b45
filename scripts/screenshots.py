"""Every page as a picture, and those that the docs show; run as `make screenshots`.

Here: a served installation with the invented demo firm, each page at a desk and on a phone, in
light and dark, into build/screenshots/pages. With `--docs` the pictures of docs/pictures are made
anew. Not here: which addresses there are (tests/browser/walk.py) or what must hold of them (the
browser tests).
"""

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledgerflow.settings.embedded")

import django
from playwright.sync_api import Browser, Page, sync_playwright

django.setup()

from tests.browser.conftest import CHROMIUM, FLAGS, SIZES, sign_in  # noqa: E402
from tests.browser.walk import addresses, is_page, numbers_of  # noqa: E402
from tests.served import EMAIL, PASSWORD, Served  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
ALL = ROOT / "build" / "screenshots" / "pages"
DOCS = ROOT / "docs" / "pictures"
QUALITY = 72
"""Of the JPEGs in the docs: letters stay sharp, a picture stays below 150 kB."""

SHOWN = {
    "home": "home",
    "business": "overview",
    "review": "review",
    "statements": "statements",
    "statement-stopped": "statement-not-proved",
    "transaction": "transaction",
    "reconcile": "reconcile",
    "report": "profit-and-loss",
    "closing": "closing",
    "rules": "rules",
    "members": "members",
}
"""Pages that the docs show: the name of the address, the name of the picture."""
ASKED = {"report": "?year=2025", "closing": "?period=2025-03"}
"""What is asked of some of them, so that there is something to see."""

DEMO = f"""
import django
django.setup()
from ledgerflow.firms.models import User
from ledgerflow.pipeline.demo.firm import demo_open
demo_open(User.objects.create_superuser({EMAIL!r}, {PASSWORD!r}))
"""
BUSINESS = "Harbor Street Studio"


def page_of(browser: Browser, port: int, size: str, scheme: str) -> Page:
    """A page of one size and colour scheme on which somebody is signed in."""
    width, height, _ = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        base_url=f"http://127.0.0.1:{port}",
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    sign_in(page)
    return page


def shoot_all(page: Page, named: list[tuple[str, str]], ending: str) -> int:
    """Every page, whole, as a PNG; how many there were."""
    taken = 0
    for name, address in named:
        if not is_page(page, address):
            continue
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=ALL / f"{name}-{ending}.png", full_page=True, caret="initial")
        taken += 1
    return taken


def shoot_docs(page: Page, named: dict[str, str]) -> None:
    """What a window shows of the pages of the docs."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, picture in SHOWN.items():
        page.goto(named[name] + ASKED.get(name, ""))
        page.wait_for_load_state("networkidle")
        path = DOCS / f"{picture}.jpg"
        page.screenshot(path=path, type="jpeg", quality=QUALITY, caret="initial")
    sys.stdout.write(f"{len(SHOWN)} pictures in docs/pictures\n")


def shoot_everything(browser: Browser, port: int, named: list[tuple[str, str]]) -> None:
    """Both sizes, both colour schemes."""
    ALL.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for scheme in ("light", "dark"):
            page = page_of(browser, port, size, scheme)
            taken = shoot_all(page, named, f"{size}-{scheme}")
            sys.stdout.write(f"{taken} pages, {size}, {scheme}, in build/screenshots/pages\n")
            page.context.close()


def main(arguments: list[str]) -> int:
    """Exit code 0 when every page was taken."""
    parser = argparse.ArgumentParser(description="Pictures of every page of the demo.")
    parser.add_argument("--docs", action="store_true", help="the pictures of the docs only")
    wanted = parser.parse_args(arguments)
    served = Served.make()
    try:
        served.start()
        served.run_code(DEMO)
        named = list(addresses(numbers_of(served, BUSINESS)))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            if wanted.docs:
                shoot_docs(page_of(browser, served.port, "desktop", "light"), dict(named))
            else:
                shoot_everything(browser, served.port, named)
            browser.close()
        served.stop()
        return 0
    finally:
        served.discard()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
