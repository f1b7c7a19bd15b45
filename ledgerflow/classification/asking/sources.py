"""What the tools of a run may learn from this machine: decisions of its business, and merchants.

Here: the two callables that a RunContext is given. Not here: reading (similar.py, shipped/). They
are called from the threads of tools: each sets its own firm, and leaves no connection behind.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import connection, transaction

from ledgerflow.classification.asking.similar import similar_of
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.shipped.finding import find_hits
from ledgerflow.classification.shipped.records import Hit
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business
from tools.context import MerchantFact, SimilarDecision

KIND_LEAST = Decimal("0.5")
"""How sure the kind of a merchant must be for it to count as known."""

SURE = ((Decimal("0.7"), "known"), (Decimal("0.6"), "likely"), (KIND_LEAST, "perhaps"))
"""Words for how sure the kind is, from each figure on."""


def similar_decisions(
    firm_id: int, business_id: int, text: str, limit: int
) -> Sequence[SimilarDecision]:
    """What people of this business decided for payees like `text`, best first, masked."""
    was_open = connection.connection is not None
    try:
        with firm_scope(firm_id), transaction.atomic():
            business = Business.objects.get(pk=business_id)
            return tuple(one.told for one in similar_of(business, text, limit))
    finally:
        if not was_open:
            connection.close()


def merchant_facts(name: str, limit: int) -> Sequence[MerchantFact]:
    """What shipped knowledge says of a merchant name, surest first; no database, no network."""
    payee = normalise(name)
    if not payee.key:
        return ()
    facts = TransactionFacts(
        id=0, bank_account_id=0, account_kind="card", date=dt.date.min, amount=Decimal(-1),
        currency="", description=name,
    )  # fmt: skip
    hits = find_hits(facts, payee, frozenset())
    known = [hit for hit in hits if hit.kind_sure >= KIND_LEAST]
    known.sort(key=lambda hit: (-hit.kind_sure, -hit.confidence, hit.entry.id))
    facts_by_trade: dict[str, MerchantFact] = {}
    for hit in known:
        facts_by_trade.setdefault(hit.entry.what, _fact(payee.display, hit))
    return tuple(facts_by_trade.values())[: max(limit, 0)]


def _fact(name: str, hit: Hit) -> MerchantFact:
    word = next(word for least, word in SURE if hit.kind_sure >= least)
    return MerchantFact(
        name=name,
        trade=hit.entry.what,
        account_hint=hit.entry.account.replace("_", " "),
        how_sure=f"{word}: {hit.reason}",
    )
