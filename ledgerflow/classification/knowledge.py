"""Shipped knowledge of well-known payees and telling words; pure.

Here: its answers for one transaction. Not here: the matching and the data (shipped/, knowledge/),
priors over a business's own accounts (shipped/prior.py), or what a business itself decided
(memory.py).

The confidences are shipped priors, not measurements. They stay at or below 0.80, so that shipped
knowledge alone never reaches the bar for accepting a suggestion without a person.
"""

from decimal import Decimal

from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.shipped.finding import find_hits
from ledgerflow.classification.shipped.prior import knowledge_prior
from ledgerflow.classification.shipped.records import MAX_PRIOR, Hit
from ledgerflow.classification.shipped.tables import shipped_knowledge
from ledgerflow.classification.shipped.trades import trades_of

MAX_ANSWERS = 4
"""The best answer and up to three alternatives."""

__all__ = [
    "MAX_ANSWERS",
    "MAX_PRIOR",
    "classify_by_knowledge",
    "knowledge_prior",
    "rank_by_knowledge",
    "shipped_knowledge",
]


def classify_by_knowledge(
    facts: TransactionFacts, payee: PayeeName, industry: str = ""
) -> Answer | None:
    """The best shipped answer, or None where nothing is known."""
    ranked = rank_by_knowledge(facts, payee, industry)
    return ranked[0] if ranked else None


def rank_by_knowledge(
    facts: TransactionFacts, payee: PayeeName, industry: str = ""
) -> tuple[Answer, ...]:
    """The best shipped answer and up to three others, one per account, surest first.

    `industry` is the trade in a person's words ("restaurant", "carpentry", ...) or "".
    """
    best: dict[str, tuple[Decimal, Hit]] = {}
    for hit in find_hits(facts, payee, trades_of(industry)):
        for share in hit.shares:
            known = best.get(share.account)
            if known is None or (-share.confidence, hit.entry.id) < (-known[0], known[1].entry.id):
                best[share.account] = (share.confidence, hit)
    ranked = sorted(best.items(), key=lambda found: (-found[1][0], found[1][1].entry.id))
    return tuple(
        _answer(account, sure, hit, payee) for account, (sure, hit) in ranked[:MAX_ANSWERS]
    )


def _answer(account: str, sure: Decimal, hit: Hit, payee: PayeeName) -> Answer:
    private = hit.entry.personal and account == "owner_draw"
    return Answer(
        payee_key=payee.key,
        payee_name=payee.display,
        account_key=account,
        confidence=sure,
        source="knowledge",
        source_ref=hit.entry.id,
        version=hit.entry.version,
        reasons=(hit.reason, "looks like private spending") if private else (hit.reason,),
    )
