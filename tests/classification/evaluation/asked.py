"""What tests of evaluations ask with: invented transactions, and a learner that remembers."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification.evaluation.records import Example, Outcome
from ledgerflow.classification.facts import AccountFacts, PayeeName, TransactionFacts

RENT, FUEL, FOOD = 1, 2, 3
ACCOUNTS = {
    RENT: AccountFacts(RENT, "rent", "Rent", "expense"),
    FUEL: AccountFacts(FUEL, "fuel", "Vehicle fuel", "expense"),
    FOOD: AccountFacts(FOOD, "food", "Food", "expense"),
}


def example(payee: str, account: int, *, client: str = "harbor", day: int = 1) -> Example:
    facts = TransactionFacts(
        day, 7, "card", dt.date(2025, 3, day), Decimal("-9.50"), "USD", payee.upper()
    )
    return Example(client, facts, PayeeName(payee, payee.title()), account)


def outcome(
    account: int, *said: int, rate: float = 0.0, sure: float | None = None, place: int = 0,
    new: bool = False,
) -> Outcome:  # fmt: skip
    bound = rate if sure is None else sure
    return Outcome(account, said, rate, rate, bound, "payee", place, new)


@dataclass(frozen=True)
class Answer:
    account_id: int
    probability: float
    hit_rate: float
    confidence: float


@dataclass(frozen=True)
class Answers:
    answers: Sequence[Answer]
    kind: str = "payee"


class Remembering:
    """Says what was decided for the payee, commonest first; keeps a diary of what it is told."""

    def __init__(self, accounts: Sequence[int] = ()) -> None:
        self.decided: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self.diary: list[tuple[str, object]] = [("new", tuple(accounts))]

    def suggest(self, facts: TransactionFacts, payee: PayeeName) -> Answers:
        self.diary.append(("asked", payee.key))
        counts = self.decided[payee.key].most_common()
        total = sum(count for _, count in counts)
        return Answers([Answer(a, n / total, n / total, n / (total + 1)) for a, n in counts])

    def suggest_many(self, rows: Sequence[tuple[TransactionFacts, PayeeName]]) -> list[Answers]:
        return [self.suggest(*row) for row in rows]

    def learn(self, facts: TransactionFacts, payee: PayeeName, account_id: int) -> None:
        self.diary.append(("learned", account_id))
        self.decided[payee.key][account_id] += 1

    def account_add(self, account: AccountFacts) -> None:
        self.diary.append(("account", account.id))
