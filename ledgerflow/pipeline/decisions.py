"""A person's decisions about what waits: all of them, or none, in one batch.

Here: numbers of the queue to transactions, both halves of a transfer, learning at once. Not
here: one decision (review/services.py) or what the policy accepts (stages.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.classification.sharetext import TypedShare
from ledgerflow.classification.splitting import shares_check
from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.lookup import account_find
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.stages import business_classify
from ledgerflow.reports.figures import grouped
from ledgerflow.review.choices import ALL, Choice, choice_of
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import Waiting, queue
from ledgerflow.review.services import decision_accept


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants instead of the suggestion; empty fields follow the suggestion.

    `account` is a code, key or name; `business_percent` 0..100. `splits` name the parts, `tags`
    come beside those that are suggested. An exclusion needs a reason.
    """

    account: str = ""
    business_percent: Decimal | None = None
    is_transfer: bool = False
    reason: str = ""
    splits: tuple[TypedShare, ...] = ()
    tags: tuple[str, ...] = ()
    is_exclusion: bool = False

    @property
    def accounts(self) -> set[str]:
        """Every account that is named."""
        return {self.account, *(share.account for share in self.splits)} - {""}

    @property
    def places(self) -> bool:
        """True when it says where the money goes, whatever is suggested."""
        return bool(self.account or self.splits or self.is_transfer or self.is_exclusion)


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
    _refuse_contrary(wish)
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
        accounts = {
            text: account_find(business, text)
            for text in sorted({text for wish in wishes.values() for text in wish.accounts})
        }
        halves = _named_halves(waiting, wishes)
        for item, wish in _with_partners(waiting, wishes, halves):
            choice = _choice(item, wish, accounts)
            if item.transaction.pk in halves:
                choice = replace(choice, transfer_with_id=halves[item.transaction.pk])
            done.decisions.append(
                decision_accept(bank_transaction=item.transaction, choice=choice, batch=batch)
            )
    _, done.suggested = business_classify(place, user_id)
    return done


def _named_halves(waiting: Mapping[int, Waiting], wishes: Mapping[int, Wish]) -> dict[int, int]:
    """Each other's id, for two lines of two accounts, one out and one in, called a transfer."""
    rows = [waiting[pk].transaction for pk, wish in wishes.items() if pk in waiting]
    if len(rows) != 2 or not all(wish.is_transfer for wish in wishes.values()):
        return {}
    one, other = rows
    if one.bank_account_id == other.bank_account_id or (one.amount < 0) == (other.amount < 0):
        return {}
    return {one.pk: other.pk, other.pk: one.pk}


def _with_partners(
    waiting: Mapping[int, Waiting], wishes: Mapping[int, Wish], halves: Mapping[int, int]
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
        if pk in halves:
            continue
        if partner in waiting and partner is not None and (wish.is_transfer or not wish.places):
            chosen.setdefault(partner, wish)
    return [(waiting[pk], wish) for pk, wish in chosen.items()]


def _choice(item: Waiting, wish: Wish, accounts: Mapping[str, Account]) -> Choice:
    base = choice_of(item.suggestion) if item.suggestion else Choice()
    choice = _placed(base, wish, accounts)
    if choice is None and item.suggestion is None:
        raise RuleError(
            f"Number {item.number} ({item.transaction.date}, {_amount(item)}): there is"
            " no suggestion to accept.",
            code="no_account",
            hint="Say where it goes: --account CODE, --split CODE=60% or --transfer; or --exclude"
            " it with a reason.",
        )
    choice = choice or base
    if wish.business_percent is not None:
        choice = replace(choice, business_percent=wish.business_percent)
    return replace(choice, reason=wish.reason or choice.reason, tags=(*base.tags, *wish.tags))


def _placed(base: Choice, wish: Wish, accounts: Mapping[str, Account]) -> Choice | None:
    """The choice where the wish says where the money goes; what is suggested is kept beside it."""
    if wish.is_transfer:
        return Choice(Decision.Kind.TRANSFER, transfer_with_id=base.transfer_with_id)
    anew = replace(
        base,
        kind=Decision.Kind.CATEGORY,
        account=None,
        transfer_with_id=None,
        splits=(),
    )
    if wish.is_exclusion:
        return replace(anew, kind=Decision.Kind.EXCLUDE, business_percent=ALL, reason=wish.reason)
    if wish.splits:
        shares = tuple(share.to(accounts[share.account].pk) for share in wish.splits)
        return replace(anew, kind=Decision.Kind.SPLIT, business_percent=ALL, splits=shares)
    if wish.account:
        return replace(anew, account=accounts[wish.account])
    return None


def _refuse_contrary(wish: Wish) -> None:
    """InputError for a wish that says two things at once, before anything is looked up."""
    said = [
        name
        for name, is_said in (
            ("--account", wish.account),
            ("--split", wish.splits),
            ("--transfer", wish.is_transfer),
            ("--exclude", wish.is_exclusion),
        )
        if is_said
    ]
    if wish.business_percent is not None and set(said) & {"--split", "--transfer", "--exclude"}:
        said.append("--business-share")
    if len(said) > 1:
        raise InputError(
            f"{' and '.join(said)} do not go together.",
            code="contrary_wishes",
            hint="Say one of them. The private part of a split is a part to owner's draw.",
        )
    if wish.is_exclusion and not wish.reason.strip():
        raise InputError(
            "To keep money out of the books needs a reason.",
            code="needs_reason",
            hint="Say why (--reason WHY); it is kept with the decision.",
        )
    if wish.splits:
        shares_check([share.to(0) for share in wish.splits])


def _amount(item: Waiting) -> str:
    currency = item.transaction.currency
    return f"{grouped(item.transaction.amount, currency)} {currency}"
