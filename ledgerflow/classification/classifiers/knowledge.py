"""Answers from shipped knowledge. Not here: the data or the matching (../knowledge.py)."""

from dataclasses import replace
from decimal import Decimal

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.knowledge import rank_by_knowledge

OWN_WORD = frozenset({"account+payee", "payee"})
"""Kinds of evidence in which the business itself has decided for this payee."""

BEHIND = Decimal("0.99")


class KnowledgeClassifier:
    """What is known of payees and words everywhere; a first guess, never more."""

    name = "knowledge"

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """Up to four answers, surest first; behind the business's own word where it has one."""
        found = rank_by_knowledge(facts, payee, context.industry)
        ranking = context.learned.get(facts.id)
        if ranking is None or ranking.kind not in OWN_WORD or not ranking.answers:
            return found
        ceiling = (Decimal(ranking.answers[0].confidence) * BEHIND).quantize(Decimal("0.0001"))
        return tuple(replace(one, confidence=min(one.confidence, ceiling)) for one in found)
