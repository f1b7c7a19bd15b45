"""A person's decisions about what waits: all of them, or none, in one batch.

Here: numbers of the queue to transactions, learning at once. Not here: what a wish means
(wishes.py), deciding on pages (deciding.py) or what the policy accepts (stages.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.stages import business_classify
from ledgerflow.pipeline.wishes import (
    Wish,
    accounts_named,
    choice_for,
    halves_named,
    partners_of,
    refuse_contrary,
)
from ledgerflow.reports.figures import grouped
from ledgerflow.review.bulk import decisions_accept
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import Waiting, queue

__all__ = ["Decided", "Wish", "queue_accept", "transactions_decide"]


@dataclass(slots=True)
class Decided:
    """What was decided together, and how many suggestions that taught."""

    batch_id: int | None = None
    decisions: list[Decision] = field(default_factory=list)
    suggested: int = 0


def queue_accept(
    place: Place, numbers: Sequence[int], wish: Wish, *, user_id: int | None
) -> Decided:
    """Decide the numbered ones of the queue alike.

    Raises InputError for a number that is not in the queue, RuleError where there is neither a
    suggestion nor an account, and whatever a single decision raises; then nothing is written.
    """
    refuse_contrary(wish)
    with working_in(place, user_id):
        by_number = {w.number: w for w in queue(Business.objects.get(pk=place.business_id))}
    missing = [number for number in numbers if number not in by_number]
    if missing or not numbers:
        raise InputError(
            f"{', '.join(map(str, missing)) or 'No number'}: not in the queue of"
            f" {place.business_name} (it has {len(by_number)}).",
            code="not_in_queue",
            hint="`ledgerflow review` lists the numbers; they move up after each decision.",
        )
    wishes = {by_number[number].transaction.pk: wish for number in numbers}
    return transactions_decide(place, wishes, user_id=user_id)


def transactions_decide(
    place: Place, wishes: Mapping[int, Wish], *, user_id: int | None
) -> Decided:
    """Decide transactions by id, all or none; then suggest anew from what was learned.

    The other half of a transfer is decided along where a suggestion names it. Two lines that are
    called a transfer together are each other's halves.
    """
    done = Decided()
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        waiting = {w.transaction.pk: w for w in queue(business)}
        batch = batch_open(
            firm_id=place.firm_id,
            business_id=place.business_id,
            kind=Batch.Kind.DECIDE,
            title=f"Decisions of a person ({len(wishes)})",
        )
        done.batch_id = batch.pk
        _refuse_missing(waiting, wishes)
        accounts = accounts_named(business, wishes.values())
        halves = halves_named(waiting, wishes)
        choices = []
        for pk, wish in partners_of(waiting, wishes, halves).items():
            choice = _choice(waiting[pk], wish, accounts)
            partner = halves.get(pk, choice.transfer_with_id)
            choices.append((pk, replace(choice, transfer_with_id=partner)))
        done.decisions += decisions_accept(business=business, choices=choices, batch=batch)
    _, done.suggested = business_classify(place, user_id)
    return done


def _refuse_missing(waiting: Mapping[int, Waiting], wishes: Iterable[int]) -> None:
    for pk in wishes:
        if pk not in waiting:
            raise InputError(
                f"Transaction {pk} does not wait for a decision.",
                code="not_in_queue",
                hint="Look at the queue again; somebody may have been first.",
            )


def _choice(item: Waiting, wish: Wish, accounts: Mapping[str, Account]) -> Choice:
    choice = choice_for(item, wish, accounts)
    if choice is None:
        raise RuleError(
            f"Number {item.number} ({item.transaction.date}, {_amount(item)}): there is"
            " no suggestion to accept.",
            code="no_account",
            hint="Say where it goes: --account CODE, --split CODE=60% or --transfer; or --exclude"
            " it with a reason.",
        )
    return choice


def _amount(item: Waiting) -> str:
    currency = item.transaction.currency
    return f"{grouped(item.transaction.amount, currency)} {currency}"
