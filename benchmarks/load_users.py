"""Simulated bookkeepers for locust: 70 % read, 20 % review, 5 % upload, 5 % report.

Here: what one of them does. Not here: starting the installation and judging (load_web.py). Runs
under locust, in its own environment; what it works on comes through LOAD_* variables.
"""

import io
import itertools
import json
import os
import random
import re
from html import unescape

from locust import HttpUser, between, events, task

BUSINESSES = json.loads(os.environ["LOAD_BUSINESSES"])
"""Ids; the first is the big one, which half of all work is done in."""

BANK_ACCOUNTS = json.loads(os.environ["LOAD_BANK_ACCOUNTS"])
"""Business id as text to the id of its first bank account."""

PASSWORD = os.environ["LOAD_PASSWORD"]
REGISTER_ACCOUNTS = json.loads(os.environ["LOAD_REGISTERS"])
NUMBERS = itertools.count()
CHANCE = random.Random()  # noqa: S311  of what to do next, no secret
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
OPEN = re.compile(r'class="review-open" id="[^"]+" href="([^"]+)"')
GROUP = re.compile(r'name="group" value="([^"]+)"')
ROW = re.compile(r'name="ids" form="decide" id="\S+" value="(\d+)"')


class Bookkeeper(HttpUser):
    """Signs in once, thinks for three to nine seconds between two steps."""

    wait_time = between(3, 9)

    def on_start(self) -> None:
        number = next(NUMBERS)
        page = self.client.get("/sign-in/")
        fields = {"username": f"load{number}@example.com", "password": PASSWORD}
        token = TOKEN.search(page.text)
        assert token is not None, page.text[:400]
        answer = self.client.post(
            "/sign-in/", {"csrfmiddlewaretoken": token.group(1), **fields}, name="sign in"
        )
        assert "/sign-in/" not in answer.url, "not signed in"

    def business(self) -> int:
        """Half of the work is in the big business."""
        return BUSINESSES[0] if CHANCE.random() < 0.5 else CHANCE.choice(BUSINESSES[1:])

    def _get(self, path: str, name: str) -> str:
        return str(self.client.get(path, name=name).text)

    @task(12)
    def home(self) -> None:
        self._get("/", "home")

    @task(14)
    def overview(self) -> None:
        self._get(f"/b/{self.business()}/", "overview")

    @task(12)
    def statements(self) -> None:
        self._get(f"/b/{self.business()}/statements/", "statements")

    @task(12)
    def transactions(self) -> None:
        self._get(f"/b/{self.business()}/transactions/", "transactions")

    @task(10)
    def journal(self) -> None:
        self._get(f"/b/{self.business()}/books/journal/", "journal")

    @task(10)
    def register(self) -> None:
        business = self.business()
        account = REGISTER_ACCOUNTS[str(business)]
        self._get(f"/b/{business}/books/register/{account}/", "register")

    @task(20)
    def review(self) -> None:
        """Opens the queue and a group, and accepts one row, or keeps out what nobody knows."""
        business = self.business()
        page = self._get(f"/b/{business}/review/", "review")
        groups, token = OPEN.findall(page), TOKEN.search(page)
        if not (groups and token):
            return
        page = self._get(f"{unescape(CHANCE.choice(groups))}&part=panel", "review: group")
        group, row = GROUP.search(page), ROW.search(page)
        if not (group and row):
            return
        fields = {
            "csrfmiddlewaretoken": token.group(1),
            "group": group.group(1),
            "ids": row.group(1),
            "reason": "load",
            "do": "accept" if 'id="do-accept"' in page else "exclude",
        }
        self.client.post(
            f"/b/{business}/review/decide/",
            fields,
            name="review: decide",
            headers={"Referer": self.host or ""},
        )

    @task(5)
    def upload(self) -> None:
        """A small statement of one's own, unlike all others."""
        business = self.business()
        page = self._get(f"/b/{business}/statements/", "statements")
        token = TOKEN.search(page)
        if token is None:
            return
        lines = ["Date,Description,Amount,Balance"]
        balance = CHANCE.randint(100_000, 900_000)
        for day in range(1, 11):
            cents = -CHANCE.randint(100, 9_999)
            balance += cents
            lines.append(
                f"11/{day:02}/2026,LOAD SHOP {CHANCE.randint(1, 10**9)},{cents / 100:.2f},"
                f"{balance / 100:.2f}"
            )
        data = "\n".join(lines).encode()
        name = f"load-{CHANCE.randint(1, 10**12)}.csv"
        self.client.post(
            f"/b/{business}/statements/",
            {
                "csrfmiddlewaretoken": token.group(1),
                "account": str(BANK_ACCOUNTS[str(business)]),
            },
            files={"file": (name, io.BytesIO(data), "text/csv")},
            name="upload",
        )

    @task(5)
    def report(self) -> None:
        slug = CHANCE.choice(["profit-and-loss", "balance-sheet", "trial-balance"])
        self._get(f"/b/{self.business()}/reports/{slug}/?period=2025", "report")


@events.quitting.add_listener
def _told(environment, **_) -> None:  # type: ignore[no-untyped-def]
    """Exit code 0 whatever happened: load_web.py judges by the figures."""
    environment.process_exit_code = 0
