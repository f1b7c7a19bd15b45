"""Two firms' books in the test database, and what a backup of them needs.

Here: committed books with originals, posting more, scratch databases still there. Not here:
backups (each test makes its own).
"""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_post
from ledgerflow.ops.backup.target import Target
from tests.published import checking, decide, publish

CANARY = "QUIET HERON BAKERY 8841"
_numbers = itertools.count(1)


def two_firms(make_books: Any) -> tuple[Any, Any]:
    """Harbor Street Studio and Hill Farm, each with a statement and its decisions."""
    studio, farm = make_books(), make_books(name="Hill Farm", email="farm@example.com")
    with studio.scope():
        said = [("2025-03-02", "-86.10", CANARY), ("2025-03-05", "900.25", "CLIENT ONE")]
        publish(studio, said)
        decide(studio, CANARY, "meals")
        decide(studio, "CLIENT ONE", "sales")
    with farm.scope():
        publish(farm, [("2025-03-03", "-12.75", "SEED AND FEED"), ("2025-03-04", "75", "MARKET")])
        decide(farm, "SEED AND FEED", "supplies")
    return studio, farm


def post(books: Any, amount: str = "1.25", text: str = "Paid in") -> None:
    """One more entry; call inside `books.scope()`."""
    business, number = books.business, next(_numbers)
    bank = checking(books).ledger_account
    sales = account_by_key(business, "sales")
    value = Decimal(amount)
    lines = (LineDraft(bank.pk, value, "USD"), LineDraft(sales.pk, -value, "USD"))
    draft = EntryDraft(dt.date(2025, 4, 1), f"{text} {number}", lines, f"test {number}")
    entry_post(business=business, draft=draft)


def scratch_left(target: Target) -> list[str]:
    """Scratch databases of this database that are still there."""
    with target.connection("owner") as connection:
        found = connection.execute("SELECT datname FROM pg_database").fetchall()
    return [name for (name,) in found if name.startswith(f"{target.database}_scratch_")]
