"""Down to the ink: one entry with everything that led to it, and what became of it.

Here: reads from the journal back to the row of the file, each kind of row asked once. Not here:
the journal itself (ledger), notes and receipts (review/papers).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, JSONObject

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.models import Suggestion
from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine
from ledgerflow.review.models import Decision, DecisionPart
from ledgerflow.review.wording import suggestion_place
from ledgerflow.statements.models import Statement, StatementLine
from ledgerflow.web.marks import sureness
from ledgerflow.web.selectors.filelines import LINES_A_PAGE

SOURCES_SHOWN = 12
EVENTS_SHOWN = 30
RULE_SOURCES = frozenset({"rule"})


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another answer that the classifiers had."""

    account: str
    confidence: str
    source: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion in words; `place`: where it puts the money. `run_id`: the agent's run it came
    from, `rule_id`: the rule, None where there was none.
    """

    suggestion: Suggestion
    place: str
    dots: str
    alternatives: tuple[Alternative, ...]
    run_id: int | None
    rule_id: int | None


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a split decision: `amount` in the bank's view."""

    account: str
    amount: Decimal
    percent: Decimal | None
    note: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A statement line behind the entry, and the page of its file where it stands."""

    line: StatementLine
    page: int
    rule: str
    withdrawn: bool


@dataclass(slots=True)
class EntryView:
    """An entry with what led to it.

    `reversed_by` is the number of the opposite entry. `decision` is None for opening, written and
    moved-in entries; `stands`: it is the newest of its transaction. `parts` is empty but for a
    split. `events`: what the audit keeps of the entry and of its transaction, newest first.
    """

    entry: JournalEntry
    lines: list[JournalLine]
    reversed_by: int | None
    decision: Decision | None = None
    stands: bool = False
    parts: tuple[PartView, ...] = ()
    suggestion: SuggestionView | None = None
    sources: list[SourceRow] = field(default_factory=list)
    transfer_entry: int | None = None
    events: list[AuditEvent] = field(default_factory=list)

    @property
    def may_be_reversed(self) -> bool:
        """True where nothing speaks against it: not reversed, no reversal, no closing entry."""
        plain = self.entry.kind in (JournalEntry.Kind.NORMAL, JournalEntry.Kind.OPENING)
        return plain and self.reversed_by is None

    @property
    def sums(self) -> list[tuple[Decimal, str]]:
        """What the debits come to, by currency; as much as the credits."""
        found: dict[str, Decimal] = {}
        for line in self.lines:
            if line.amount > 0:
                found[line.currency] = found.get(line.currency, Decimal(0)) + line.amount
        return [(amount, currency) for currency, amount in found.items()]


def entry_view(place: Place, number: int) -> EntryView:
    """The entry with this number; AccessError where the business has none. Six queries."""
    entry = _entry(place, number)
    view = EntryView(
        entry=entry,
        lines=list(entry.lines.select_related("account").order_by("position")),
        reversed_by=entry.reversed_by,  # type: ignore[attr-defined]
        decision=_decision(entry),
    )
    if view.decision is not None:
        _add_trail(view, view.decision)
    view.events = _events(view)
    return view


def _entry(place: Place, number: int) -> JournalEntry:
    opposite = JournalEntry.objects.filter(reverses=OuterRef("pk")).values("number")[:1]
    entries = JournalEntry.objects.filter(business_id=place.business_id, number=number)
    entry = (
        entries.select_related("posted_by", "reverses", "batch__created_by")
        .annotate(reversed_by=Subquery(opposite))
        .first()
    )
    if entry is None:
        raise AccessError(
            f"The books of {place.business_name} have no entry {number}.",
            hint="Open an entry from a report, the journal or a statement.",
        )
    return entry


def _decision(entry: JournalEntry) -> Decision | None:
    """The decision behind an entry with its parts, whether it stands, and its other half."""
    same = Decision.objects.filter(transaction=OuterRef("transaction"))
    halves = Decision.objects.filter(transaction=OuterRef("transfer_with")).order_by("-version")
    parts = DecisionPart.objects.filter(decision=OuterRef("pk")).order_by("position")
    as_text = {name: Cast(name, CharField()) for name in ("amount", "percent")}
    part = JSONObject(account_id=F("account_id"), note=F("note"), **as_text)
    return (
        Decision.objects.filter(entry=entry)
        .select_related(
            "account", "decided_by", "batch", "suggestion__account", "transaction__bank_account"
        )
        .annotate(
            is_newest=~Exists(same.filter(version__gt=OuterRef("version"))),
            part_rows=ArraySubquery(parts.values(row=part)),
            other_half=Subquery(
                halves.exclude(kind=Decision.Kind.UNDO).values("entry__number")[:1]
            ),
            other_kind=Subquery(halves.values("kind")[:1]),
        )
        .first()
    )


def _add_trail(view: EntryView, decision: Decision) -> None:
    found: Any = decision  # with what _decision annotates
    view.stands = found.is_newest and decision.kind != Decision.Kind.UNDO
    suggestion = decision.suggestion
    names = _names(found.part_rows, suggestion)
    view.parts = tuple(_part(row, names) for row in found.part_rows)
    if suggestion is not None:
        view.suggestion = suggestion_view(suggestion, names)
    if found.other_kind != Decision.Kind.UNDO:
        view.transfer_entry = found.other_half
    view.sources = [
        source_row(line) for line in lines_behind(decision.transaction_id)[:SOURCES_SHOWN]
    ]


def _names(parts: Iterable[Mapping[str, Any]], suggestion: Suggestion | None) -> dict[int, Account]:
    """The accounts that parts and a suggestion name by id; no query where they name none."""
    rows = [*parts]
    if suggestion is not None:
        rows += [*suggestion.alternatives, *suggestion.splits]
    ids = {row.get("account_id") for row in rows} - {None}
    return Account.objects.in_bulk(ids) if ids else {}


def _part(row: Mapping[str, Any], names: Mapping[int, Account]) -> PartView:
    percent = row["percent"]
    return PartView(
        account=str(names.get(row["account_id"], "")),
        amount=Decimal(row["amount"]),
        percent=None if percent is None else Decimal(percent),
        note=row["note"],
    )


def lines_behind(transaction_id: int) -> QuerySet[StatementLine]:
    """The lines that report a transaction; `before`: how many come earlier in a file."""
    earlier = Statement.objects.filter(
        file=OuterRef("statement__file"), position__lt=OuterRef("statement__position")
    )
    counted = earlier.order_by().values("file").annotate(n=Sum("line_count")).values("n")
    return (
        StatementLine.objects.filter(match__transaction=transaction_id)
        .select_related("statement__file", "match")
        .annotate(
            before=Coalesce(Subquery(counted), Value(0), output_field=IntegerField()),
        )
        .order_by("pk")
    )


def source_row(line: Any) -> SourceRow:
    """A line of `lines_behind` as it is shown."""
    return SourceRow(
        line=line,
        page=(line.before + line.position) // LINES_A_PAGE + 1,
        rule=line.match.reason,
        withdrawn=line.statement.withdrawn_by_id is not None,
    )


def suggestion_view(suggestion: Suggestion, names: Mapping[int, Account]) -> SuggestionView:
    """A suggestion in words; `names` are the accounts that it may name, by id."""
    alternatives = tuple(
        Alternative(
            account=str(names.get(a.get("account_id"), a.get("account_key") or "a transfer")),
            confidence=f"{Decimal(a['confidence']):.0%}",
            source=a["source"],
            reasons=tuple(a.get("reasons", ())),
        )
        for a in suggestion.alternatives
    )
    run, ref = suggestion.evidence.get("run"), suggestion.source_ref
    return SuggestionView(
        suggestion=suggestion,
        place=suggestion_place(suggestion, {pk: account.name for pk, account in names.items()}),
        dots=sureness(suggestion.confidence),
        alternatives=alternatives,
        run_id=int(run) if str(run).isdecimal() else None,
        rule_id=int(ref) if suggestion.source in RULE_SOURCES and ref.isdecimal() else None,
    )


def _events(view: EntryView) -> list[AuditEvent]:
    about = Q(subject="journal_entry", subject_id=view.entry.pk)
    if view.decision is not None:
        about |= Q(subject="bank_transaction", subject_id=view.decision.transaction_id)
    events = AuditEvent.objects.filter(about, firm_id=view.entry.firm_id)
    return list(events.select_related("user").order_by("-pk")[:EVENTS_SHOWN])
