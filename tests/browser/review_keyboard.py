"""A bookkeeper at the review page who knows the truth and has a keyboard only.

Here: what is seen on the page, and which keys follow from it. Not here: the books
(review_books.py) or what must come of it (test_review_thousand.py).
"""

import re
import time
from dataclasses import dataclass, field

SEEN = """() => {
  const text = (node, part) => node?.querySelector(part)?.textContent.trim() ?? "";
  const group = document.querySelector("#review-panel .review-group");
  return {
    items: [...document.querySelectorAll("#review-items > .review-item")].map((item) => ({
      id: item.id, name: text(item, ".review-name"), count: Number(text(item, ".review-count")),
      place: text(item, ".review-place"), isMarked: item.classList.contains("is-marked"),
    })),
    at: document.activeElement?.closest(".review-item")?.id ?? "",
    focus: document.activeElement?.id ?? "",
    item: group?.dataset.item ?? "",
    rows: [...document.querySelectorAll("#review-rows tr[data-transaction]")].map((row) => ({
      text: text(row, ".review-fact"), isTicked: row.querySelector(".review-row").checked,
    })),
    sure: [...document.querySelectorAll("[data-sure] tbody tr")].map((row) => ({
      name: text(row, "td:nth-child(2)"), place: text(row, "td:nth-child(3)"),
    })),
    bar: document.querySelector("[data-sure]")?.dataset.sure ?? "",
    hasMoreRows: !!document.querySelector("#review-rows .review-next-page"),
    ways: [...document.querySelectorAll(".review-way")].map((way) => text(way, ".review-label")),
    accept: text(document, "#do-accept span"),
    notice: text(document, "#review-notice"),
    accounts: Object.fromEntries(JSON.parse(
      document.getElementById("accounts")?.textContent ?? "[]").map((a) => [a.code, a.name])),
    done: Number(sessionStorage.getItem("done") ?? 0),
  };
}"""

# Wherever the page is loaded anew, decisions go on being counted, and focus is never on nothing.
COUNTING = """
addEventListener("DOMContentLoaded", () => document.body.addEventListener("review:done", () =>
  sessionStorage.setItem("done", Number(sessionStorage.getItem("done") ?? 0) + 1)));
"""
READY = """() => document.getElementById("review") && !document.querySelector("#review[aria-busy]")
  && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")
  && !document.querySelector("#review-list > div, #review-panel > div[hx-get]")"""


SMALL = 6
"""Groups of so few are decided together with others of the same account."""

LOOKS_MAX = 400
"""So many looks at the page, with and without a decision, are enough for a thousand."""

LOOK_EVERY = 15
"""After so many decisions the bookkeeper looks at what has become sure."""


def plain(text):
    """Letters alone: payees are shown in another spelling than the bank's."""
    return re.sub(r"[^a-z]", "", text.lower())


@dataclass
class Bookkeeper:
    """Works through the queue; `truths` by what the bank says."""

    page: object
    truths: dict
    decisions: int = 0
    lost: list = field(default_factory=list)  # where the focus was on nothing after a key
    how: dict = field(default_factory=dict)

    def __post_init__(self):
        self.by_name = {}
        for text, truth in self.truths.items():
            self.by_name.setdefault(plain(text), set()).add(truth)

    def press(self, *names):
        for name in names:
            self.page.keyboard.press(name)

    def until(self, expression, *, seconds=45):
        """Until the page says so; asked from outside, since its policy forbids eval inside."""
        ends = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < ends, expression
            self.page.wait_for_timeout(10)

    def seen(self):
        self.until(READY)
        seen = self.page.evaluate(SEEN)
        if not seen["focus"]:
            self.lost.append(seen["item"] or "nothing open")
        return seen

    def decide(self, how, *names):
        """The keys of one decision, until it is done."""
        before = self.page.evaluate(SEEN)["done"]
        self.press(*names)
        self.until(f"Number(sessionStorage.getItem('done') ?? 0) > {before}")
        self.decisions += 1
        self.how[how] = self.how.get(how, 0) + 1

    def account(self, code, how="account"):
        self.press("c")
        if self.page.evaluate("document.activeElement.id") != "review-account":
            return  # the panel went meanwhile: look again
        self.page.keyboard.type(code)
        self.decide(how, "Enter")

    def truth_of_name(self, name):
        """Where everything of this name belongs, as far as the name says it."""
        said = plain(name)
        found = [t for text, truth in self.by_name.items() if text.startswith(said) for t in truth]
        return found[0] if said and len(set(found)) == 1 else ""

    def settle(self, most=200):
        """Decide until nothing waits; returns how many decisions that took."""
        looked = 0
        for _ in range(LOOKS_MAX):
            seen = self.seen()
            if self.decisions >= looked + LOOK_EVERY:
                looked = self.decisions
                self.sure(seen["accounts"])
                continue
            if not seen["items"] or self.decisions >= most:
                return self.decisions
            if seen["at"] == "" or seen["item"] == "":
                self.press("j")
                continue
            self.group(seen)
        raise AssertionError("the page leads round in circles", self.decisions, self.how)

    def sure(self, accounts):
        """What is suggested with 60 % or more, looked over; what is doubtful is unticked."""
        self.press("a")
        self.until("!!document.querySelector('[data-sure=\"95\"]')")
        self.press("5")
        self.until("!!document.querySelector('[data-sure=\"60\"]')")
        rows = self.seen()["sure"]
        right = [accounts.get(self.truth_of_name(row["name"])) == row["place"] for row in rows]
        for is_right in right:
            self.press("J")
            if not is_right:
                self.press("Space")
        if any(right):
            self.decide("sure", "Enter")
        else:
            self.press("Escape")

    def group(self, seen):
        rows = [self.truths[row["text"]] for row in seen["rows"]]
        item = next(one for one in seen["items"] if one["id"] == seen["item"])
        alike = [one for one in seen["items"] if self.is_like(one, item)]
        if len(set(rows)) > 1:
            self.some_rows(rows)
        elif len(alike) > 2:
            self.search(item["name"].split()[0], rows[0])
        elif item["count"] <= SMALL and rows[0] != "transfer":
            self.one_offs(seen, rows[0])
        else:
            self.whole(seen, rows[0])

    def is_like(self, one, item):
        """Of the same first word, where nothing is suggested: unknown payees stand alone."""
        return item["count"] == 1 and one["name"].split()[:1] == item["name"].split()[:1]

    def whole(self, seen, truth):
        """The open group alike: accepted, chosen among the best, or by its account."""
        name = "transfer" if truth == "transfer" else seen["accounts"][truth]
        if seen["accept"].removeprefix("Accept: ") == name:
            self.decide("accept", "Enter")
        elif name in seen["ways"]:
            self.decide("1 2 3", str(seen["ways"].index(name) + 1))
        elif truth == "transfer":
            self.press("t")
            self.decide("transfer", "Enter")
        else:
            self.account(truth)

    def some_rows(self, rows):
        """One payee, two purposes: the rows of one are ticked."""
        wanted = min(set(rows), key=rows.count)
        for truth in rows:
            self.press("J")
            if truth == wanted:
                self.press("Space")
        self.account(wanted, "rows")

    def search(self, word, truth):
        """Many unknown ones of one name: found, marked, decided together."""
        self.find(word)
        seen = self.seen()
        if {self.truth_of_name(one["name"]) for one in seen["items"]} == {truth}:
            self.press("m")
            self.account(truth, "search")
        else:
            self.whole(seen, self.truths[seen["rows"][0]["text"]])
        self.seen()
        self.find("")

    def find(self, word):
        self.press("/")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(word)
        with self.page.expect_navigation():
            self.press("Enter")
        self.seen()

    def one_offs(self, seen, truth):
        """Payees of one payment each: those of one account are marked on the way down."""
        at = [one["id"] for one in seen["items"]].index(seen["item"])
        below = seen["items"][at:]
        wanted = [
            one["count"] <= SMALL and self.truth_of_name(one["name"]) == truth for one in below
        ]
        if not any(wanted):
            self.account(truth)
            return
        while not wanted[-1]:
            wanted.pop()
        for step, is_wanted in enumerate(wanted):
            if step:
                self.press("j")
            if is_wanted:
                self.press("Space")
        names = [one["name"] for one in self.seen()["items"] if one["isMarked"]]
        if names and all(self.truth_of_name(name) == truth for name in names):
            self.account(truth, "marked")
        else:
            self.press("Escape")  # the list changed on the way: other groups are marked
