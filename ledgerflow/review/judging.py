"""What people decided where an agent had answered: how far it can be trusted in this business.

Here: decisions to the record that classification takes, in a firm's scope. Not here: what follows
from it (classification/asking/trackrecord.py).
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from ledgerflow.classification.asking.standing import standing_batches
from ledgerflow.classification.asking.trackrecord import NO_RECORD, Judged, TrackRecord
from ledgerflow.classification.looked_up import AGENT, claim_of
from ledgerflow.firms.models import Business
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import live_decisions

_ANSWER = "transaction__suggestions__"
_COLUMNS = (
    "transaction_id", "kind", "account_id", "business_percent", f"{_ANSWER}account_id",
    f"{_ANSWER}business_percent", f"{_ANSWER}source_ref", f"{_ANSWER}kind", f"{_ANSWER}version",
    f"{_ANSWER}evidence__claimed",
)  # fmt: skip


def track_record_of(business: Business) -> TrackRecord:
    """Agents' answers that stand and persons' decisions on them; one query without any answers.

    A decision is held against the newest answer that was there before it. It agrees when it books
    the same share to the same account; a transfer, a split or an exclusion is another answer.
    """
    batches = standing_batches(business)
    if not batches:
        return NO_RECORD
    rows = (
        live_decisions(business)
        .filter(
            policy="",
            transaction__suggestions__batch_id__in=batches,
            transaction__suggestions__source=AGENT,
            decided_at__gte=F("transaction__suggestions__created_at"),
        )
        .order_by("pk", "transaction__suggestions__pk")
        .values_list(*_COLUMNS)
    )
    newest = {row[0]: row[1:] for row in rows}
    return TrackRecord.of(batches, _judged(newest.values()))


def _judged(decided: Iterable[tuple[Any, ...]]) -> list[Judged]:
    """One record a run, in the order of its newest decision."""
    runs: dict[str, Judged] = {}
    for kind, account, percent, answered, its_percent, run, agent, version, claimed in decided:
        is_category = kind == Decision.Kind.CATEGORY
        agrees = is_category and (account, percent) == (answered, its_percent)
        known = runs.pop(run, Judged(run, agent, version, claim_of({"claimed": claimed}), 0, 0))
        runs[run] = known._replace(agreed=known.agreed + agrees, others=known.others + (not agrees))
    return list(runs.values())
