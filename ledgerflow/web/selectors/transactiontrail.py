"""One bank transaction with everything that was said, suggested, decided and booked about it.

Here: reads in a firm's scope, each kind of row asked once. Not here: the list (transactions.py),
one entry (entry.py) or notes and receipts, which their own fragment reads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, Q
from django.db.models.functions import Cast, JSONObject

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.facts import NOTHING
from ledgerflow.classification.models import Suggestion
from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place
from ledgerflow.ledger.models import Account
from ledgerflow.review.models import Decision, DecisionPart
from ledgerflow.review.question_models import QuestionTransaction
from ledgerflow.statements.models import BankTransaction, MatchChange, StatementLine
from ledgerflow.web.marks import Mark, transaction_mark, verdict_mark
from ledgerflow.web.selectors.entry import (
    PartView,
    SourceRow,
    SuggestionView,
    lines_behind,
    source_row,
    suggestion_view,
)
from ledgerflow.web.transactionfilter import BOOKED, EXCLUDED, WAITING

LINES_SHOWN, SUGGESTIONS_SHOWN, DECISIONS_SHOWN, EVENTS_SHOWN = 30, 20, 40, 40


@dataclass(frozen=True, slots=True)
class ReportedBy:
    """A statement line that reports it, with the proof of its statement."""

    source: SourceRow
    proof: Mark

    @property
    def line(self) -> StatementLine:
        """The line itself."""
        return self.source.line


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision or its undoing; `stands`: it is the one that holds. `suggested_by` is the
    suggestion it was made upon, where there was one.
    """

    decision: Decision
    stands: bool
    parts: tuple[PartView, ...]
    suggested_by: int | None


@dataclass(frozen=True, slots=True)
class Trail:
    """The whole trail, each list oldest first but for `events`.

    `changes`: what people said about which line reports it; `questions`: asked of the client.
    """

    transaction: BankTransaction
    state: str
    mark: Mark
    lines: tuple[ReportedBy, ...]
    changes: tuple[MatchChange, ...]
    suggestions: tuple[SuggestionView, ...]
    decisions: tuple[DecisionRow, ...]
    questions: tuple[Mapping[str, Any], ...]
    events: tuple[AuditEvent, ...]

    @property
    def is_waiting(self) -> bool:
        """True where a decision is still to be made."""
        return self.state == WAITING


def transaction_trail(place: Place, transaction_id: int) -> Trail:
    """The trail of a transaction; AccessError where the business has none of that number."""
    found: Any = _transaction(place, transaction_id)
    decisions = _decisions(transaction_id)
    suggestions = list(
        Suggestion.objects.filter(transaction=transaction_id)
        .exclude(source=NOTHING)
        .select_related("account")
        .order_by("-pk")[:SUGGESTIONS_SHOWN]
    )[::-1]
    names = _names(suggestions, decisions)
    state = _state(decisions)
    lines = [source_row(line) for line in lines_behind(transaction_id)[:LINES_SHOWN]]
    return Trail(
        transaction=found,
        state=state,
        mark=transaction_mark(state),
        lines=tuple(ReportedBy(s, verdict_mark(s.line.statement.verdict)) for s in lines),
        changes=_changes(transaction_id) if found.was_sorted else (),
        suggestions=tuple(suggestion_view(s, names) for s in suggestions),
        decisions=tuple(_decision_row(d, d is decisions[-1], names) for d in decisions),
        questions=tuple(found.question_rows),
        events=_events(place, transaction_id),
    )


def _transaction(place: Place, transaction_id: int) -> BankTransaction:
    """With its questions, and whether people sorted its lines."""
    question = JSONObject(
        text=F("question__text"),
        state=F("question__state"),
        asked_at=F("question__asked_at"),
        asked_by=F("question__asked_by__email"),
    )
    asked = QuestionTransaction.objects.filter(transaction=OuterRef("pk")).order_by("pk")
    sorted_lines = MatchChange.objects.filter(
        Q(from_transaction=OuterRef("pk")) | Q(to_transaction=OuterRef("pk"))
    )
    found = (
        BankTransaction.objects.filter(business_id=place.business_id, pk=transaction_id)
        .select_related("bank_account")
        .annotate(
            question_rows=ArraySubquery(asked.values(row=question)),
            was_sorted=ArraySubquery(sorted_lines.values("pk")[:1]),
        )
        .first()
    )
    if found is None:
        raise AccessError(
            f"{place.business_name} has no transaction {transaction_id}.",
            hint="Open one from the list of transactions.",
        )
    return found


def _decisions(transaction_id: int) -> list[Any]:
    """All decisions with their parts, oldest first."""
    parts = DecisionPart.objects.filter(decision=OuterRef("pk")).order_by("position")
    as_text = {name: Cast(name, CharField()) for name in ("amount", "percent")}
    part = JSONObject(account_id=F("account_id"), note=F("note"), **as_text)
    rows = (
        Decision.objects.filter(transaction=transaction_id)
        .select_related("account", "decided_by", "batch", "entry")
        .annotate(part_rows=ArraySubquery(parts.values(row=part)))
        .order_by("-version")
    )
    return list(rows[:DECISIONS_SHOWN])[::-1]


def _state(decisions: list[Any]) -> str:
    if not decisions or decisions[-1].kind == Decision.Kind.UNDO:
        return WAITING
    return EXCLUDED if decisions[-1].kind == Decision.Kind.EXCLUDE else BOOKED


def _names(suggestions: Iterable[Suggestion], decisions: Iterable[Any]) -> dict[int, Account]:
    """The accounts that anything here names by id; no query where nothing does."""
    rows = [row for decision in decisions for row in decision.part_rows]
    for suggestion in suggestions:
        rows += [*suggestion.alternatives, *suggestion.splits]
    ids = {row.get("account_id") for row in rows} - {None}
    return Account.objects.in_bulk(ids) if ids else {}


def _decision_row(decision: Any, is_newest: bool, names: Mapping[int, Account]) -> DecisionRow:
    return DecisionRow(
        decision=decision,
        stands=is_newest and decision.kind != Decision.Kind.UNDO,
        parts=tuple(
            PartView(
                account=str(names.get(row["account_id"], "")),
                amount=Decimal(row["amount"]),
                percent=None if row["percent"] is None else Decimal(row["percent"]),
                note=row["note"],
            )
            for row in decision.part_rows
        ),
        suggested_by=decision.suggestion_id,
    )


def _changes(transaction_id: int) -> tuple[MatchChange, ...]:
    """What people split from it and joined to it, oldest first."""
    rows = MatchChange.objects.filter(
        Q(from_transaction=transaction_id) | Q(to_transaction=transaction_id)
    )
    return tuple(rows.select_related("line", "decided_by").order_by("pk"))


def _events(place: Place, transaction_id: int) -> tuple[AuditEvent, ...]:
    """What the audit keeps of it, newest first."""
    about = AuditEvent.objects.filter(
        firm_id=place.firm_id, subject="bank_transaction", subject_id=transaction_id
    )
    return tuple(about.select_related("user").order_by("-pk")[:EVENTS_SHOWN])
