"""Answers from shipped knowledge. Not here: the data or the matching (../knowledge.py)."""

from ledgerflow.classification.classifiers.ownword import behind_own_word
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.knowledge import rank_by_knowledge


class KnowledgeClassifier:
    """What is known of payees and words everywhere; a first guess, never more."""

    name = "knowledge"

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """Up to four answers, surest first; behind the business's own word where it has one."""
        found = rank_by_knowledge(facts, payee, context.industry)
        return behind_own_word(found, facts, context)
