"""Adding a person's rule and saying at once what it would catch.

Here: one call for the command line and the pages. Not here: matching (classification/rules.py)
or the rows (classification/services.py).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledgerflow.classification.models import Rule
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.rules import matches
from ledgerflow.classification.selectors import facts_of, rule_spec
from ledgerflow.classification.services import rule_add
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.lookup import account_find
from ledgerflow.review.selectors import undecided
from ledgerflow.statements.accounts import bank_account_find


@dataclass(frozen=True, slots=True)
class RuleWish:
    """A rule as a person states it; empty fields set no condition.

    `account` is a ledger account's code, key or name; `bank_account` a bank account's name.
    """

    name: str
    contains: tuple[str, ...] = ()
    regex: str = ""
    direction: str = ""
    bank_account: str = ""
    account: str = ""
    is_transfer: bool = False
    business_percent: Decimal = Decimal(100)
    payee_name: str = ""
    order: int = 100


def rule_open(place: Place, wish: RuleWish, *, user_id: int | None = None) -> tuple[Rule, int]:
    """Add the rule; with it, how many of the waiting transactions it matches.

    Raises InputError or RuleError that say what is wrong with the rule.
    """
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        rule = rule_add(
            business=business,
            name=wish.name,
            conditions=_conditions(business, wish),
            account=account_find(business, wish.account) if wish.account else None,
            order=wish.order,
            payee_name=wish.payee_name,
            business_percent=wish.business_percent,
            is_transfer=wish.is_transfer,
        )
        spec = rule_spec(rule)
        facts = [facts_of(transaction) for transaction in undecided(business)]
    caught = [f for f in facts if matches(spec, f, normalise(f.description, f.counterparty))]
    return rule, len(caught)


def _conditions(business: Business, wish: RuleWish) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"field": "description", "op": "contains", "value": text} for text in wish.contains
    ]
    if wish.regex:
        found.append({"field": "description", "op": "regex", "value": wish.regex})
    if wish.direction:
        found.append({"field": "direction", "op": "is", "value": wish.direction})
    if wish.bank_account:
        account = bank_account_find(business=business, name=wish.bank_account)
        found.append({"field": "account", "op": "is", "value": account.pk})
    return found
