"""Answers from earlier decisions. Not here: counting and confidence (../memory.py)."""

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.memory import recall


class MemoryClassifier:
    """What persons decided for this payee in this business."""

    name = "memory"

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """Up to three answers, surest first."""
        return recall(facts, payee, context.memory)
