"""Everything that shipped knowledge says of one transaction; pure.

Here: the kinds of evidence together. Not here: each kind (names.py, words.py, merchantcodes.py),
answers for the cascade (../knowledge.py) or probabilities over accounts (prior.py).
"""

from ledgerflow.classification.facts import PayeeName, TransactionFacts
from ledgerflow.classification.shipped.brands import shipped_brands
from ledgerflow.classification.shipped.merchantcodes import hits_by_code
from ledgerflow.classification.shipped.names import hits_by_name
from ledgerflow.classification.shipped.records import Hit, Trades
from ledgerflow.classification.shipped.tables import shipped_knowledge, words_of
from ledgerflow.classification.shipped.words import find_words, hits_by_type, hits_by_words


def find_hits(
    facts: TransactionFacts, payee: PayeeName, trades: Trades, *, glued: bool = False
) -> list[Hit]:
    """What names, words, the bank's type and its merchant code say, in no order.

    `glued` also takes words inside long ones: good enough for a prior, not for a suggestion.
    """
    known = shipped_knowledge()
    text = facts.description
    if facts.counterparty:
        text = f"{text} {facts.counterparty}"
    found = find_words(known, facts, words_of(text), trades, glued=glued)
    named = hits_by_name(known, shipped_brands(), facts, payee, found, trades)
    return [
        *named,
        *hits_by_code(facts, trades),
        *hits_by_words(found, trades, named=bool(named)),
        *hits_by_type(known, facts, trades),
    ]
