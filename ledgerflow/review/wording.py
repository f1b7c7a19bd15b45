"""Where suggestions and decisions put the money, in words for lists and pages.

Here: one short text each; accounts of a split are looked up once for many. Not here: layout.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.sharetext import shares_from_json
from ledgerflow.core.errors import InputError
from ledgerflow.ledger.models import Account
from ledgerflow.review.choices import kind_of
from ledgerflow.review.models import Decision

TRANSFER = "transfer"
EXCLUDED = "not to be booked"


def split_names(suggestions: Iterable[Suggestion | None]) -> dict[int, str]:
    """Names of the accounts that splits among suggestions name, by id; no query without splits."""
    ids = {part.get("account_id") for s in suggestions if s is not None for part in s.splits} - {
        None
    }
    if not ids:
        return {}
    return dict(Account.objects.filter(pk__in=ids).values_list("pk", "name"))


def suggestion_place(suggestion: Suggestion, names: Mapping[int, str]) -> str:
    """ "Repairs 60 %", "transfer", "split: Supplies 60 %, Owner's draw the rest"."""
    kind = kind_of(suggestion)
    if kind == Decision.Kind.EXCLUDE:
        return EXCLUDED
    if kind == Decision.Kind.SPLIT:
        return f"split: {_shares(suggestion, names)}"
    where = TRANSFER if suggestion.account is None else suggestion.account.name
    if suggestion.business_percent != 100:
        where += f" {_plain(suggestion.business_percent)} %"
    return where


def _shares(suggestion: Suggestion, names: Mapping[int, str]) -> str:
    try:
        shares = shares_from_json(suggestion.splits)
    except InputError as error:
        return error.message
    said = []
    for share in shares:
        size = "the rest" if share.amount is None else _plain(share.amount)
        if share.percent is not None:
            size = f"{_plain(share.percent)} %"
        said.append(f"{names.get(share.account_id, 'an unknown account')} {size}")
    return ", ".join(said)


def decision_place(decision: Decision, money: Callable[[Decimal, str], str]) -> str:
    """Where a decision put the money, and how much of it where that is not all.

    `money(amount, currency)` writes the parts of a split, in the bank's view.
    """
    if decision.kind == Decision.Kind.EXCLUDE:
        return f"{EXCLUDED}: {decision.reason}"
    if decision.kind == Decision.Kind.SPLIT:
        currency = decision.transaction.currency
        parts = decision.parts.select_related("account")
        return "; ".join(f"{part.account} {money(part.amount, currency)}" for part in parts)
    where = str(decision.account)
    if decision.kind == Decision.Kind.TRANSFER or decision.account is None:
        where = "transfer between own accounts"
    if decision.business_percent != 100:
        where += f", {_plain(decision.business_percent)} % business"
    return where


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
