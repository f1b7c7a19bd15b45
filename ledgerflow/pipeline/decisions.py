"""A person's decisions about what waits: all of them, or none, in one batch.

Here: numbers of the queue to transactions, both halves of a transfer, learning at once. Not
here: one decision (review/services.py) or what the policy accepts (stages.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.lookup import account_find
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.stages import business_classify
from ledgerflow.reports.figures import grouped
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import Waiting, queue
from ledgerflow.review.services import Choice, choice_of, decision_accept


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants instead of the suggestion; empty fields follow the suggestion.

    `account` is a code, key or name; `business_percent` 0..100.
    """

    account: str = ""
    business_percent: Decimal | None = None
    is_transfer: bool = False
    reason: str = ""


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
    if wish.is_transfer and (wish.account or wish.business_percent is not None):
        raise InputError(
            "A transfer between own accounts has no account and no business share.",
            code="transfer_alone",
            hint="Leave out --account and --business-share, or leave out --transfer.",
        )
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

    The other half of a transfer is decided along where a suggestion names it.
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
        accounts = {
            text: account_find(business, text)
            for text in {w.account for w in wishes.values()} - {""}
        }
        for item, wish in _with_partners(waiting, wishes):
            done.decisions.append(
                decision_accept(
                    bank_transaction=item.transaction,
                    choice=_choice(item, wish, accounts.get(wish.account)),
                    batch=batch,
                )
            )
    _, done.suggested = business_classify(place, user_id)
    return done


def _with_partners(
    waiting: Mapping[int, Waiting], wishes: Mapping[int, Wish]
) -> Iterable[tuple[Waiting, Wish]]:
    chosen: dict[int, Wish] = {}
    for pk, wish in wishes.items():
        item = waiting.get(pk)
        if item is None:
            raise InputError(
                f"Transaction {pk} does not wait for a decision.",
                code="not_in_queue",
                hint="Look at the queue again; somebody may have been first.",
            )
        chosen.setdefault(pk, wish)
        partner = item.suggestion.transfer_with_id if item.suggestion else None
        if partner in waiting and partner is not None and not wish.account:
            chosen.setdefault(partner, wish)
    return [(waiting[pk], wish) for pk, wish in chosen.items()]


def _choice(item: Waiting, wish: Wish, account: Account | None) -> Choice:
    base = choice_of(item.suggestion) if item.suggestion else Choice()
    if wish.is_transfer:
        partner = base.transfer_with_id
        choice = Choice(Decision.Kind.TRANSFER, transfer_with_id=partner)
    elif account is not None:
        choice = replace(base, kind=Decision.Kind.CATEGORY, account=account, transfer_with_id=None)
    elif item.suggestion is None:
        raise RuleError(
            f"Number {item.number} ({item.transaction.date}, {_amount(item)}): there is"
            " no suggestion to accept.",
            code="no_account",
            hint="Say where it goes: --account CODE, or --transfer.",
        )
    else:
        choice = base
    if wish.business_percent is not None:
        choice = replace(choice, business_percent=wish.business_percent)
    return replace(choice, reason=wish.reason or choice.reason)


def _amount(item: Waiting) -> str:
    currency = item.transaction.currency
    return f"{grouped(item.transaction.amount, currency)} {currency}"
