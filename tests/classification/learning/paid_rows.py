"""Invented payments for the learner's tests. Here: short makers. Not here: any test."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.facts import AccountFacts, PayeeName, TransactionFacts
from ledgerflow.classification.learning.features import RowFeatures, row_features
from ledgerflow.classification.payees import normalise

FUEL, REPAIRS, MEALS, SOFTWARE = 11, 12, 13, 14

CHART = {
    account: AccountFacts(account, f"own:{name}", name, "expense")
    for account, name in (
        (FUEL, "van costs"),
        (REPAIRS, "upkeep"),
        (MEALS, "guests"),
        (SOFTWARE, "subscriptions"),
    )
}

Row = tuple[TransactionFacts, PayeeName]


def paid(
    description: str,
    amount: str = "-20.00",
    *,
    day: int = 1,
    card: int = 1,
    kind: str = "card",
) -> Row:
    """One payment on the `day`-th day after 2024-12-31, and its payee."""
    facts = TransactionFacts(
        id=day,
        bank_account_id=card,
        account_kind=kind,
        date=dt.date(2024, 12, 31) + dt.timedelta(days=day),
        amount=Decimal(amount),
        currency="USD",
        description=description,
    )
    return facts, normalise(description)


def seen(description: str, amount: str = "-20.00", *, day: int = 1, card: int = 1) -> RowFeatures:
    """The same as the learner sees it."""
    return row_features(*paid(description, amount, day=day, card=card))


def a_year() -> list[tuple[Row, int]]:
    """120 decisions: fuel and meals on one card, repairs and software on another."""
    found = []
    for day in range(1, 121):
        shop, account, card = (
            (f"KESTREL FUEL {day}", FUEL, 1),
            ("ROSE LANE DINER", MEALS, 1),
            (f"HAMMER & NAIL #{day * 7}", REPAIRS, 2),
            ("CLOUDPAD.IO", SOFTWARE, 2),
        )[day % 4]
        found.append((paid(shop, f"-{10 + day % 9}.{day % 100:02}", day=day, card=card), account))
    return found
