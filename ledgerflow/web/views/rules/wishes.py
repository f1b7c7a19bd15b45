"""A rule as its form states it, and a form for a rule that is there.

Here: parsing and filling in. Not here: what a rule may say (classification/rules.py), names to
rows (pipeline/rules/stating.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ledgerflow.classification.models import Rule
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.sharetext import share_read, shares_from_json
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.rules.stating import Asked, RuleWish, asked_of, percent_read
from ledgerflow.statements.models import BankTransaction

BLANK_CONDITIONS = 2
CONDITIONS_MAX = 50
ACCOUNT, SPLIT, TRANSFER, EXCLUDE, NOTHING = "account", "split", "transfer", "exclude", "nothing"


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition as it stands in the form; `to` only for a range."""

    field: str = ""
    op: str = "contains"
    value: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class RuleShown:
    """The texts of a rule's form."""

    name: str = ""
    match: str = Rule.Match.ALL
    group: str = ""
    order: str = "100"
    place: str = ACCOUNT
    account: str = ""
    share: str = "100"
    splits: str = ""
    payee: str = ""
    tags: str = ""
    conditions: tuple[ConditionRow, ...] = field(default=())

    @property
    def rows(self) -> tuple[ConditionRow, ...]:
        """The conditions and some empty ones to fill in."""
        return (*self.conditions, *[ConditionRow()] * BLANK_CONDITIONS)


def shown_of_form(form: QueryDict) -> RuleShown:
    """What was typed, to be shown again."""
    columns = [form.getlist(name) for name in ("field", "op", "value", "to")]
    rows = [ConditionRow(*row) for row in zip(*columns, strict=False)]
    return RuleShown(
        name=form.get("name", ""),
        match=form.get("match", Rule.Match.ALL),
        group=form.get("group", ""),
        order=form.get("order", "100"),
        place=form.get("place", ACCOUNT),
        account=form.get("account", ""),
        share=form.get("share", "100"),
        splits=form.get("splits", ""),
        payee=form.get("payee", ""),
        tags=form.get("tags", ""),
        conditions=tuple(row for row in rows[:CONDITIONS_MAX] if row.field or row.value),
    )


def wish_of(shown: RuleShown, codes: Mapping[str, str]) -> RuleWish:
    """The rule that the form states; `codes` has accounts' codes by "code name", case-folded.

    Raises InputError for a share or a split that cannot be read.
    """
    place, typed = shown.place, shown.account.strip()
    parts = [part.strip() for part in shown.splits.split(";") if part.strip()]
    when = tuple(_asked(row) for row in shown.conditions)
    return RuleWish(
        name=shown.name.strip() or _name_of(when),
        when=when,
        match=shown.match,
        group=shown.group,
        order=int(shown.order) if shown.order.isdecimal() and len(shown.order) < 7 else 100,
        account=codes.get(typed.casefold(), typed) if place == ACCOUNT else "",
        business_percent=percent_read(shown.share) if place == ACCOUNT else Decimal(100),
        splits=tuple(share_read(part) for part in parts) if place == SPLIT else (),
        is_transfer=place == TRANSFER,
        is_exclusion=place == EXCLUDE,
        payee_name=shown.payee,
        tags=tuple(tag for tag in shown.tags.split(",") if tag.strip()),
    )


def shown_of_rule(rule: Rule, bank_accounts: dict[int, str], accounts: list[Account]) -> RuleShown:
    """The form of a rule that is there."""
    by_id = {account.pk: account for account in accounts}
    own = by_id.get(rule.account_id or 0)
    parts = [
        f"{by_id[s.account_id].code if s.account_id in by_id else '?'}={_size(s.percent, s.amount)}"
        for s in shares_from_json(rule.splits)
    ]
    return RuleShown(
        name=rule.name,
        match=rule.match,
        group=rule.group.name if rule.group else "",
        order=str(rule.order),
        place=_place_of(rule),
        account=f"{own.code} {own.name}" if own else "",
        share=f"{rule.business_percent.normalize():f}",
        splits="; ".join(parts),
        payee=rule.payee_name,
        tags=", ".join(rule.tags),
        conditions=tuple(_row(*asked) for asked in asked_of(rule, bank_accounts)),
    )


def shown_of_transaction(row: BankTransaction, account: Account | None) -> RuleShown:
    """A rule begun with one transaction: its payee and direction, and the suggested account."""
    payee = normalise(row.description, row.counterparty)
    return RuleShown(
        name=payee.display,
        account=f"{account.code} {account.name}" if account else "",
        conditions=(
            ConditionRow("payee", "equals", payee.display),
            ConditionRow("direction", "is", "in" if row.amount > 0 else "out"),
        ),
    )


def _asked(row: ConditionRow) -> Asked:
    if row.op == "between":
        return (row.field, row.op, (row.value.strip(), row.to.strip()))
    return (row.field, row.op, row.value.strip())


def _row(name: str, op: str, value: str | tuple[str, ...]) -> ConditionRow:
    if isinstance(value, tuple):
        return ConditionRow(name, op, value[0], value[-1])
    return ConditionRow(name, op, value)


def _name_of(when: tuple[Asked, ...]) -> str:
    """What it asks for, where nobody named it."""
    return ", ".join(str(value) for _field, _op, value in when) or _("Rule")


def _place_of(rule: Rule) -> str:
    said: tuple[tuple[Any, str], ...] = (
        (rule.is_exclusion, EXCLUDE),
        (rule.is_transfer, TRANSFER),
        (rule.splits, SPLIT),
        (rule.account_id, ACCOUNT),
    )
    return next((place for holds, place in said if holds), NOTHING)


def _size(percent: Decimal | None, amount: Decimal | None) -> str:
    if percent is not None:
        return f"{percent.normalize():f}%"
    return "rest" if amount is None else f"{amount.normalize():f}"
