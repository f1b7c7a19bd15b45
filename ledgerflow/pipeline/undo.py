"""Undoing a batch: an import, decisions or a moved-in journal, with a report of what stays.

Here: the order of taking back, its preview, and taking the rest later. Not here: reversing an
entry (review, ledger), withdrawing statements (statements), or reopening a year (closing/).

What cannot be taken back is named with its reason, and stands as it did. While something is left
the same batch can be undone again, into the same undo batch: an undo is finished, never repeated.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import AccessError, ConflictError, LedgerFlowError, RuleError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.interchange.repeats import EVENT
from ledgerflow.ledger.reversing import Blocked, entries_reverse, entries_reversible
from ledgerflow.pipeline.lookups.undoing import suggestions_forget
from ledgerflow.pipeline.rules.restoring import decisions_restore
from ledgerflow.pipeline.stages import business_classify
from ledgerflow.pipeline.undobatches import undo_hold, undo_open
from ledgerflow.reports.figures import grouped
from ledgerflow.review.models import Decision
from ledgerflow.review.questions.reopening import questions_reopen
from ledgerflow.review.selectors import live_decision
from ledgerflow.review.services import decision_undo
from ledgerflow.statements.models import BankTransaction
from ledgerflow.statements.publishing import batch_lock, statements_withdraw, withdrawn_transactions

UNDOABLE = frozenset(set(Batch.Kind) - {Batch.Kind.CLASSIFY, Batch.Kind.UNDO, Batch.Kind.CLOSE})
CHANGED = "decided anew since"
REVERSED = "already_reversed"


@dataclass(frozen=True, slots=True)
class UndoItem:
    """Something of a batch that stays: what it is in words, why, and what to do about it.

    `count` entries or bank transactions; `transaction_id` where it is one of these.
    """

    what: str
    reason: str
    hint: str = ""
    count: int = 1
    transaction_id: int | None = None


@dataclass(slots=True)
class UndoReport:
    """What an undo did, or would do (`undo_batch_id` 0: a preview, nothing is written).

    `reversed`: entries taken back by opposite ones; `withdrawn`: bank transactions that no
    statement shows any more; `exclusions`: decisions without an entry, taken back as well;
    `suggestions`: an agent's; `before`: what an earlier run of this undo took back. `kept` was
    changed by somebody later, `blocked` can be undone later. `accounts_left`: a journal's.
    """

    batch_id: int
    undo_batch_id: int = 0
    withdrawn: int = 0
    reversed: int = 0
    exclusions: int = 0
    suggestions: int = 0
    before: int = 0
    accounts_left: int = 0
    kept: list[UndoItem] = field(default_factory=list)
    blocked: list[UndoItem] = field(default_factory=list)

    @property
    def has_done(self) -> bool:
        """True when this run took something back."""
        return bool(self.reversed or self.withdrawn or self.exclusions or self.suggestions)

    @property
    def kept_count(self) -> int:
        """How many entries or transactions are kept because they were changed later."""
        return sum(item.count for item in self.kept)

    @property
    def blocked_count(self) -> int:
        """How many entries or transactions are blocked."""
        return sum(item.count for item in self.blocked)


def batch_undo(
    place: Place, batch_id: int, *, reason: str = "", user_id: int | None = None
) -> UndoReport:
    """Take a batch back, or what an earlier undo had to leave.

    Raises AccessError, ConflictError (nothing is left) or RuleError (not undoable, or everything
    that is left is blocked); then nothing is written.
    """
    with working_in(place, user_id):
        report = _run(_batch(place, batch_id), reason or f"batch {batch_id} undone")
        if report.blocked and not report.has_done:
            raise _all_blocked(report)
    if report.has_done:
        business_classify(place, user_id)  # what it taught is forgotten at once
    return report


def batch_undo_preview(place: Place, batch_id: int, *, user_id: int | None = None) -> UndoReport:
    """What `batch_undo` would do now: the same run, rolled back; of a journal only the counts are
    asked. Raises what it raises, but a batch that is blocked wholly is shown.
    """
    with working_in(place, user_id):
        report = _run(_batch(place, batch_id), f"batch {batch_id} undone", preview=True)
        transaction.set_rollback(True)
    report.undo_batch_id = 0
    return report


def _batch(place: Place, batch_id: int) -> Batch:
    batch = Batch.objects.filter(pk=batch_id, business_id=place.business_id).first()
    if batch is None:
        raise AccessError(
            f"{place.business_name} has no batch {batch_id}.",
            code="unknown_batch",
            hint="`ledgerflow batches` lists them.",
        )
    if batch.kind == Batch.Kind.CLOSE:
        raise RuleError(
            f"Batch {batch_id} ({batch.title}) closed a fiscal year.",
            code="nothing_to_undo",
            hint="Reopen the year: `ledgerflow reopen YEAR --reason WHY`.",
        )
    if batch.kind not in UNDOABLE:
        raise RuleError(
            f"Batch {batch_id} ({batch.title}) changed no books; there is nothing to undo.",
            code="nothing_to_undo",
            hint="Undo an import, decisions or a journal that was moved in.",
        )
    return batch


def _run(batch: Batch, reason: str, *, preview: bool = False) -> UndoReport:
    undo_hold(batch)
    undo, is_new = undo_open(batch)
    report = UndoReport(batch.pk, undo.pk)
    if batch.kind == Batch.Kind.IMPORT:
        _undo_import(batch, undo, report, reason)
    elif batch.kind in (Batch.Kind.DECIDE, Batch.Kind.RULE):
        _undo_decisions(batch, undo, report, reason)
        for decision, error in decisions_restore(applied=batch, undo=undo):
            report.kept.append(_item(decision, f"taken back, but: {error.message}", error.hint))
        questions_reopen(business=batch.business, batch=undo)
    elif batch.kind == Batch.Kind.AGENT:
        report.suggestions, decided = suggestions_forget(batch=batch) if is_new else (0, 0)
        stays = UndoItem(f"{decided:,} of its transactions", "decided since", count=decided)
        report.kept += [stays] if decided else []
    else:
        _undo_journal(batch, undo, report, "" if preview else reason)
    if not (is_new or report.has_done or report.blocked):
        raise ConflictError(
            f"Batch {batch.pk} is undone already.",
            code="already_undone",
            hint="Import the files again to bring them back.",
        )
    _record(batch, undo, report, reason)
    return report


def _record(batch: Batch, undo: Batch, report: UndoReport, reason: str) -> None:
    event_record(
        firm_id=batch.firm_id,
        business_id=batch.business_id,
        action="batch_undo",
        subject="batch",
        subject_id=batch.pk,
        batch_id=undo.pk,
        reason=reason,
        detail={
            "reversed": report.reversed,
            "withdrawn": report.withdrawn,
            "exclusions": report.exclusions,
            "kept": report.kept_count,
            "blocked": report.blocked_count,
        },
    )


def _all_blocked(report: UndoReport) -> RuleError:
    """Nothing could be taken back: the batch stays as it is, to be undone later."""
    first, count = report.blocked[0], report.blocked_count
    what = "the rest of it" if report.before else "nothing of it"
    can = "cannot" if report.before else "can"
    return RuleError(
        f"Batch {report.batch_id} stays: {what} {can} be taken back now ({count}"
        f" {'entry' if count == 1 else 'entries'} blocked; {first.reason})",
        code="undo_blocked",
        hint=f"{first.hint} Then undo the batch again.",
    )


def _undo_import(batch: Batch, undo: Batch, report: UndoReport, reason: str) -> None:
    batch_lock(batch=batch)
    report.before = len(_taken_before(undo))
    orphans = withdrawn_transactions(batch=batch)
    stay: set[int] = set()
    for bank_transaction in BankTransaction.objects.filter(pk__in=orphans).order_by("pk"):
        decision = live_decision(bank_transaction)
        if decision is not None and not _try_undo(decision, undo, report, reason):
            stay.add(bank_transaction.pk)
    gone = statements_withdraw(batch=batch, undo=undo, keep_transactions=frozenset(stay))
    report.withdrawn = len(gone)


def _undo_decisions(batch: Batch, undo: Batch, report: UndoReport, reason: str) -> None:
    taken = _taken_before(undo)
    report.before = len(taken)
    decisions = Decision.objects.filter(batch=batch).exclude(kind=Decision.Kind.UNDO)
    decisions = decisions.exclude(transaction__in=taken)
    for decision in decisions.select_related("transaction", "entry").order_by("pk"):
        live = live_decision(decision.transaction)
        if live is None or live.pk != decision.pk:
            report.kept.append(_item(decision, CHANGED if live else "undone since"))
        else:
            _try_undo(decision, undo, report, reason)


def _undo_journal(batch: Batch, undo: Batch, report: UndoReport, reason: str) -> None:
    """Reverse a journal's entries; without a reason only what would become of them is asked."""
    if reason:
        done = entries_reverse(business=batch.business, batch=batch, undo=undo, reason=reason)
    else:
        done = entries_reversible(business=batch.business, batch=batch, undo=undo)
    report.reversed, report.before = done.reversed, done.taken
    told = AuditEvent.objects.filter(subject="batch", subject_id=batch.pk, action=EVENT)
    report.accounts_left = sum(event.detail.get("accounts_opened", 0) for event in told)
    if done.kept:
        what = _entries(done.kept, done.kept_numbers)
        report.kept.append(UndoItem(what, "reversed since", count=done.kept))
    report.blocked = [_blocked_entries(one) for one in done.blocked]


def _blocked_entries(blocked: Blocked) -> UndoItem:
    what = _entries(blocked.count, blocked.numbers)
    if blocked.month is None:
        reason, hint = "an account of theirs is closed.", "Open the account again."
    else:
        month = f"{blocked.month:%Y-%m}"
        reason, hint = f"{month} is locked.", f"Open {month} with a reason."
    return UndoItem(what, reason, hint, count=blocked.count)


def _entries(count: int, numbers: Iterable[int], shown: int = 3) -> str:
    """ "entry 7", "12 entries (7, 8, 9 ...)"."""
    first = list(numbers)[:shown]
    if count == 1:
        return f"entry {first[0]}"
    named = ", ".join(map(str, first)) + (" ..." if count > len(first) else "")
    return f"{count:,} entries ({named})"


def _taken_before(undo: Batch) -> set[int]:
    """The bank transactions whose decisions an earlier run of this undo took back."""
    undone = Decision.objects.filter(batch=undo, kind=Decision.Kind.UNDO)
    return set(undone.values_list("transaction_id", flat=True))


def _try_undo(decision: Decision, undo: Batch, report: UndoReport, reason: str) -> bool:
    """Undo a decision; False where it stays, which the report then names."""
    try:
        with transaction.atomic():
            decision_undo(decision=decision, batch=undo, reason=reason)
    except LedgerFlowError as error:
        stays = report.kept if error.code == REVERSED else report.blocked
        stays.append(_item(decision, error.message, error.hint))
        return False
    if decision.entry_id is None:
        report.exclusions += 1
    else:
        report.reversed += 1
    return True


def _item(decision: Decision, reason: str, hint: str = "") -> UndoItem:
    fact = decision.transaction
    amount = f"{grouped(fact.amount, fact.currency)} {fact.currency}"
    what = f"{fact.date} {amount} {fact.description[:60]}"
    return UndoItem(what, reason, hint, transaction_id=fact.pk)
