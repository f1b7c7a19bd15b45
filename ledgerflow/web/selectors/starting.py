"""The three steps from a statement to a report, by what is really there.

Here: which are done and which is next; three small questions. Not here: the page. Nothing is
stored: who goes another way is not held up.
"""

from dataclasses import dataclass

from ledgerflow.ledger.models import JournalEntry
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.statements.models import StatementFile

NEXT, DONE, LATER = "next", "done", "later"


@dataclass(frozen=True, slots=True)
class Steps:
    """Each of the three as "done", "next" or "later"."""

    statement: str
    decisions: str
    report: str


def steps_of(business_id: int) -> Steps:
    """Read in the firm's scope."""
    published = StatementFile.State.PUBLISHED
    has_file = StatementFile.objects.filter(business_id=business_id, state=published).exists()
    waiting = WaitingTransaction.objects.filter(business_id=business_id).exists()
    has_books = JournalEntry.objects.filter(business_id=business_id).exists()
    if not has_file and not has_books:
        return Steps(NEXT, LATER, LATER)
    if waiting:
        return Steps(DONE, NEXT, DONE if has_books else LATER)
    return Steps(DONE, DONE, NEXT)
