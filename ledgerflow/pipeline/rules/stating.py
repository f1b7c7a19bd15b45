"""Stating a rule in a person's words, and changing one.

Here: names of accounts, groups and bank accounts to rows, for the command line and the pages.
Not here: matching (classification/rules.py), the rows (classification/rule_services.py), what a
rule would change (preview.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.models import Rule, RuleGroup
from ledgerflow.classification.rule_rows import RuleFields
from ledgerflow.classification.rule_services import group_save, rule_add, rule_change
from ledgerflow.classification.sharetext import TypedShare
from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.typed import share_read
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.lookup import account_find
from ledgerflow.statements.accounts import bank_account_find
from ledgerflow.statements.models import BankAccount


@dataclass(frozen=True, slots=True)
class RuleWish:
    """A rule as a person states it; empty fields set no condition.

    `when`: further conditions as (field, operator, value), where a value is a text or two, and a
    bank account is named. `account` is a ledger account's code, key or name.
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
    when: tuple[tuple[str, str, str | tuple[str, ...]], ...] = ()
    match: str = Rule.Match.ALL
    group: str = ""
    is_exclusion: bool = False
    splits: tuple[TypedShare, ...] = ()
    tags: tuple[str, ...] = ()
    is_active: bool = True


def rule_open(place: Place, wish: RuleWish, *, user_id: int | None = None) -> Rule:
    """Add the rule. Raises InputError or RuleError that say what is wrong with it."""
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        return rule_add(business=business, fields=fields_of(business, wish))


def rule_restate(place: Place, rule_id: int, wish: RuleWish, *, user_id: int | None = None) -> Rule:
    """Let a rule say this from now on, on or off as it was.

    Raises what `rule_open` raises, or AccessError.
    """
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        rule = rule_find(business, rule_id)
        fields = replace(fields_of(business, wish), is_active=rule.is_active)
        return rule_change(rule=rule, fields=fields)


def rule_find(business: Business, rule_id: int) -> Rule:
    """A rule of this business; AccessError for any other number."""
    rule = Rule.objects.filter(business=business, pk=rule_id).select_related("group").first()
    if rule is None:
        raise AccessError(
            f"{business.name} has no rule {rule_id}.",
            code="unknown_rule",
            hint="`ledgerflow rule list` shows the numbers.",
        )
    return rule


def fields_of(business: Business, wish: RuleWish) -> RuleFields:
    """A wish with its names found; a group that is not there is made."""
    return RuleFields(
        name=wish.name,
        conditions=conditions_of(business, _asked(wish)),
        match=wish.match,
        order=wish.order,
        group=group_of(business, wish.group),
        account=account_find(business, wish.account) if wish.account else None,
        payee_name=wish.payee_name,
        business_percent=wish.business_percent,
        is_transfer=wish.is_transfer,
        is_exclusion=wish.is_exclusion,
        splits=shares_of(business, wish.splits),
        tags=wish.tags,
        is_active=wish.is_active,
    )


Asked = tuple[str, str, str | tuple[str, ...]]


def _asked(wish: RuleWish) -> list[Asked]:
    found: list[Asked] = [("description", "contains", text) for text in wish.contains]
    if wish.regex:
        found.append(("description", "regex", wish.regex))
    if wish.direction:
        found.append(("direction", "is", wish.direction))
    if wish.bank_account:
        found.append(("account", "is", wish.bank_account))
    return [*found, *wish.when]


def conditions_of(business: Business, asked: Iterable[Asked]) -> list[dict[str, Any]]:
    """Conditions as they are stored: a bank account by its id, a pair as a list."""
    found: list[dict[str, Any]] = []
    for field, op, value in asked:
        stored: Any = list(value) if isinstance(value, tuple) else value
        if field == "account" and isinstance(stored, str):
            stored = bank_account_find(business=business, name=stored).pk
        found.append({"field": field, "op": op, "value": stored})
    return found


def asked_of(rule: Rule, bank_accounts: dict[int, str]) -> list[Asked]:
    """The reverse of `conditions_of`; `bank_accounts` has the names by id."""
    found: list[Asked] = []
    for stored in rule.conditions:
        value = stored["value"]
        if stored["field"] == "account":
            value = bank_accounts.get(int(value), str(value))
        shown = tuple(map(str, value)) if isinstance(value, list) else str(value)
        found.append((stored["field"], stored["op"], shown))
    return found


def bank_account_names(business: Business) -> dict[int, str]:
    """Names of the business's bank accounts by id."""
    return dict(BankAccount.objects.filter(business=business).values_list("pk", "name"))


def group_of(business: Business, name: str) -> RuleGroup | None:
    """The group of this name, made where it is not there; None for ""."""
    if not name.strip():
        return None
    known = RuleGroup.objects.filter(business=business, name=" ".join(name.split())).first()
    return known or group_save(business=business, name=name)


def shares_of(business: Business, typed: Sequence[TypedShare]) -> tuple[SplitShare, ...]:
    """Typed parts with their accounts found."""
    return tuple(share.to(account_find(business, share.account).pk) for share in typed)


def when_read(text: str) -> Asked:
    """ "amount between 10 20" -> ("amount", "between", ("10", "20")).

    Raises InputError for fewer than three words; what a field can be asked, the rule's own check
    says.
    """
    words = text.split()
    if len(words) < 3:
        raise InputError(
            f"{text!r} is no condition.",
            code="bad_condition",
            hint="Write FIELD OPERATOR VALUE, such as `payee equals home depot`"
            " or `amount between 10 20`.",
        )
    field, op, *value = words
    return (field, op, tuple(value) if op == "between" else " ".join(value))


def percent_read(text: str) -> Decimal:
    """A business share as text, "62.5" or "62,5"; InputError where it is no number."""
    share = share_read(text, ".")
    if share is None:
        raise InputError(f"{text!r} is no percentage.", code="bad_share", hint="Give 0 to 100.")
    return share
