"""Taking back what a look-up suggested.

Here: what becomes of its suggestions. Not here: the undo of a batch (pipeline/undo.py). Decisions
that were taken on them stand: they belong to batches of their own, which can be undone too.
"""

from ledgerflow.audit.models import Batch
from ledgerflow.classification.models import Suggestion
from ledgerflow.review.selectors import undecided


def suggestions_forget(*, batch: Batch) -> tuple[int, int]:
    """Of a look-up's transactions: whose suggestion goes, and how many are decided since.

    Suggestions are append-only: from the moment that its undo is there they count no more, and
    classification, which runs next, puts what it knows itself in their place.
    """
    ids = set(Suggestion.objects.filter(batch=batch).values_list("transaction_id", flat=True))
    waiting = undecided(batch.business).filter(pk__in=ids).count()
    return waiting, len(ids) - waiting
