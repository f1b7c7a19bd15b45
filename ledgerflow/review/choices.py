"""What a person or the policy decides for one transaction, before anything is written.

Here: the choice as a record, and the one that takes a suggestion as it is. Not here: what it
means for the books (booking.py) or writing it (services.py).
"""

from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.sharetext import shares_from_json
from ledgerflow.ledger.models import Account
from ledgerflow.review.models import Decision, DecisionPart

ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to become of one transaction.

    `account` goes with the kind category, `splits` with split; an exclusion has a reason.
    `business_percent` 0..100; the rest is the owner's. `tags` are kept lower case.
    """

    kind: str = Decision.Kind.CATEGORY
    account: Account | None = None
    transfer_with_id: int | None = None
    payee_key: str = ""
    payee_name: str = ""
    business_percent: Decimal = ALL
    suggestion: Suggestion | None = None
    policy: str = ""
    reason: str = ""
    splits: tuple[SplitShare, ...] = ()
    tags: tuple[str, ...] = ()


def choice_of(suggestion: Suggestion, *, policy: str = "") -> Choice:
    """The choice that takes a suggestion as it is. Raises InputError for broken parts."""
    kind = kind_of(suggestion)
    is_category = kind == Decision.Kind.CATEGORY
    shared = kind in (Decision.Kind.CATEGORY, Decision.Kind.TRANSFER)
    return Choice(
        kind=kind,
        account=suggestion.account if is_category else None,
        transfer_with_id=suggestion.transfer_with_id if shared else None,
        payee_key=suggestion.payee_key,
        payee_name=suggestion.payee_name,
        business_percent=suggestion.business_percent if shared else ALL,
        suggestion=suggestion,
        policy=policy,
        reason="; ".join(suggestion.reasons)[:300],
        splits=shares_from_json(suggestion.splits) if kind == Decision.Kind.SPLIT else (),
        tags=tuple(suggestion.tags),
    )


def kind_of(suggestion: Suggestion) -> str:
    """The kind of decision that a suggestion leads to."""
    if suggestion.is_exclusion:
        return Decision.Kind.EXCLUDE
    if suggestion.splits:
        return Decision.Kind.SPLIT
    if suggestion.account_id is None or suggestion.transfer_with_id is not None:
        return Decision.Kind.TRANSFER
    return Decision.Kind.CATEGORY


def choice_again(decision: Decision) -> Choice:
    """The choice that a decision was, to decide the same once more."""
    parts = tuple(
        SplitShare(part.account_id, part.percent, part.note, _size(part))
        for part in decision.parts.all()
    )
    is_category = decision.kind == Decision.Kind.CATEGORY
    return Choice(
        kind=decision.kind,
        account=decision.account if is_category else None,
        transfer_with_id=decision.transfer_with_id,
        payee_key=decision.payee_key,
        payee_name=decision.payee_name,
        business_percent=decision.business_percent,
        suggestion=decision.suggestion,
        policy=decision.policy,
        reason=decision.reason,
        splits=parts,
        tags=tuple(decision.tags),
    )


def _size(part: DecisionPart) -> Decimal | None:
    return abs(part.amount) if part.percent is None else None
