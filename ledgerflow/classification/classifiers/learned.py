"""Answers from what people's decisions taught. Not here: learning (../learning)."""

from decimal import Decimal

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.knowledge import rank_by_knowledge

VERSION = "learned-1"

SOURCES = {
    "account+payee": "memory",
    "payee": "memory",
    "firm": "firm",
    "knowledge": "knowledge",
}
"""What a suggestion is said to come from, by kind of evidence; "learned" for all others."""

LEAST_RATE = 0.35
"""An answer that comes true less often than this is a guess that costs more than it helps."""

_PLACES = Decimal("0.00001")


class LearnedClassifier:
    """What the learner ranked, with the business share that people gave this payee."""

    name = "learned"

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """Up to three answers, surest first; none that is hardly ever right."""
        ranking = context.learned.get(facts.id)
        if ranking is None:
            return ()
        source = SOURCES.get(ranking.kind, self.name)
        told = _known_reasons(facts, payee, context) if source == "knowledge" else {}
        return tuple(
            Answer(
                payee_key=payee.key,
                payee_name=payee.display,
                account_id=ranked.account_id,
                business_percent=context.memory.share(
                    facts.bank_account_id, payee.key, ranked.account_id
                ),
                confidence=_figure(ranked.confidence),
                hit_rate=_figure(ranked.hit_rate),
                kind=ranking.kind,
                source=source,
                source_ref=payee.key,
                version=VERSION,
                reasons=told.get(ranked.account_id, ranked.reasons),
            )
            for ranked in ranking.answers
            if ranked.hit_rate >= LEAST_RATE
        )


def _known_reasons(
    facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
) -> dict[int, tuple[str, ...]]:
    """What shipped knowledge says of each account in words; the learner knows only its weight."""
    found = rank_by_knowledge(facts, payee, context.industry)
    ids = context.account_ids
    return {ids[one.account_key]: one.reasons for one in found if one.account_key in ids}


def _figure(value: float) -> Decimal:
    return Decimal(min(max(value, 0.0), 1.0)).quantize(_PLACES)
