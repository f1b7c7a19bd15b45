"""What the fragment of notes and receipts shows, wherever a page includes it.

Here: one read for one transaction or entry, and which receipt was just taken away. Not here: the
read itself (review/papers).
"""

from typing import Any

from django import template

from ledgerflow.ledger.models import JournalEntry
from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.papers.selectors import Kept, papers_of
from ledgerflow.review.papers.sniffing import SHOWN_INLINE
from ledgerflow.statements.models import BankTransaction
from ledgerflow.web.typed import number_of

register = template.Library()


@register.simple_tag
def kept_beside(transaction: BankTransaction | str, entry: JournalEntry | str) -> Kept:
    """Notes and receipts of the one that is there; two queries."""
    return papers_of(
        transaction_ids=[transaction.pk] if isinstance(transaction, BankTransaction) else [],
        entry_ids=[entry.pk] if isinstance(entry, JournalEntry) else [],
    )


@register.simple_tag(takes_context=True)
def taken_away(context: dict[str, Any]) -> int:
    """The receipt that the answer, or the page's address, says was just taken away; 0 for none."""
    said = str(context.get("removed") or context["request"].GET.get("removed", ""))
    return number_of(said) or 0


@register.filter
def is_picture(paper: Attachment) -> bool:
    """True where a browser can show the receipt as an image."""
    return paper.media_type in SHOWN_INLINE
