"""Moving rules as text: all of a business's rules out, and a text in, all or nothing.

Here: names to rows and back, and what a text would add, change and leave. Not here: the text's
shape (classification/rulefile.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db import transaction

from ledgerflow.classification.models import Rule, RuleGroup
from ledgerflow.classification.rule_rows import RuleFields, rule_name, rule_row
from ledgerflow.classification.rule_services import group_save, rule_add, rule_change
from ledgerflow.classification.rulefile import (
    ConditionText,
    GroupText,
    PartText,
    RuleFile,
    RuleText,
    rules_read,
    rules_write,
)
from ledgerflow.classification.rulenodes import Fault
from ledgerflow.classification.selectors import rule_spec
from ledgerflow.classification.sharetext import TypedShare, shares_from_json
from ledgerflow.core.errors import InputError, LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.lookup import account_find
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.rules.stating import (
    asked_of,
    bank_account_names,
    conditions_of,
    group_of,
    percent_read,
    shares_of,
)

FAULTS_SHOWN = 20


@dataclass(slots=True)
class RulesImport:
    """What a text did, or would do: names of rules added, changed, and left as they are."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def rules_export(place: Place, *, user_id: int | None = None) -> str:
    """All rules and groups of a business but the proposed ones, as text."""
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        codes = dict(Account.objects.filter(business=business).values_list("pk", "code"))
        banks = bank_account_names(business)
        groups = [
            GroupText(0, g.name, str(g.order), g.is_active)
            for g in RuleGroup.objects.filter(business=business)
        ]
        stored = Rule.objects.filter(business=business, is_proposed=False).select_related("group")
        ordered = sorted(stored, key=lambda rule: rule_spec(rule).rank)
        return rules_write(groups, [_text_of(rule, codes, banks) for rule in ordered])


def _text_of(rule: Rule, codes: dict[int, str], banks: dict[int, str]) -> RuleText:
    parts = tuple(
        PartText(0, codes[p.account_id], _number(p.percent), _number(p.amount), p.note)
        for p in shares_from_json(rule.splits)
    )
    return RuleText(
        name=rule.name,
        group=rule.group.name if rule.group else "",
        order=str(rule.order),
        match=rule.match,
        conditions=tuple(ConditionText(0, *asked) for asked in asked_of(rule, banks)),
        account=codes[rule.account_id] if rule.account_id else "",
        payee=rule.payee_name,
        business_share=_number(rule.business_percent),
        transfer=rule.is_transfer,
        exclude=rule.is_exclusion,
        splits=parts,
        tags=tuple(rule.tags),
        active=rule.is_active,
    )


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def rules_import(
    place: Place, text: str, *, dry_run: bool = False, user_id: int | None = None
) -> RulesImport:
    """Add and change rules as a text says; rules that it does not name stay.

    A rule is known by its group and name. Raises InputError("rules_file") with every fault and
    its line; then, and on a dry run, nothing is written.
    """
    said = rules_read(text)
    _refuse(list(said.faults))
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        report = _import(business, said)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _import(business: Business, said: RuleFile) -> RulesImport:
    faults: list[Fault] = []
    for group in said.groups:
        try:
            group_save(
                business=business,
                name=group.name,
                order=_whole(group.order),
                active=group.active,
            )
        except LedgerFlowError as error:
            faults.append(Fault(group.line, error.message, error.hint))
    report, done = RulesImport(), set[int]()
    for rule in said.rules:
        try:
            with transaction.atomic():
                done.add(_rule_import(business, rule, report).pk)
        except LedgerFlowError as error:
            faults.append(Fault(rule.line, error.message, error.hint))
    _refuse(faults)
    return report


def _rule_import(business: Business, rule: RuleText, report: RulesImport) -> Rule:
    fields = _fields_of(business, rule)
    known = (
        Rule.objects.select_related("group")
        .filter(business=business, name=rule_name(rule.name), group=fields.group, is_proposed=False)
        .first()
    )
    if known is None:
        report.added.append(rule.name)
        return rule_add(business=business, fields=fields)
    before = _state(known)
    if _state(rule_row(business, fields, known)) == before:
        report.same.append(rule.name)
        return known
    report.changed.append(rule.name)
    return rule_change(rule=known, fields=fields)


def _state(rule: Rule) -> tuple[object, ...]:
    spec = rule_spec(rule)
    conditions = tuple(str(condition.to_dict()) for condition in spec.conditions)
    return (
        conditions, spec.match, spec.order, spec.account_id, spec.payee_name,
        spec.business_percent, spec.exclude, spec.transfer, spec.splits, spec.tags, rule.is_active,
    )  # fmt: skip


def _fields_of(business: Business, rule: RuleText) -> RuleFields:
    typed = tuple(_typed(part) for part in rule.splits)
    return RuleFields(
        name=rule.name,
        conditions=conditions_of(business, [(c.field, c.op, c.value) for c in rule.conditions]),
        match=rule.match,
        order=_whole(rule.order),
        group=group_of(business, rule.group),
        account=account_find(business, rule.account) if rule.account else None,
        payee_name=rule.payee,
        business_percent=percent_read(rule.business_share),
        is_transfer=rule.transfer,
        is_exclusion=rule.exclude,
        splits=shares_of(business, typed),
        tags=rule.tags,
        is_active=rule.active,
    )


def _typed(part: PartText) -> TypedShare:
    try:
        amount = Decimal(part.amount) if part.amount else None
    except InvalidOperation as fault:
        raise InputError(
            f"{part.amount!r} is no amount.", code="unreadable_split", hint="Write it as 12.50."
        ) from fault
    share = percent_read(part.share) if part.share else None
    return TypedShare(part.account, share, amount, part.note)


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise InputError(
            f"The order {text!r} is no whole number.", code="bad_order", hint="Use 0 to 999999."
        )
    return int(text)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        shown = faults[:FAULTS_SHOWN]
        more = [] if len(faults) == len(shown) else [f"and {len(faults) - len(shown)} more"]
        raise InputError(
            "Nothing was changed. " + "; ".join([*map(str, shown), *more]),
            code="rules_file",
            hint=shown[0].hint,
            extra={"faults": list(_as_dicts(faults))},
        )


def _as_dicts(faults: list[Fault]) -> Iterator[dict[str, object]]:
    for fault in faults:
        yield {"line": fault.line, "message": fault.message, "hint": fault.hint}
