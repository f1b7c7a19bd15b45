"""Fixtures of the pages: somebody who is signed in, and a business with books to look at."""

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.choices import choice_of
from ledgerflow.review.selectors import queue
from ledgerflow.review.services import decision_accept
from ledgerflow.statements.accounts import bank_account_add

JANUARY = b"""Date,Description,Amount,Balance
01/13/2025,HOME DEPOT #7114,-86.10,913.90
01/14/2025,COFFEE BAR,-4.00,909.90
01/14/2025,COFFEE BAR,-4.00,905.90
01/20/2025,HARBOR CLIENT,500.00,1405.90
"""

BROKEN = b"""Date,Description,Amount,Balance
02/03/2025,PAPER SHOP,-20.00,1385.90
02/04/2025,WATER WORKS,-30.00,1355.90
02/05/2025,TOWN GARAGE,-40.00,1300.90
02/06/2025,HARBOR CLIENT,100.00,1400.90
"""


@dataclass
class Desk:
    """A signed-in browser, the books it works in, and their addresses."""

    client: Client
    books: object

    @property
    def base(self):
        return f"/b/{self.books.place.business_id}/"

    def get(self, path="", **query):
        return self.client.get(self.base + path, query)

    def upload(self, name, data, **fields):
        file = SimpleUploadedFile(name, data)
        return self.client.post(f"{self.base}statements/", {"file": file, **fields})


def desk_of(books):
    client = Client()
    client.force_login(books.user)
    return Desk(client, books)


@pytest.fixture
def desk(books):
    """The owner of an empty business, signed in."""
    return desk_of(books)


@pytest.fixture
def kept_books(desk):
    """The same with a proved January, every suggestion accepted."""
    books = desk.books
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    upload = Upload("january.csv", JANUARY)
    statements_import(books.place, [upload], account="Checking", user_id=books.user.pk)
    with books.scope():
        batch = books.batch()
        for item in queue(books.business):
            if item.suggestion:
                choice = choice_of(item.suggestion)
                decision_accept(bank_transaction=item.transaction, choice=choice, batch=batch)
    return desk
