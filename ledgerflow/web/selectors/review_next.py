"""What is left to do once nothing waits for a decision.

Here: counts in a firm's scope, two queries. Not here: the queue (review.py).
"""

from dataclasses import dataclass

from ledgerflow.review.questions.selectors import open_counts
from ledgerflow.statements.models import StatementFile
from ledgerflow.web.selectors.review_desk import Desk

STOPPED = (
    StatementFile.State.NOT_PROVED,
    StatementFile.State.FAILED,
    StatementFile.State.NEEDS_ACCOUNT,
    StatementFile.State.NEEDS_PASSWORD,
)


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Questions that wait for a client, answers that wait for a look, files that stopped."""

    waiting: int
    answered: int
    stopped: int


def whats_next(desk: Desk) -> NextSteps:
    """What else is open here."""
    counts = open_counts(desk.business_ids).values()
    files = StatementFile.objects.filter(state__in=STOPPED)
    if desk.business_id is not None:
        files = files.filter(business_id=desk.business_id)
    return NextSteps(
        sum(waiting for waiting, _ in counts),
        sum(answered for _, answered in counts),
        files.count(),
    )
