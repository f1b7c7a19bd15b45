"""Undoing an applied rule: what the policy had decided before is decided so again.

Here: finding those decisions and repeating them. Not here: taking the rule's own decisions back
(pipeline/undo.py).
"""

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.review.choices import choice_again
from ledgerflow.review.models import Decision
from ledgerflow.review.services import decision_accept


def decisions_restore(*, applied: Batch, undo: Batch) -> list[tuple[Decision, LedgerFlowError]]:
    """Repeat what the batch `applied` had replaced, where `undo` took the replacement back.

    Returns those that cannot be repeated, each with the rule that refuses: they wait for a person.
    """
    refused: list[tuple[Decision, LedgerFlowError]] = []
    taken = dict(
        Decision.objects.filter(batch=undo, kind=Decision.Kind.UNDO).values_list(
            "transaction_id", "version"
        )
    )
    replaced = Decision.objects.filter(
        batch=applied, kind=Decision.Kind.UNDO, transaction__in=taken
    ).order_by("pk")
    for mark in replaced.select_related("transaction"):
        newest = Decision.objects.filter(transaction=mark.transaction).order_by("-version").first()
        if newest is None or newest.version != taken[mark.transaction_id]:
            continue  # restored by an earlier run, or decided anew since
        before = Decision.objects.select_related("account", "suggestion").get(
            transaction=mark.transaction, version=mark.version - 1
        )
        try:
            with transaction.atomic():
                decision_accept(
                    bank_transaction=mark.transaction, choice=choice_again(before), batch=undo
                )
        except LedgerFlowError as error:
            refused.append((before, error))
    return refused
