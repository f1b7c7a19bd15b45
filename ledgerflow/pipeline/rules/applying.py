"""Applying a rule to what is there: one batch, which never touches a person's decision.

Here: which transactions, deciding them anew, and what stays with its reason. Not here: what the
rule says (classification/rules.py), one decision (review/services.py), or undoing the batch
(pipeline/undo.py), which puts the policy's earlier decisions back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open, event_record
from ledgerflow.classification.models import Rule
from ledgerflow.classification.selectors import rule_spec
from ledgerflow.classification.services import transactions_classify
from ledgerflow.core.errors import ConflictError, LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.rules.preview import (
    PERSON,
    POLICY,
    ROWS_A_QUERY,
    Change,
    newest_decisions,
    preview_of,
)
from ledgerflow.pipeline.rules.stating import rule_find
from ledgerflow.review.choices import choice_of
from ledgerflow.review.history import history_of
from ledgerflow.review.questions.asking import questions_resolve_decided
from ledgerflow.review.selectors import is_proved, newest_suggestions
from ledgerflow.review.services import decision_accept, decision_undo
from ledgerflow.statements.models import BankTransaction


@dataclass(slots=True)
class Applied:
    """What applying a rule did; `batch_id` is None where nothing changed.

    `done` were decided by the rule, `anew` of them had been decided by the policy before; `kept`
    were decided by a person; `unproved` only got the suggestion, for no statement proves them;
    `suggested` counts the suggestions that are new;
    `blocked` stay as they were: each with the rule that refused.
    """

    batch_id: int | None = None
    done: int = 0
    anew: int = 0
    kept: int = 0
    unproved: int = 0
    suggested: int = 0
    blocked: list[tuple[Change, LedgerFlowError]] = field(default_factory=list)


def rule_apply(place: Place, rule_id: int, *, user_id: int | None = None) -> Applied:
    """Decide by an active rule what waits and what a policy decided otherwise, in one batch.

    Raises ConflictError for a rule that is off or only proposed.
    """
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        rule = rule_find(business, rule_id)
        _require_active(rule)
        changes = preview_of(business, rule_spec(rule)).changes
        applied = Applied(kept=sum(c.state == PERSON and c.now != c.then for c in changes))
        todo = [c for c in changes if c.changes or c.state not in (PERSON, POLICY)]
        batch = batch_open(
            firm_id=place.firm_id,
            business_id=place.business_id,
            kind=Batch.Kind.RULE,
            title=f"Rule {rule.pk} “{rule.name}” applied",
        )
        for start in range(0, len(todo), ROWS_A_QUERY):
            _apply_some(business, batch, rule, todo[start : start + ROWS_A_QUERY], applied)
        if applied.done:
            applied.batch_id = batch.pk
            _record(batch, rule, applied)
            questions_resolve_decided(business=business)
        elif not (applied.unproved and applied.suggested):
            transaction.set_rollback(True)  # no empty batches
    return applied


def _require_active(rule: Rule) -> None:
    group_off = rule.group is not None and not rule.group.is_active
    if rule.is_proposed or not rule.is_active or group_off:
        why = "only proposed" if rule.is_proposed else "switched off"
        raise ConflictError(
            f"Rule “{rule.name}” is {why}.",
            code="rule_not_active",
            hint="`ledgerflow rule approve` or `ledgerflow rule on` comes first.",
        )


def _apply_some(
    business: Business, batch: Batch, rule: Rule, changes: Sequence[Change], applied: Applied
) -> None:
    ids = [change.transaction_id for change in changes]
    rows = {
        t.pk: t for t in BankTransaction.objects.filter(pk__in=ids).select_related("bank_account")
    }
    applied.suggested += transactions_classify(
        business=business,
        batch=batch,
        transactions=rows.values(),
        history=history_of(business, list(rows.values())),
    )
    suggestions, proved = newest_suggestions(ids), is_proved(ids)
    decided = newest_decisions(ids)
    for change in changes:
        suggestion = suggestions.get(change.transaction_id)
        if suggestion is None or suggestion.source != "rule":
            continue  # it only names a payee or adds tags: what it leads to is suggested
        if change.transaction_id not in proved:
            applied.unproved += 1
            continue
        before = decided.get(change.transaction_id)
        if before is not None and before.is_person:
            applied.kept += 1  # decided since the rule looked
            continue
        try:
            with transaction.atomic():
                if before is not None:
                    decision_undo(
                        decision=before, batch=batch, reason=f"rule “{rule.name}” applied"
                    )
                decision_accept(
                    bank_transaction=rows[change.transaction_id],
                    choice=choice_of(suggestion, policy=f"rule-{rule.pk}/{rule.version}"),
                    batch=batch,
                )
        except LedgerFlowError as error:
            applied.blocked.append((change, error))
        else:
            applied.done += 1
            applied.anew += before is not None


def _record(batch: Batch, rule: Rule, applied: Applied) -> None:
    event_record(
        firm_id=batch.firm_id,
        business_id=batch.business_id,
        action="rule_apply",
        subject="rule",
        subject_id=rule.pk,
        batch_id=batch.pk,
        detail={
            "version": rule.version,
            "done": applied.done,
            "anew": applied.anew,
            "kept": applied.kept,
            "unproved": applied.unproved,
            "blocked": len(applied.blocked),
        },
    )
