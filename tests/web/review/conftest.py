"""Fixtures of the review pages: a business whose queue has groups of several kinds."""

from dataclasses import dataclass

import pytest

from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.queueing import queue_groups
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.web.selectors.review_desk import Token

LINES = [
    *[("01", n, "HOME DEPOT #7114", -8610 - n) for n in range(1, 7)],
    *[("01", n, "STARBUCKS STORE 0042", -1245) for n in range(7, 11)],
    ("02", 3, "HARBOR CLIENT INVOICE", 240_000),
    ("02", 4, "ZORBLATT WIDGETS", -4419),
    ("02", 5, "QUUXLEY PARTS", -9900),
    ("02", 6, "TRANSFER TO SAVINGS", -50_000),
]


def statement(lines, opening=1_000_000):
    """An invented statement that proves."""
    rows, balance = ["Date,Description,Amount,Balance"], opening
    for month, day, text, cents in lines:
        balance += cents
        rows.append(f"{month}/{day:02}/2025,{text},{cents / 100:.2f},{balance / 100:.2f}")
    return ("\n".join(rows) + "\n").encode()


@dataclass
class Waiting:
    """A desk whose business has a queue."""

    desk: object

    @property
    def books(self):
        return self.desk.books

    @property
    def client(self):
        return self.desk.client

    @property
    def base(self):
        return f"{self.desk.base}review/"

    def groups(self):
        with self.books.scope():
            return {g.payee_name: g for g in queue_groups([self.books.place.business_id]).groups}

    def token(self, name):
        group = next(g for n, g in self.groups().items() if name.lower() in n.lower())
        return str(Token(group.business_id, group.key))

    def get(self, **query):
        return self.client.get(self.base, query)

    def part(self, name, **query):
        headers = {"HX-Request": "true"}
        return self.client.get(self.base, {"part": name, **query}, headers=headers)

    def decide(self, *, htmx=True, path="decide", **fields):
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(f"{self.base}{path}/", fields, headers=headers)


@pytest.fixture
def waiting(desk):
    """Six kinds of groups in one proved statement, nothing decided."""
    books = desk.books
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    upload = Upload("queue.csv", statement(LINES))
    run = statements_import(books.place, [upload], account="Checking", user_id=books.user.pk)
    assert run.refused == []
    return Waiting(desk)
