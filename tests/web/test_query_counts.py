"""How many queries a page costs; more than the baseline is a fault, fewer must be written down.

The baseline is query_counts.json. It must not grow with the number of rows. Transactions begun and
ended, and rules checked at a scope's end, are not counted: only a test's outer one makes them.
"""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.models import StatementFile

BASELINE = json.loads(Path(__file__).with_name("query_counts.json").read_text())

NOT_SERVED = re.compile(r"^(RELEASE )?SAVEPOINT|^SET CONSTRAINTS")

PAGES = {
    "home": "/",
    "business": "/b/{business}/",
    "agents": "/b/{business}/agents/",
    "statement": "/b/{business}/statements/{file}/",
    "profit and loss": "/b/{business}/reports/profit-and-loss/?year=2025",
    "trial balance": "/b/{business}/reports/trial-balance/?year=2025",
    "schedule c": "/b/{business}/reports/schedule-c-worksheet/?year=2025",
    "entries": "/b/{business}/books/entries/?accounts={account}&end=2025-12-31",
    "entry": "/b/{business}/books/entries/1/",
    "accounts": "/b/{business}/books/accounts/",
    "journal": "/b/{business}/books/journal/",
    "register": "/b/{business}/books/register/{account}/",
    "reconcile": "/b/{business}/books/reconcile/",
    "new entry": "/b/{business}/books/entries/new/",
    "questions": "/b/{business}/questions/",
    "receipts": "/b/{business}/receipts/",
    "rules": "/b/{business}/rules/",
    "payees": "/b/{business}/payees/",
    "recurring": "/b/{business}/recurring/",
    "statements": "/b/{business}/statements/",
    "review": "/b/{business}/review/",
    "transactions": "/b/{business}/transactions/",
    "reports": "/b/{business}/reports/",
    "close": "/b/{business}/books/close/?period=2025-01",
    "members": "/f/{firm}/settings/members/",
}

FEBRUARY = b"Date,Description,Amount,Balance\n" + b"".join(
    f"02/{13 + n}/2025,SHOP NUMBER {n},-1.00,{1404.90 - n:.2f}\n".encode() for n in range(12)
)


def queries_of(desk, page):
    books = desk.books
    with books.scope():
        file_id = StatementFile.objects.order_by("pk").first().pk
        account = account_by_key(books.business, "meals").pk
    place = books.place
    address = PAGES[page].format(
        firm=place.firm_id, business=place.business_id, file=file_id, account=account
    )
    desk.client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert desk.client.get(address).status_code == 200
    return len([one for one in caught if not NOT_SERVED.search(one["sql"])])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_what_its_baseline_says(kept_books, page):
    assert queries_of(kept_books, page) == BASELINE[page]


@pytest.mark.parametrize("page", ["home", "business"])
def test_more_rows_cost_no_more_queries(kept_books, page):
    books = kept_books.books
    before = queries_of(kept_books, page)
    more = [Upload("february.csv", FEBRUARY)]
    run = statements_import(books.place, more, account="Checking", user_id=books.user.pk)
    assert run.refused == []
    assert queries_of(kept_books, page) == before
