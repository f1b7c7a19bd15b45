"""Answers from a person's rules. Not here: matching (rules.py)."""

from decimal import Decimal

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import (
    ONE,
    TRANSFERS_KEY,
    Answer,
    PayeeName,
    TransactionFacts,
)
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.rules import RuleSpec


class RuleClassifier:
    """The first rule that applies; a person wrote it, so it is sure."""

    name = "rule"
    confidence: Decimal = ONE

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """One answer or none; without a place for the money when the rule only names the payee."""
        rule = context.rules.first_match(facts, payee)
        if rule is None:
            return ()
        pair = context.pairs.get(facts.id) if rule.transfer else None
        other = None if pair is None else (pair.in_id if pair.out_id == facts.id else pair.out_id)
        named = _payee(rule, payee)
        return (
            Answer(
                payee_key=named.key,
                payee_name=named.display,
                account_id=rule.account_id,
                account_key=TRANSFERS_KEY if rule.transfer else "",
                business_percent=rule.business_percent,
                confidence=self.confidence,
                source=self.name,
                source_ref=str(rule.id),
                version=rule.version,
                reasons=(f"rule “{rule.name}”",),
                transfer_with=other,
                splits=rule.splits,
                tags=rule.tags,
                exclude=rule.exclude,
            ),
        )


def _payee(rule: RuleSpec, payee: PayeeName) -> PayeeName:
    name = rule.payee_name.strip()
    return PayeeName(normalise(name).key, name) if name else payee
