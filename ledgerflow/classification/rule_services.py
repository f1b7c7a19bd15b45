"""Writes of rules: stating, changing, ordering, switching, approving what was proposed.

Here: one transaction each, in a firm's scope, checked as a whole and audited. Not here: matching
(rules.py), or applying a rule to what is there (pipeline/rules).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.classification.models import Rule, RuleGroup
from ledgerflow.classification.proposing import Proposal
from ledgerflow.classification.rule_cycles import cycle_refuse
from ledgerflow.classification.rule_rows import RuleFields, accounts_check, rule_row
from ledgerflow.classification.selectors import rule_spec
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account


@transaction.atomic
def rule_add(*, business: Business, fields: RuleFields) -> Rule:
    """Add a person's rule. Raises what `rule_row` raises, and RuleError("rule_cycle")."""
    rule = rule_row(business, fields)
    rule.approved_by_id = current_user_id()
    rule.save()
    _refuse_cycles(business)
    _record(rule, "rule_add")
    return rule


@transaction.atomic
def rule_change(*, rule: Rule, fields: RuleFields) -> Rule:
    """Change a rule; its version goes up. A proposed one stays proposed."""
    rule = _locked(rule)
    before = _shown(rule)
    active = fields.is_active and not rule.is_proposed
    rule = rule_row(rule.business, replace(fields, is_active=active), rule)
    rule.version += 1
    rule.save()
    _refuse_cycles(rule.business)
    _record(rule, "rule_change", {"before": before, "after": _shown(rule)})
    return rule


@transaction.atomic
def rule_move(*, rule: Rule, order: int, group: RuleGroup | None) -> Rule:
    """Give a rule another place; it says the same, so its version stays."""
    rule = _locked(rule)
    rule.order, rule.group = order, group
    rule.save(update_fields=["order", "group"])
    _record(rule, "rule_move", {"order": order, "group": group.name if group else ""})
    return rule


@transaction.atomic
def rule_switch(*, rule: Rule, active: bool) -> Rule:
    """Switch a rule on or off. Raises ConflictError for a proposed one: a person approves it."""
    rule = _locked(rule)
    if rule.is_proposed:
        raise ConflictError(
            f"Rule “{rule.name}” is only proposed.",
            code="rule_proposed",
            hint=f"Look at it, then `ledgerflow rule approve {rule.pk}`.",
        )
    rule.is_active = active
    if active:
        accounts_check(rule.business, rule)
    rule.save(update_fields=["is_active"])
    _refuse_cycles(rule.business)
    _record(rule, "rule_on" if active else "rule_off")
    return rule


@transaction.atomic
def rule_remove(*, rule: Rule) -> None:
    """Take a rule away; what it placed stays, and the audit trail keeps what it said."""
    rule = _locked(rule)
    _record(rule, "rule_remove", {"before": _shown(rule)})
    rule.delete()


@transaction.atomic
def group_save(
    *, business: Business, name: str, order: int | None = None, active: bool | None = None
) -> RuleGroup:
    """Make a group of rules, or change the one of this name; None leaves a field as it is."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise InputError(
            "A group's name has 1 to 80 characters.", code="bad_group", hint="Shorten it."
        )
    known = RuleGroup.objects.select_for_update().filter(business=business, name=name).first()
    group = known or RuleGroup(firm_id=business.firm_id, business=business, name=name)
    group.order = group.order if order is None else order
    group.is_active = group.is_active if active is None else active
    with kind_errors(where=name):
        group.save()
    _refuse_cycles(business)
    event_record(
        firm_id=business.firm_id,
        business_id=business.pk,
        action="rule_group_save",
        subject="rule_group",
        subject_id=group.pk,
        detail={"name": group.name, "order": group.order, "active": group.is_active},
    )
    return group


@transaction.atomic
def rules_propose(*, business: Business, proposals: Iterable[Proposal]) -> list[Rule]:
    """Keep proposals that are not kept yet; returns the new ones. None of them is active.

    One that the decisions no longer bear out is withdrawn. A discarded one comes back when its
    evidence has doubled. Accounts that take no entries are not proposed.
    """
    proposals = [p for p in proposals if _takes_entries(business, p.account_id)]
    _lock(business)
    _withdraw(business, {proposal.payee_key for proposal in proposals})
    kept = {
        rule.evidence.get("payee_key"): rule
        for rule in Rule.objects.select_for_update().filter(business=business, is_proposed=True)
    }
    fresh: list[Rule] = []
    for proposal in proposals:
        known = kept.get(proposal.payee_key)
        evidence = proposal.as_dict()
        if known is not None:
            discarded = known.evidence.get("discarded_at")
            if discarded is not None and proposal.count < 2 * discarded:
                continue
            if known.account_id == proposal.account_id and discarded is None:
                known.evidence = evidence
                known.save(update_fields=["evidence"])
                continue
            known.delete()
        rule = rule_row(business, _proposed_fields(business, proposal))
        rule.is_proposed, rule.evidence = True, evidence
        rule.save()
        _record(rule, "rule_propose", {"evidence": evidence})
        fresh.append(rule)
    return fresh


def _takes_entries(business: Business, account_id: int) -> bool:
    open_ones = Account.objects.filter(business=business, is_active=True, is_heading=False)
    return open_ones.filter(pk=account_id).exists()


def _withdraw(business: Business, payee_keys: set[str]) -> None:
    """Take back the proposals of other payees: their decisions were undone, or differ now."""
    for rule in Rule.objects.filter(business=business, is_proposed=True).select_for_update():
        is_discarded = "discarded_at" in rule.evidence
        if not is_discarded and rule.evidence.get("payee_key") not in payee_keys:
            _record(rule, "rule_withdraw", {"evidence": rule.evidence})
            rule.delete()


def _proposed_fields(business: Business, proposal: Proposal) -> RuleFields:
    return RuleFields(
        name=f"{proposal.payee_name} (proposed)",
        conditions=[{"field": "payee", "op": "equals", "value": proposal.payee_key}],
        account=Account.objects.get(business=business, pk=proposal.account_id),
        business_percent=proposal.business_percent,
        is_active=False,
    )


@transaction.atomic
def rule_approve(*, rule: Rule) -> Rule:
    """A person takes a proposed rule on. Raises InputError where nobody is named."""
    rule = _locked(rule)
    _require_proposed(rule)
    if current_user_id() is None:
        raise InputError(
            f"Nobody is named who approves rule “{rule.name}”.",
            code="decision_needs_person",
            hint="Say who you are (--user EMAIL).",
        )
    accounts_check(rule.business, rule)
    rule.is_proposed, rule.is_active, rule.approved_by_id = False, True, current_user_id()
    rule.name = rule.name.removesuffix(" (proposed)")
    rule.save()
    _refuse_cycles(rule.business)
    _record(rule, "rule_approve", {"evidence": rule.evidence})
    return rule


@transaction.atomic
def rule_discard(*, rule: Rule) -> Rule:
    """Turn a proposal down; it is remembered, so that it does not come back at once."""
    rule = _locked(rule)
    _require_proposed(rule)
    rule.evidence = rule.evidence | {"discarded_at": rule.evidence.get("count", 0)}
    rule.save(update_fields=["evidence"])
    _record(rule, "rule_discard", {"evidence": rule.evidence})
    return rule


def _require_proposed(rule: Rule) -> None:
    if not rule.is_proposed:
        raise ConflictError(
            f"Rule “{rule.name}” is no proposal.",
            code="rule_not_proposed",
            hint="`ledgerflow rule proposed` lists those that wait for an answer.",
        )


def _locked(rule: Rule) -> Rule:
    return Rule.objects.select_for_update(of=("self",)).select_related("business").get(pk=rule.pk)


def _lock(business: Business) -> None:
    """One at a time: two halves of a circle, or one proposal twice, would not see each other."""
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)


def _refuse_cycles(business: Business) -> None:
    _lock(business)
    active = Rule.objects.filter(business=business, is_active=True).exclude(payee_name="")
    cycle_refuse([rule_spec(rule) for rule in active.select_related("group")])


def _shown(rule: Rule) -> dict[str, Any]:
    """What a rule says, for the audit trail."""
    return {
        "conditions": rule.conditions,
        "match": rule.match,
        "account": rule.account_id,
        "payee": rule.payee_name,
        "business_percent": str(rule.business_percent),
        "transfer": rule.is_transfer,
        "exclude": rule.is_exclusion,
        "splits": rule.splits,
        "tags": rule.tags,
        "version": rule.version,
    }


def _record(rule: Rule, action: str, detail: dict[str, Any] | None = None) -> None:
    event_record(
        firm_id=rule.firm_id,
        business_id=rule.business_id,
        action=action,
        subject="rule",
        subject_id=rule.pk,
        detail={"name": rule.name} | (detail or {}),
    )
