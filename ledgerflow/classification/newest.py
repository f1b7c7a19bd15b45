"""The newest suggestion of each transaction, which is the one that counts.

Here: that query. Not here: what is shown of it (review/selectors.py), or writing (services.py).
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from ledgerflow.classification.models import Suggestion
from ledgerflow.statements.models import BankTransaction


def newest_rows(transactions: Iterable[BankTransaction | int]) -> QuerySet[Suggestion]:
    """One row for each that has one; also where it says that nothing is known."""
    return (
        Suggestion.objects.filter(transaction__in=list(transactions))
        .order_by("transaction_id", "-pk")
        .distinct("transaction_id")
    )


def newest_suggestions(transactions: Iterable[BankTransaction | int]) -> dict[int, Suggestion]:
    """The same rows by transaction id."""
    return {row.transaction_id: row for row in newest_rows(transactions)}
