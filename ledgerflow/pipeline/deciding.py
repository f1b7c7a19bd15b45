"""Deciding on pages: some transactions or a whole group alike, in one stroke, and taking it back.

Here: what is still undecided is decided together in one batch; what somebody decided meanwhile is
named and left alone. What was learned spreads in a job, not in the stroke. Not here: the command
line's numbers (decisions.py), the writes (review/bulk.py) or what a wish means (wishes.py).
"""

from collections.abc import Mapping
from dataclasses import replace

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open, event_record
from ledgerflow.core.errors import AccessError, ConflictError, InputError, RuleError
from ledgerflow.firms.access import Place, require_writer, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.holding import halves_gone, rows_held, unlike_shown, waiting_of
from ledgerflow.pipeline.picking import (
    DECIDED_MAX,
    Conflict,
    Outcome,
    Picked,
    conflicts_of,
    decided_meanwhile,
    halves_decided,
    picked_ids,
)
from ledgerflow.pipeline.suggesting import suggest_defer
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.pipeline.undobatches import undo_hold, undo_open
from ledgerflow.pipeline.wishes import (
    Wish,
    accounts_named,
    choice_for,
    halves_named,
    partners_of,
    refuse_contrary,
)
from ledgerflow.reports.figures import grouped
from ledgerflow.review.bulk import decisions_accept, decisions_undo
from ledgerflow.review.choices import Choice
from ledgerflow.review.questions.asking import questions_resolve_decided
from ledgerflow.review.questions.reopening import questions_reopen
from ledgerflow.review.selectors import Waiting
from ledgerflow.review.transferring import other_halves
from ledgerflow.statements.models import BankTransaction

__all__ = [
    "Conflict",
    "Outcome",
    "Picked",
    "Wish",
    "deciding_undo",
    "picked_decide",
    "transfer_candidates",
]

NAMES = {
    "account": "an account",
    "split": "a split",
    "transfer": "a transfer",
    "exclude": "to exclude it",
    "share": "a business share",
}


def picked_decide(place: Place, picked: Picked, wish: Wish, *, user_id: int) -> Outcome:
    """Decide what is picked and still undecided, alike, in one batch: all of it or nothing.

    The other half of a transfer is decided along. Raises AccessError for a role that may not,
    InputError for what is no transaction of the business or a wish that contradicts itself,
    RuleError where nothing is suggested for one, ConflictError("suggestion_changed") where another
    suggestion was shown than stands, and whatever a single decision raises.
    """
    require_writer(place)
    refuse_contrary(wish, NAMES)
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        ids = picked_ids(business, picked)
        rows = rows_held(business, ids, wish)
        waiting = waiting_of(rows)
        conflicts = conflicts_of(business, [pk for pk in ids if pk not in waiting])
        known = set(ids)
        conflicts += decided_meanwhile(business, [pk for pk in picked.seen if pk not in known])
        left = unlike_shown(picked, [rows[pk] for pk in ids if pk in rows])
        mine = [pk for pk in ids if pk in waiting and pk not in left]
        torn = halves_decided(business, halves_gone(waiting, mine, wish))
        conflicts += tuple(torn.values())
        wishes = {pk: wish for pk in mine if pk not in torn}
        more = picked.group if len(ids) == DECIDED_MAX else ""
        if not wishes:
            return Outcome(None, 0, conflicts, more, len(left))
        choices = _choices(business, waiting, wishes)
        batch = batch_open(
            firm_id=place.firm_id,
            business_id=place.business_id,
            kind=Batch.Kind.DECIDE,
            title=f"Decisions of a person ({len(choices)})",
        )
        made = decisions_accept(business=business, choices=choices, batch=batch)
        questions_resolve_decided(business=business)
        suggest_defer(place)
    return Outcome(batch.pk, len(made), conflicts, more, len(left))


def _choices(
    business: Business, waiting: Mapping[int, Waiting], wishes: Mapping[int, Wish]
) -> list[tuple[int, Choice]]:
    """What each comes to, in order, with the other halves of transfers."""
    _refuse_no_half(business, waiting, wishes)
    accounts = accounts_named(business, wishes.values())
    halves = halves_named(waiting, wishes)
    chosen = partners_of(waiting, wishes, halves)
    for pk, wish in wishes.items():
        if wish.transfer_with_id is not None:
            halves = {pk: wish.transfer_with_id, wish.transfer_with_id: pk}
    found = []
    for pk, wish in chosen.items():
        choice = _choice(waiting[pk], wish, accounts)
        partner = halves.get(pk, choice.transfer_with_id)
        found.append((pk, replace(choice, transfer_with_id=partner)))
    return found


def _choice(item: Waiting, wish: Wish, accounts: Mapping[str, Account]) -> Choice:
    choice = choice_for(item, wish, accounts)
    if choice is None:
        amount = grouped(item.transaction.amount, item.transaction.currency)
        raise RuleError(
            f"{item.transaction.date}, {amount} {item.transaction.currency}: there is no"
            " suggestion to accept.",
            code="no_account",
            hint="Choose where it goes: an account, a split, a transfer; or exclude it.",
        )
    return choice


def _refuse_no_half(
    business: Business, waiting: Mapping[int, Waiting], wishes: Mapping[int, Wish]
) -> None:
    """InputError for another half that is none: of one account, one direction, or elsewhere."""
    named = [(pk, w.transfer_with_id) for pk, w in wishes.items() if w.transfer_with_id is not None]
    if not named:
        return
    pk, partner_id = named[0]
    one = waiting[pk].transaction
    partner = BankTransaction.objects.filter(business=business, pk=partner_id, is_live=True).first()
    if (
        len(named) > 1
        or partner is None
        or partner.bank_account_id == one.bank_account_id
        or (partner.amount < 0) == (one.amount < 0)
    ):
        raise InputError(
            f"That is not the other half of {one.date} {one.description[:60]!r}.",
            code="not_other_half",
            hint="Choose one line of another account of this business, where the money went the"
            " other way.",
        )


def deciding_undo(place: Place, batch_id: int, *, user_id: int) -> int:
    """Take a batch of decisions back; how many are undecided again. What was changed since stays.

    Raises AccessError for another's batch, ConflictError where nothing is left to take back,
    LockedPeriod or ClosedAccount where an entry cannot be reversed; then nothing is written.
    """
    require_writer(place)
    with working_in(place, user_id):
        batch = Batch.objects.filter(pk=batch_id, business_id=place.business_id).first()
        if batch is None or batch.kind not in (Batch.Kind.DECIDE, Batch.Kind.RULE):
            raise AccessError(
                f"{place.business_name} has no such decisions.",
                code="unknown_batch",
                hint="The list of batches shows what can be undone.",
            )
        if batch.kind == Batch.Kind.DECIDE:
            return _undone(place, batch)
    report = batch_undo(place, batch_id, user_id=user_id)
    return report.reversed + report.exclusions


def _undone(place: Place, batch: Batch) -> int:
    undo_hold(batch)
    undo, is_new = undo_open(batch)
    reason = f"batch {batch.pk} undone"
    count = decisions_undo(business=batch.business, undoes=batch, batch=undo, reason=reason)
    if not (count or is_new):
        raise ConflictError(
            f"Batch {batch.pk} is undone already.",
            code="already_undone",
            hint="Look at the queue again.",
        )
    event_record(
        firm_id=batch.firm_id,
        business_id=batch.business_id,
        action="batch_undo",
        subject="batch",
        subject_id=batch.pk,
        batch_id=undo.pk,
        reason=reason,
        detail={"reversed": count},
    )
    questions_reopen(business=batch.business, batch=undo)
    suggest_defer(place)
    return count


def transfer_candidates(place: Place, transaction_id: int) -> list[BankTransaction]:
    """The lines that may be the other half of a transfer, the likeliest first.

    AccessError for a transaction that the business does not have.
    """
    with working_in(place):
        one = BankTransaction.objects.filter(
            business_id=place.business_id, pk=transaction_id
        ).first()
        if one is None:
            raise AccessError(
                "There is no such transaction, or you have no access to it.",
                hint="Look at the queue again.",
            )
        return other_halves(one)
