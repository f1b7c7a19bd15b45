"""Reads of notes and receipts.

Here: queries in a firm's scope, and a receipt's bytes. Not here: writing (storing.py, notes.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from ledgerflow.firms.models import Business
from ledgerflow.review.paper_models import Attachment, Note
from ledgerflow.statements.storage import original_load


@dataclass(slots=True)
class Kept:
    """What is kept beside one thing: notes oldest first, receipts oldest first."""

    notes: list[Note] = field(default_factory=list)
    papers: list[Attachment] = field(default_factory=list)


def papers_of(*, transaction_ids: Iterable[int] = (), entry_ids: Iterable[int] = ()) -> Kept:
    """All notes and receipts of these transactions and entries together; two queries."""
    about = Q(transaction_id__in=list(transaction_ids)) | Q(entry_id__in=list(entry_ids))
    notes = Note.objects.filter(about).select_related("written_by").order_by("pk")
    papers = Attachment.objects.filter(about, removed_at=None).order_by("pk")
    return Kept(list(notes), list(papers))


def counts_of(transaction_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """(notes, receipts) of each transaction that has any; two queries."""
    ids = list(transaction_ids)
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    shown = Attachment.objects.filter(removed_at=None)
    counted = (
        Note.objects.filter(transaction_id__in=ids).values_list("transaction_id"),
        shown.filter(transaction_id__in=ids).values_list("transaction_id"),
    )
    for place, rows in enumerate(counted):
        for transaction_id, count in rows.annotate(count=Count("pk")):
            found[transaction_id][place] = count
    return {pk: (notes, papers) for pk, (notes, papers) in found.items()}


def loose_papers(business: Business, *, after: int = 0, limit: int = 50) -> list[Attachment]:
    """Receipts that lie nowhere yet, oldest first; `after`: the id of the last one before."""
    rows = Attachment.objects.filter(
        business=business, removed_at=None, transaction=None, entry=None, pk__gt=after
    )
    return list(rows.select_related("question", "received_by").order_by("pk")[:limit])


def paper_bytes(paper: Attachment) -> bytes:
    """The file as it came; OutsideError when it is gone or changed."""
    return original_load(paper.firm_id, paper.stored_as, paper.sha256)
