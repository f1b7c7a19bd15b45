"""Answers from shipped knowledge. Not here: the data and the matching (../knowledge.py)."""

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.knowledge import rank_by_knowledge


class KnowledgeClassifier:
    """What is known of payees and words everywhere."""

    name = "knowledge"

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """The best answer and up to three others."""
        return rank_by_knowledge(facts, payee, context.industry)
