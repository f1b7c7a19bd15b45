"""What a person wants to become of transactions that wait, and the choices that it comes to.

Here: the wish, what in it contradicts itself, and placing it over what is suggested. Not here:
which transactions (decisions.py for numbers of the queue, deciding.py for pages) or writing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ledgerflow.classification.sharetext import TypedShare
from ledgerflow.classification.splitting import shares_check
from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.lookup import account_find
from ledgerflow.ledger.models import Account
from ledgerflow.review.choices import ALL, Choice, choice_of
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import Waiting

OPTIONS = {
    "account": "--account",
    "split": "--split",
    "transfer": "--transfer",
    "exclude": "--exclude",
    "share": "--business-share",
}
"""How the command line calls what a wish may say."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants instead of the suggestion; empty fields follow the suggestion.

    `account` is a code, key or name; `business_percent` 0..100. `splits` name the parts, `tags`
    come beside those that are suggested. An exclusion needs a reason. `transfer_with_id` names the
    other half of a transfer, `payee_name` whom it is to or from.
    """

    account: str = ""
    business_percent: Decimal | None = None
    is_transfer: bool = False
    reason: str = ""
    splits: tuple[TypedShare, ...] = ()
    tags: tuple[str, ...] = ()
    is_exclusion: bool = False
    payee_name: str = ""
    transfer_with_id: int | None = None

    @property
    def goes_between(self) -> bool:
        """True for a transfer between own accounts."""
        return self.is_transfer or self.transfer_with_id is not None

    @property
    def accounts(self) -> set[str]:
        """Every account that is named."""
        return {self.account, *(share.account for share in self.splits)} - {""}

    @property
    def places(self) -> bool:
        """True when it says where the money goes, whatever is suggested."""
        return bool(self.account or self.splits or self.goes_between or self.is_exclusion)


def accounts_named(business: Business, wishes: Iterable[Wish]) -> dict[str, Account]:
    """The accounts that wishes name, by the text they are named with. Raises as account_find."""
    texts = {text for wish in wishes for text in wish.accounts}
    return {text: account_find(business, text) for text in sorted(texts)}


def halves_named(waiting: Mapping[int, Waiting], wishes: Mapping[int, Wish]) -> dict[int, int]:
    """Each other's id, for two lines of two accounts, one out and one in, called a transfer."""
    rows = [waiting[pk].transaction for pk, wish in wishes.items() if pk in waiting]
    if len(rows) != 2 or not all(wish.goes_between for wish in wishes.values()):
        return {}
    one, other = rows
    if one.bank_account_id == other.bank_account_id or (one.amount < 0) == (other.amount < 0):
        return {}
    return {one.pk: other.pk, other.pk: one.pk}


def partners_of(
    waiting: Mapping[int, Waiting], wishes: Mapping[int, Wish], halves: Mapping[int, int]
) -> dict[int, Wish]:
    """The wishes with the other halves that wait and are decided along, by transaction id."""
    chosen: dict[int, Wish] = {}
    for pk, wish in wishes.items():
        chosen.setdefault(pk, wish)
        partner = partner_of(waiting[pk], wish)
        if pk not in halves and partner is not None and partner in waiting:
            chosen.setdefault(partner, wish)
    return chosen


def partner_of(item: Waiting, wish: Wish) -> int | None:
    """The other half that a wish means: the one it names, else the suggested one."""
    if wish.transfer_with_id is not None:
        return wish.transfer_with_id
    suggested = item.suggestion.transfer_with_id if item.suggestion else None
    return suggested if wish.goes_between or not wish.places else None


def choice_for(item: Waiting, wish: Wish, accounts: Mapping[str, Account]) -> Choice | None:
    """The choice that a wish comes to; None where it follows a suggestion that is not there."""
    base = choice_of(item.suggestion) if item.suggestion else Choice()
    choice = _placed(base, wish, accounts)
    if choice is None and item.suggestion is None:
        return None
    choice = choice or base
    if wish.business_percent is not None:
        choice = replace(choice, business_percent=wish.business_percent)
    return replace(
        choice,
        reason=wish.reason or choice.reason,
        payee_name=wish.payee_name or choice.payee_name,
        tags=(*base.tags, *wish.tags),
    )


def _placed(base: Choice, wish: Wish, accounts: Mapping[str, Account]) -> Choice | None:
    """The choice where the wish says where the money goes; what is suggested is kept beside it."""
    if wish.goes_between:
        partner = wish.transfer_with_id or base.transfer_with_id
        return Choice(Decision.Kind.TRANSFER, transfer_with_id=partner)
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


def refuse_contrary(wish: Wish, names: Mapping[str, str] = OPTIONS) -> None:
    """InputError for a wish that says two things at once, before anything is looked up.

    `names` are what the person knows the parts of a wish by.
    """
    said = [
        name
        for name, is_said in (
            ("account", wish.account),
            ("split", wish.splits),
            ("transfer", wish.goes_between),
            ("exclude", wish.is_exclusion),
        )
        if is_said
    ]
    if wish.business_percent is not None and set(said) & {"split", "transfer", "exclude"}:
        said.append("share")
    if len(said) > 1:
        raise InputError(
            f"{' and '.join(names[name] for name in said)} do not go together.",
            code="contrary_wishes",
            hint="Say one of them. The private part of a split is a part to owner's draw.",
        )
    if wish.is_exclusion and not wish.reason.strip():
        raise InputError(
            "To keep money out of the books needs a reason.",
            code="needs_reason",
            hint="Say why; it is kept with the decision.",
        )
    if wish.splits:
        shares_check([share.to(0) for share in wish.splits])
