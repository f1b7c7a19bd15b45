"""Shipped knowledge as answers."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.classifiers.knowledge import KnowledgeClassifier
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import normalise


def test_the_trade_of_the_business_is_passed_on() -> None:
    row = TransactionFacts(
        1, 7, "card", dt.date(2025, 3, 2), Decimal(-80), "USD", "THE HOME DEPOT #7114"
    )
    payee = normalise(row.description)
    places = [
        KnowledgeClassifier().answers(row, payee, ClassifyContext(industry=trade))[0].account_key
        for trade in ("", "construction")
    ]
    assert places == ["repairs_maintenance", "purchases"]
