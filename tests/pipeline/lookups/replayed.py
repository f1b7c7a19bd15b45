"""One undecided payee of one business, for runs that are recorded and repeated."""

from decimal import Decimal
from typing import Any

from ledgerflow.classification.asking.groups import Group
from ledgerflow.statements.models import BankTransaction
from tests.published import publish


def offline_books(make_books: Any) -> Any:
    """A business that allows local models, with one transaction."""
    books = make_books(model_policy="local", auto_accept=False)
    with books.scope():
        publish(books, [("2025-01-13", "-86.10", "HOME DEPOT #7114")])
    return books


def group_of(business: Any) -> Group:
    """Its transaction as a group; inside the firm's scope."""
    ids = tuple(BankTransaction.objects.filter(business=business).values_list("pk", flat=True))
    return Group("home depot", "Home Depot", "out", ids, Decimal("86.10"))
