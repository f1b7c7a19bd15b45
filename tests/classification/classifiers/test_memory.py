"""Earlier decisions as answers."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.classifiers.memory import MemoryClassifier
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import HUNDRED, TransactionFacts
from ledgerflow.classification.memory import MemoryCount, MemoryIndex
from ledgerflow.classification.payees import normalise


def test_the_memory_of_this_business_is_asked() -> None:
    day = dt.date(2025, 3, 2)
    row = TransactionFacts(1, 7, "card", day, Decimal(-8), "USD", "TST* BLUE DOOR BAKERY 0041")
    payee = normalise(row.description)
    counts = [MemoryCount(7, payee.key, 5, HUNDRED, 4, day)]
    (answer,) = MemoryClassifier().answers(
        row, payee, ClassifyContext(memory=MemoryIndex.of(counts))
    )
    assert (answer.account_id, answer.source) == (5, "memory")
    assert MemoryClassifier().answers(row, payee, ClassifyContext()) == ()
