"""The newest suggestion of each transaction, which is the one that counts.

Here: that query. Not here: what is shown of it (review/selectors.py), or writing (services.py).
"""

from collections.abc import Iterable

from ledgerflow.classification.models import Suggestion
from ledgerflow.statements.models import BankTransaction


def newest_suggestions(transactions: Iterable[BankTransaction | int]) -> dict[int, Suggestion]:
    """By transaction id, for those that have one; also where it says that nothing is known."""
    rows = (
        Suggestion.objects.filter(transaction__in=list(transactions))
        .order_by("transaction_id", "-pk")
        .distinct("transaction_id")
    )
    return {row.transaction_id: row for row in rows}
