"""A rule's row from what is stated, checked but not saved.

Here: names, accounts and fields onto the row. Not here: saving it (rule_services.py), or what a
rule may say (rules.py, conditions.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledgerflow.classification.facts import HUNDRED, SplitShare
from ledgerflow.classification.models import Rule, RuleGroup
from ledgerflow.classification.rules import DEFAULT_ORDER
from ledgerflow.classification.selectors import rule_spec
from ledgerflow.classification.sharetext import shares_to_json, tags_read
from ledgerflow.core.errors import ClosedAccount, InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account

NAME_MAX = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFields:
    """A rule as it is to be stored; `conditions` as `Condition.to_dict` writes them."""

    name: str
    conditions: Sequence[dict[str, Any]]
    match: str = Rule.Match.ALL
    order: int = DEFAULT_ORDER
    group: RuleGroup | None = None
    account: Account | None = None
    payee_name: str = ""
    business_percent: Decimal = HUNDRED
    is_transfer: bool = False
    is_exclusion: bool = False
    splits: tuple[SplitShare, ...] = field(default=())
    tags: tuple[str, ...] = field(default=())
    is_active: bool = True


def rule_name(text: str) -> str:
    """A rule's name as it is kept."""
    return " ".join(text.split())[:NAME_MAX]


def rule_row(business: Business, fields: RuleFields, rule: Rule | None = None) -> Rule:
    """The row of a rule, new or changed, checked but not saved.

    Raises InputError or RuleError that says what is wrong, ClosedAccount where an account takes
    no entries.
    """
    row = rule or Rule(firm_id=business.firm_id, business=business)
    if not fields.name.strip():
        raise InputError("The rule has no name.", code="rule_without_name", hint="Name it.")
    row.name = rule_name(fields.name)
    row.conditions = list(fields.conditions)
    row.match, row.order, row.group = fields.match, fields.order, fields.group
    row.account, row.payee_name = fields.account, " ".join(fields.payee_name.split())[:NAME_MAX]
    row.business_percent = fields.business_percent
    row.is_transfer, row.is_exclusion = fields.is_transfer, fields.is_exclusion
    row.splits, row.tags = shares_to_json(fields.splits), list(tags_read(fields.tags))
    row.is_active = fields.is_active
    rule_spec(row)
    accounts_check(business, row)
    return row


def accounts_check(business: Business, row: Rule) -> None:
    """Every account that the rule names is one of the business and takes entries.

    Raises InputError("unknown_account") or ClosedAccount.
    """
    wanted = {part["account_id"] for part in row.splits}
    wanted |= {row.account_id} if row.account_id else set()
    found = {a.pk: a for a in Account.objects.filter(business=business, pk__in=wanted)}
    for account_id in sorted(wanted - set(found)):
        raise InputError(
            f"Rule “{row.name}”: {business.name} has no account with id {account_id}.",
            code="unknown_account",
            hint="Choose an account of its chart.",
        )
    for account in found.values():
        if account.is_heading or not account.is_active:
            raise ClosedAccount(
                f"Rule “{row.name}”: account {account.code} {account.name} is"
                f" {'a heading' if account.is_heading else 'closed'}.",
                hint="Choose an active account, not a heading.",
            )
