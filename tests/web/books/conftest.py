"""What tests of the books' pages share: texts without tags, other roles, forms of entries."""

import re

import pytest
from django.test import Client

from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.ledger.selectors import account_by_key
from tests.published import decide, publish
from tests.web.conftest import Desk

SAID = [
    ("2025-01-03", "500.00", "HARBOR CLIENT"),
    ("2025-01-20", "-120.00", "PAPER SHOP"),
    ("2025-01-28", "-30.00", "WATER WORKS"),
]


def plain(answer):
    """The page's words, one space between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def as_role(desk, role):
    """Somebody else with this role, signed in."""
    person = User.objects.create_user(f"{role}@example.com", "correct horse 12")
    books = desk.books
    with books.scope():
        business = books.business if role == Membership.Role.CLIENT else None
        membership_grant(firm_id=books.place.firm_id, user=person, role=role, business=business)
    client = Client()
    client.force_login(person)
    return Desk(client, books)


def account_id(desk, key):
    with desk.books.scope():
        return account_by_key(desk.books.business, key).pk


def entry_form(*lines, date="2025-05-03", description="A ride", token="a" * 32, **more):
    """A form as it is sent: lines are (account, debit, credit, note)."""
    columns = zip(*lines, strict=True) if lines else [[], [], [], []]
    names = ("account", "debit", "credit", "note")
    fields = {name: list(column) for name, column in zip(names, columns, strict=True)}
    return {"date": date, "description": description, "token": token, **fields, **more}


@pytest.fixture
def ready(desk):
    """A January with two decided transactions and one that waits."""
    with desk.books.scope():
        publish(desk.books, SAID, opening="1000.00", closing="1350.00",
                start="2025-01-01", end="2025-01-31")  # fmt: skip
        decide(desk.books, "HARBOR CLIENT", "sales")
        decide(desk.books, "PAPER SHOP", "supplies")
    return desk
