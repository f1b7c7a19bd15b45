"""Down to the ink: the entries behind a figure, and one entry with everything that led to it.

Here: reads from the journal back to the row of the file. Not here: the journal itself (ledger).
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet

from ledgerflow.classification.models import Suggestion
from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drilldown import EntriesPage, entries_behind
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine
from ledgerflow.review.models import Decision, DecisionPart
from ledgerflow.review.wording import split_names, suggestion_place
from ledgerflow.statements.models import StatementLine
from ledgerflow.web.figurequery import FigureQuery
from ledgerflow.web.marks import sureness
from ledgerflow.web.selectors.files import page_of_line

SOURCES_SHOWN = 12


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


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another answer that the classifiers had."""

    account: str
    confidence: str
    source: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion in words; `place`: where it puts the money."""

    suggestion: Suggestion
    place: str
    dots: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A statement line behind the entry, and the page of its file where it stands."""

    line: StatementLine
    page: int
    rule: str
    withdrawn: bool


@dataclass(slots=True)
class EntryView:
    """An entry with what led to it; `decision` is None for opening and reversing entries of
    other origin, `parts` is empty but for a split."""

    entry: JournalEntry
    lines: list[JournalLine]
    reversed_by: JournalEntry | None
    decision: Decision | None = None
    parts: list[DecisionPart] = field(default_factory=list)
    suggestion: SuggestionView | None = None
    sources: list[SourceRow] = field(default_factory=list)
    transfer_entry: int | None = None


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


def entry_view(place: Place, number: int) -> EntryView:
    """The entry with this number; AccessError where the business has none."""
    entries = JournalEntry.objects.filter(business_id=place.business_id)
    entry = entries.filter(number=number).select_related("posted_by", "reverses").first()
    if entry is None:
        raise AccessError(
            f"The books of {place.business_name} have no entry {number}.",
            hint="Open an entry from a report or from a statement.",
        )
    view = EntryView(
        entry=entry,
        lines=list(entry.lines.select_related("account").order_by("position")),
        reversed_by=entries.filter(reverses=entry).first(),
    )
    view.decision = _decision(entry)
    if view.decision is not None:
        _add_trail(view, view.decision)
    return view


def _decision(entry: JournalEntry) -> Decision | None:
    decisions = Decision.objects.filter(entry=entry)
    return decisions.select_related(
        "account", "decided_by", "batch", "suggestion__account", "transaction__bank_account"
    ).first()


def _add_trail(view: EntryView, decision: Decision) -> None:
    if decision.kind == Decision.Kind.SPLIT:
        view.parts = list(decision.parts.select_related("account").order_by("position"))
    if decision.suggestion is not None:
        view.suggestion = _suggestion_view(decision.suggestion)
    lines = StatementLine.objects.filter(match__transaction=decision.transaction_id)
    lines = lines.select_related("statement__file", "match").order_by("pk")
    view.sources = [_source(line) for line in lines[:SOURCES_SHOWN]]
    if decision.transfer_with_id:
        view.transfer_entry = _entry_number(
            Decision.objects.filter(transaction=decision.transfer_with_id)
        )


def _entry_number(decisions: QuerySet[Decision]) -> int | None:
    newest = decisions.order_by("-version").select_related("entry").first()
    stands = newest is not None and newest.kind != Decision.Kind.UNDO
    return newest.entry.number if newest and stands and newest.entry else None


def _source(line: StatementLine) -> SourceRow:
    return SourceRow(
        line=line,
        page=page_of_line(line),
        rule=line.match.reason,
        withdrawn=line.statement.withdrawn_by_id is not None,
    )


def _suggestion_view(suggestion: Suggestion) -> SuggestionView:
    ids = {a.get("account_id") for a in suggestion.alternatives} - {None}
    names = {account.pk: str(account) for account in Account.objects.filter(pk__in=ids)}
    alternatives = tuple(
        Alternative(
            account=names.get(a.get("account_id"), a.get("account_key") or "a transfer"),
            confidence=f"{Decimal(a['confidence']):.0%}",
            source=a["source"],
            reasons=tuple(a.get("reasons", ())),
        )
        for a in suggestion.alternatives
    )
    place = suggestion_place(suggestion, split_names([suggestion]))
    return SuggestionView(suggestion, place, sureness(suggestion.confidence), alternatives)
