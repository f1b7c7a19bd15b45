"""Deciding many transactions together, and undoing that: a fixed number of queries for all of them.

Here: writes in a firm's scope, one transaction each, all or nothing. Not here: one decision
(services.py), the rows and their rules (decision_rows.py), who may decide what (pipeline).
What comes of it is what deciding them one by one comes to.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import events_record
from ledgerflow.classification.teaching import Lesson, lessons_learn, lessons_unlearn
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import AccessError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import EntryDraft
from ledgerflow.ledger.exchanging import rates_keep
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.opposites import opposite_drafts
from ledgerflow.ledger.services import entries_post
from ledgerflow.review.booking import Plan, plan_of
from ledgerflow.review.choices import Choice
from ledgerflow.review.decision_rows import (
    decision_row,
    event_of,
    part_rows,
    refuse_incomplete,
    teaches,
    undo_row,
    version_after,
    where_of,
)
from ledgerflow.review.lookups import Lookups
from ledgerflow.review.models import Decision, DecisionPart
from ledgerflow.review.posting import entry_draft
from ledgerflow.statements.models import BankTransaction

ROWS_AT_ONCE = 2_000
UNDO = Decision.Kind.UNDO


def transactions_lock(
    business: Business, transaction_ids: Iterable[int]
) -> dict[int, BankTransaction]:
    """Hold those of these that the business has until the transaction ends; by id, in order of ids.

    Whoever decides waits here, and sees then what the one before decided.
    """
    rows = BankTransaction.objects.select_for_update(of=("self",)).order_by("pk")
    wanted = rows.filter(business=business, pk__in=list(transaction_ids))
    wanted = wanted.select_related("bank_account")
    return {row.pk: row for row in wanted}


def newest_decisions(transaction_ids: Iterable[int]) -> dict[int, Decision]:
    """The newest row of each transaction that has one, undos as well, with its entry."""
    rows = Decision.objects.filter(transaction__in=list(transaction_ids)).select_related("entry")
    newest = rows.order_by("transaction_id", "-version").distinct("transaction_id")
    return {row.transaction_id: row for row in newest}


@transaction.atomic
def decisions_accept(
    *, business: Business, choices: Sequence[tuple[int, Choice]], batch: Batch
) -> list[Decision]:
    """Decide transactions of a business by id, in this order, and post their entries.

    Raises what `decision_accept` raises, for the first that is refused, and AccessError for one
    that the business does not have; then nothing is written.
    """
    locked = transactions_lock(business, (pk for pk, _ in choices))
    if any(pk not in locked for pk, _ in choices):
        raise AccessError(
            f"{business.name} does not have one of these transactions.",
            hint="Look at the queue again.",
        )
    newest = newest_decisions(locked)
    lookups = Lookups(business)
    lookups.partners_load(c.transfer_with_id for _, c in choices if c.transfer_with_id)
    planned: list[tuple[BankTransaction, Choice, int, Plan | None]] = []
    for pk, choice in choices:
        one = locked[pk]
        one.business = business
        where = where_of(one)
        refuse_incomplete(one, choice, where)
        version = version_after(newest.get(pk), where)
        is_booked = choice.kind != Decision.Kind.EXCLUDE
        plan = plan_of(one, choice, where, lookups) if is_booked else None
        planned.append((one, choice, version, plan))
    entries = _post(business, planned)
    rows = [
        decision_row(one, choice, batch, version=v, plan=plan, entry_id=entries.get(one.pk))
        for one, choice, v, plan in planned
    ]
    with kind_errors(where=batch.title):
        Decision.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
        plans = [plan for *_, plan in planned]
        parts = [p for row, plan in zip(rows, plans, strict=True) for p in part_rows(row, plan)]
        DecisionPart.objects.bulk_create(parts, batch_size=ROWS_AT_ONCE)
    events_record(event_of(row) for row in rows)
    lessons_learn(business=business, lessons=_lessons(rows))
    return rows


def _post(
    business: Business, planned: Sequence[tuple[BankTransaction, Choice, int, Plan | None]]
) -> dict[int, int]:
    """Post what is booked; ids of the entries by transaction."""
    drafts = {
        one.pk: entry_draft(plan.booking(one, choice, version))
        for one, choice, version, plan in planned
        if plan is not None
    }
    ids = drafts_post(business, list(drafts.values()))
    made = {pk: ids[draft.idempotency_key] for pk, draft in drafts.items()}
    rates_keep(
        business=business,
        used={made[one.pk]: plan.target.rates for one, _, _, plan in planned if plan is not None},
    )
    return made


def drafts_post(business: Business, drafts: Sequence[EntryDraft]) -> dict[str, int]:
    """Post drafts, all or none; ids of their entries by key."""
    if not drafts:
        return {}
    entries_post(business=business, drafts=drafts)
    keys = [draft.idempotency_key for draft in drafts]
    rows = JournalEntry.objects.filter(business=business, idempotency_key__in=keys)
    return dict(rows.values_list("idempotency_key", "pk"))


def _lessons(decisions: Iterable[Decision]) -> list[Lesson]:
    return [
        Lesson(d.transaction, d.payee_key, d.payee_name, d.account_id, d.business_percent)
        for d in decisions
        if teaches(d) and d.account_id is not None
    ]


@transaction.atomic
def decisions_undo(*, business: Business, undoes: Batch, batch: Batch, reason: str) -> int:
    """Take back the decisions of a batch that still stand; how many. Changed ones are left.

    Raises LockedPeriod or ClosedAccount where an entry cannot be reversed; then nothing is written.
    """
    made = Decision.objects.filter(batch=undoes).exclude(kind=UNDO)
    locked = transactions_lock(business, made.values_list("transaction_id", flat=True))
    newest = newest_decisions(locked)
    standing = [d for d in newest.values() if d.batch_id == undoes.pk and d.kind != UNDO]
    drafts = opposite_drafts([d.entry for d in standing if d.entry is not None], reason)
    ids = drafts_post(business, drafts)
    reversals = {d.reverses_id: ids[d.idempotency_key] for d in drafts}
    taken_back = [d for d in standing if d.entry_id is None or d.entry_id in reversals]
    rows = [undo_row(d, batch, reason, reversals.get(d.entry_id)) for d in taken_back]
    with kind_errors(where=batch.title):
        Decision.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    events_record(event_of(row) for row in rows)
    for one in taken_back:
        one.transaction = locked[one.transaction_id]
    lessons_unlearn(business=business, lessons=_lessons(taken_back))
    return len(rows)
