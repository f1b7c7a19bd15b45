"""The answers of agents that stand, read for classification.

Here: which batches count, and the newest answer for a transaction or its payee. Not here: what an
answer is worth (trackrecord.py), or writing one (suggesting.py). Only rows of a batch in which
agents were asked are answers: classification repeats them under batches of its own.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from django.db.models import Exists, OuterRef

from ledgerflow.audit.models import Batch
from ledgerflow.classification.facts import PayeeName, TransactionFacts
from ledgerflow.classification.looked_up import AGENT, LookedUp, claim_of
from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.payees import payee_of
from ledgerflow.firms.models import Business

KEY_MOST = 200
"""Characters of a payee's key that are stored."""


def standing_batches(business: Business) -> tuple[int, ...]:
    """The ids of the batches in which agents were asked, without those that were undone."""
    undo = Batch.objects.filter(undoes=OuterRef("pk"))
    asked = Batch.objects.filter(business=business, kind=Batch.Kind.AGENT)
    return tuple(asked.exclude(Exists(undo)).order_by("pk").values_list("pk", flat=True))


def looked_up_of(
    batches: Sequence[int], rows: Sequence[TransactionFacts], aliases: Mapping[str, PayeeName]
) -> dict[int, LookedUp]:
    """By transaction id, the newest answer for it, else for its payee and direction.

    Two queries, none without batches. Answers for an account that is closed are left out.
    """
    if not batches or not rows:
        return {}
    newest = _newest(batches, aliases)
    chosen: dict[int, int] = {}
    for row in rows:
        by_payee = newest.get((payee_of(row, aliases).key[:KEY_MOST], row.direction))
        answer = newest.get(row.id, by_payee)
        if answer is not None:
            chosen[row.id] = answer
    open_rows = Suggestion.objects.filter(account__is_active=True, account__is_heading=False)
    found = open_rows.in_bulk(set(chosen.values()))
    return {row: looked_up_from(found[answer]) for row, answer in chosen.items() if answer in found}


def _newest(
    batches: Sequence[int], aliases: Mapping[str, PayeeName]
) -> dict[int | tuple[str, str], int]:
    """Suggestion ids by transaction id, and by payee key and direction."""
    answers = (
        Suggestion.objects.filter(batch_id__in=batches, source=AGENT)
        .order_by("pk")
        .values_list("pk", "transaction_id", "payee_key", "transaction__amount")
    )
    newest: dict[int | tuple[str, str], int] = {}
    for pk, transaction_id, key, amount in answers:
        newest[transaction_id] = pk
        if key:
            payee = aliases.get(key)
            newest[payee.key[:KEY_MOST] if payee else key, "in" if amount > 0 else "out"] = pk
    return newest


def looked_up_from(row: Suggestion) -> LookedUp:
    """The record of an agent's suggestion."""
    return LookedUp(
        run=row.source_ref,
        kind=row.kind,
        version=row.version,
        account_id=cast("int", row.account_id),  # an agent that knows no account suggests nothing
        claimed=claim_of(row.evidence),
        business_percent=row.business_percent,
        evidence=row.evidence if isinstance(row.evidence, dict) else {},
    )
