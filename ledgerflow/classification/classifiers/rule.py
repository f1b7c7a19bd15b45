"""Answers from a person's rules. Not here: matching (rules.py)."""

from decimal import Decimal

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import (
    HUNDRED,
    ONE,
    TRANSFERS_KEY,
    Answer,
    PayeeName,
    TransactionFacts,
)


class RuleClassifier:
    """What the rules say together; a person wrote them, so it is sure."""

    name = "rule"
    confidence: Decimal = ONE

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """One answer or none; without a place for the money when rules only name the payee."""
        outcome = context.rules.outcome(facts, payee)
        if not outcome.rules:
            return ()
        rule, last = outcome.placing, outcome.rules[-1]
        transfer = rule is not None and rule.transfer
        pair = context.pairs.get(facts.id) if transfer else None
        other = None if pair is None else (pair.in_id if pair.out_id == facts.id else pair.out_id)
        return (
            Answer(
                payee_key=outcome.payee.key,
                payee_name=outcome.payee.display,
                account_id=rule.account_id if rule else None,
                account_key=TRANSFERS_KEY if transfer else "",
                business_percent=rule.business_percent if rule else HUNDRED,
                confidence=self.confidence,
                source=self.name,
                source_ref=str(last.id),
                version=last.version,
                reasons=tuple(f"rule “{one.name}”" for one in outcome.rules),
                transfer_with=other,
                splits=rule.splits if rule else (),
                tags=outcome.tags,
                exclude=rule.exclude if rule else False,
            ),
        )
