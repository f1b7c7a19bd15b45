"""What every classifier offers. Not here: any classifier, or the order they are asked in."""

from typing import Protocol

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts


class Classifier(Protocol):
    """Answers for one transaction, surest first; pure and without a memory of its own."""

    name: str

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """What this classifier knows about the transaction; empty where it knows nothing."""
        ...
