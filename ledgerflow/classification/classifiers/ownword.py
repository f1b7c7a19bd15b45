"""Where people of the business decided for a payee themselves, nobody else is surer; pure.

Here: holding the answers of others behind that word. Not here: the word itself (learned.py).
"""

from dataclasses import replace
from decimal import Decimal

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, TransactionFacts
from ledgerflow.classification.learning.caution import OWN_WORD

BEHIND = Decimal("0.99")


def behind_own_word(
    found: tuple[Answer, ...], facts: TransactionFacts, context: ClassifyContext
) -> tuple[Answer, ...]:
    """The answers, less sure than what people decided for this very payee, if they did."""
    ranking = context.learned.get(facts.id)
    if ranking is None or ranking.kind not in OWN_WORD or not ranking.answers:
        return found
    ceiling = (Decimal(ranking.answers[0].confidence) * BEHIND).quantize(Decimal("0.0001"))
    return tuple(replace(one, confidence=min(one.confidence, ceiling)) for one in found)
