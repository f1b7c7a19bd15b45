"""The entries behind a figure, as their page shows them.

Here: a page of entries and the same question from other places. Not here: the journal itself
(ledger/drilldown.py), or one entry with its trail (entry.py).
"""

from dataclasses import dataclass

from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drilldown import EntriesPage, entries_behind
from ledgerflow.web.figurequery import FigureQuery


@dataclass(frozen=True, slots=True)
class FigureView:
    """A page of the entries behind a figure, and the same question from other places.

    `first` is None on the first page.
    """

    query: FigureQuery
    page: EntriesPage
    first: FigureQuery | None
    previous: FigureQuery | None
    next: FigureQuery | None


def figure_view(place: Place, query: FigureQuery) -> FigureView:
    """The entries that a figure's question names; errors as of `entries_behind`."""
    trace = query.trace
    page = entries_behind(
        Business.objects.get(pk=place.business_id),
        account_ids=trace.account_ids,
        start=trace.start,
        end=trace.end,
        without_closing=trace.without_closing,
        after=query.after,
        before=query.before,
    )
    moved = query.after or query.before
    return FigureView(
        query=query,
        page=page,
        first=query.first() if moved and (page.previous or not page.entries) else None,
        previous=query.next_to(before=page.previous),
        next=query.next_to(after=page.next),
    )
