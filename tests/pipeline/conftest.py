"""One invented business: a studio's first quarter of 2025, from two statements to decisions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from ledgerflow.core.backend.base import as_owner
from ledgerflow.core.scope import firm_scope
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import undecided
from ledgerflow.review.services import decision_accept
from ledgerflow.statements.accounts import bank_account_add

CHECKING = b"""Date,Description,Amount,Balance
01/06/2025,CLIENT NORTHWIND INV 17,2500.00,3500.00
01/10/2025,CANVAS AND PAPER CO,-120.00,3380.00
01/15/2025,BISTRO VERDE,-64.50,3315.50
01/31/2025,MONTHLY ACCOUNT FEE,-12.00,3303.50
02/05/2025,CLIENT NORTHWIND INV 18,1800.00,5103.50
02/12/2025,PHONE WORKS,-80.00,5023.50
02/20/2025,PAYMENT TO CARD 4412,-300.00,4723.50
03/03/2025,BISTRO VERDE,-35.51,4687.99
03/15/2025,REFUND NORTHWIND,-100.00,4587.99
03/28/2025,UNKNOWN SHOP,-45.00,4542.99
"""

CARD = b"""Date,Description,Amount,Balance
02/10/2025,TIMBER YARD,-220.00,-370.00
02/21/2025,PAYMENT THANK YOU,300.00,-70.00
03/20/2025,WEB HOSTING,-30.00,-100.00
"""

TRANSFER = "transfer"

CHOICES = {
    "CLIENT NORTHWIND": ("sales", 100),
    "CANVAS AND PAPER": ("supplies", 100),
    "BISTRO VERDE": ("meals", 100),
    "MONTHLY ACCOUNT FEE": ("bank_fees", 100),
    "PHONE WORKS": ("telephone_internet", 75),
    "PAYMENT": (TRANSFER, 100),
    "REFUND NORTHWIND": ("returns_allowances", 100),
    "TIMBER YARD": ("purchases", 100),
    "WEB HOSTING": ("software_subscriptions", 100),
}


@pytest.fixture
def studio(make_books: Callable[..., Any]) -> Any:
    """The studio with two bank accounts; nothing is imported yet and no policy decides."""
    books = make_books(auto_accept=False)
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
        bank_account_add(business=books.business, name="Card", kind="card")
    return books


@pytest.fixture
def import_csv() -> Callable[..., Any]:
    """`import_csv(books, "Checking", data)`: the run; fails where the file is refused."""

    def run(books: Any, account: str, data: bytes, name: str = "") -> Any:
        done = statements_import(
            books.place,
            [Upload(name or f"{account.lower()}.csv", data)],
            account=account,
            user_id=books.user.pk,
        )
        assert done.refused == []
        return done

    return run


@pytest.fixture
def decide() -> Callable[..., Any]:
    """`decide(books, choices)`: decide what begins as named; all else stays undecided."""

    def run(books: Any, choices: dict[str, tuple[str, int]] = CHOICES) -> None:
        with books.scope():
            batch = books.batch()
            for bank_transaction in list(undecided(books.business)):
                for start, (key, percent) in choices.items():
                    if bank_transaction.description.startswith(start):
                        choice = _choice(books.business, key, percent)
                        decision_accept(
                            bank_transaction=bank_transaction, choice=choice, batch=batch
                        )

    return run


def _choice(business: Any, key: str, percent: int) -> Choice:
    if key == TRANSFER:
        return Choice(kind=Decision.Kind.TRANSFER)
    return Choice(account=account_by_key(business, key), business_percent=Decimal(percent))


@pytest.fixture
def quarter(studio: Any, import_csv: Any, decide: Any) -> Any:
    """Everything of the quarter is decided but one shop of 45.00."""
    import_csv(studio, "Checking", CHECKING)
    import_csv(studio, "Card", CARD)
    decide(studio)
    return studio


@contextmanager
def behind_the_back(books: Any, *tables: str) -> Iterator[Any]:
    """A cursor with the owner's rights, the tables' triggers off: what no way in allows."""
    with (
        as_owner(connection),
        firm_scope(books.place.firm_id),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def damage() -> Callable[..., None]:
    """`damage(books, sql, *tables)`: run SQL as the owner with the tables' triggers off."""

    def run(books: Any, sql: str, *tables: str) -> None:
        with behind_the_back(books, *tables) as cursor:
            cursor.execute(sql)
            assert cursor.rowcount > 0

    return run


@pytest.fixture
def owner_sql() -> Iterator[Callable[..., None]]:
    """`owner_sql(do, undo)`: change the database itself as its owner; undone after the test."""
    undone: list[str] = []

    def run(do: str, undo: str) -> None:
        undone.append(undo)
        with as_owner(connection), connection.cursor() as cursor:
            cursor.execute(do)

    yield run
    with as_owner(connection), connection.cursor() as cursor:
        for undo in undone:
            cursor.execute(undo)
