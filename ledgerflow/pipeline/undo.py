"""Undoing a batch: an import or decisions, with a report of what could not be taken back.

Here: the order of taking back. Not here: reversing an entry (review, ledger) or withdrawing
statements (statements).
"""

from dataclasses import dataclass, field

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.core.errors import AccessError, ConflictError, LedgerFlowError, RuleError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import live_decision
from ledgerflow.review.services import decision_undo
from ledgerflow.statements.models import BankTransaction
from ledgerflow.statements.publishing import batch_lock, statements_withdraw, withdrawn_transactions


@dataclass(slots=True)
class UndoReport:
    """Reversed decisions, those kept because changed later, those blocked with the reason."""

    batch_id: int
    undo_batch_id: int = 0
    withdrawn: int = 0
    reversed: int = 0
    kept: list[int] = field(default_factory=list)
    blocked: list[tuple[int, LedgerFlowError]] = field(default_factory=list)


def batch_undo(
    place: Place, batch_id: int, *, reason: str = "", user_id: int | None = None
) -> UndoReport:
    """Take a batch back. Raises AccessError, ConflictError (undone before) or RuleError."""
    with working_in(place, user_id):
        batch = Batch.objects.filter(pk=batch_id, business_id=place.business_id).first()
        if batch is None:
            raise AccessError(
                f"{place.business_name} has no batch {batch_id}.",
                code="unknown_batch",
                hint="`ledgerflow batches` lists them.",
            )
        if batch.kind not in {Batch.Kind.IMPORT, Batch.Kind.DECIDE}:
            raise RuleError(
                f"Batch {batch_id} ({batch.title}) changed no books; there is nothing to undo.",
                code="nothing_to_undo",
                hint="Undo an import or decisions.",
            )
        if Batch.objects.filter(undoes=batch).exists():
            raise ConflictError(
                f"Batch {batch_id} is undone already.",
                code="already_undone",
                hint="Import the files again to bring them back.",
            )
        undo = batch_open(
            firm_id=place.firm_id,
            business_id=place.business_id,
            kind=Batch.Kind.UNDO,
            title=f"Undo of {batch.title}",
            undoes=batch,
        )
        report = UndoReport(batch_id, undo.pk)
        why = reason or f"batch {batch_id} undone"
        if batch.kind == Batch.Kind.IMPORT:
            _undo_import(batch, undo, report, why)
        else:
            _undo_decisions(batch, undo, report, why)
        if report.blocked and not (report.reversed or report.withdrawn):
            raise _all_blocked(batch, report)
    return report


def _all_blocked(batch: Batch, report: UndoReport) -> RuleError:
    """Nothing could be taken back: the batch stays as it is, to be undone later."""
    first = report.blocked[0][1]
    count = len(report.blocked)
    return RuleError(
        f"Batch {batch.pk} stays: nothing of it can be taken back now ({count}"
        f" {'entry' if count == 1 else 'entries'} blocked; {first.message})",
        code="undo_blocked",
        hint=f"{first.hint} Then undo the batch again.",
    )


def _undo_import(batch: Batch, undo: Batch, report: UndoReport, reason: str) -> None:
    batch_lock(batch=batch)
    orphans = withdrawn_transactions(batch=batch)
    blocked: set[int] = set()
    for bank_transaction in BankTransaction.objects.filter(pk__in=orphans).order_by("pk"):
        decision = live_decision(bank_transaction)
        if decision is not None and not _try_undo(decision, undo, report, reason):
            blocked.add(bank_transaction.pk)
    gone = statements_withdraw(batch=batch, undo=undo, keep_transactions=frozenset(blocked))
    report.withdrawn = len(gone)


def _undo_decisions(batch: Batch, undo: Batch, report: UndoReport, reason: str) -> None:
    decisions = Decision.objects.filter(batch=batch).exclude(kind=Decision.Kind.UNDO)
    for decision in decisions.select_related("transaction", "entry").order_by("pk"):
        live = live_decision(decision.transaction)
        if live is None or live.pk != decision.pk:
            report.kept.append(decision.transaction_id)
        else:
            _try_undo(decision, undo, report, reason)


def _try_undo(decision: Decision, undo: Batch, report: UndoReport, reason: str) -> bool:
    try:
        with transaction.atomic():
            decision_undo(decision=decision, batch=undo, reason=reason)
    except LedgerFlowError as error:
        report.blocked.append((decision.transaction_id, error))
        return False
    report.reversed += 1
    return True
