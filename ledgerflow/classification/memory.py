"""What a business decided for a payee before; pure.

Here: counting evidence, backing off from (bank account, payee) to (business, payee), and how
sure the counts make us. Not here: reading decisions from the database (selectors). The caller
passes decisions of persons only: a machine's own answers never teach.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts

VERSION = "memory-1"

Z = 1.2816
"""One-sided 90 %: in nine of ten such cases the true hit rate is above the bound."""

ENOUGH = 3
"""So many decisions on one bank account outweigh what the whole business did."""

MAX_ANSWERS = 3

_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class MemoryCount:
    """`count` decisions of persons that put a payee's money into one ledger account.

    `bank_account_id` is None where the decision is not tied to a bank account.
    `last_date` is the newest of these transactions.
    """

    bank_account_id: int | None
    payee_key: str
    account_id: int
    business_percent: Decimal
    count: int
    last_date: dt.date


@dataclass(frozen=True, slots=True)
class _Outcome:
    account_id: int
    business_percent: Decimal
    count: int
    last_date: dt.date


@dataclass(frozen=True, slots=True)
class MemoryIndex:
    """Counts by (bank account, payee) and by payee; make it once for many transactions."""

    on_account: Mapping[tuple[int, str], tuple[_Outcome, ...]]
    in_business: Mapping[str, tuple[_Outcome, ...]]

    @classmethod
    def of(cls, counts: Iterable[MemoryCount]) -> "MemoryIndex":
        """Add the counts up; rows without a payee key or with no decisions are left out."""
        account_rows: dict[tuple[int, str], list[MemoryCount]] = defaultdict(list)
        business_rows: dict[str, list[MemoryCount]] = defaultdict(list)
        for row in counts:
            if not row.payee_key or row.count <= 0:
                continue
            business_rows[row.payee_key].append(row)
            if row.bank_account_id is not None:
                account_rows[row.bank_account_id, row.payee_key].append(row)
        return cls(
            {key: _added_up(rows) for key, rows in account_rows.items()},
            {key: _added_up(rows) for key, rows in business_rows.items()},
        )

    def evidence(self, bank_account_id: int, payee_key: str) -> tuple[tuple[_Outcome, ...], bool]:
        """The outcomes to go by, most frequent first, and whether they are the account's own."""
        own = self.on_account.get((bank_account_id, payee_key), ())
        all_rows = self.in_business.get(payee_key, ())
        own_count = sum(o.count for o in own)
        if own and (own_count >= ENOUGH or own_count == sum(o.count for o in all_rows)):
            return own, True
        return all_rows, False


EMPTY_MEMORY = MemoryIndex({}, {})


def _added_up(rows: list[MemoryCount]) -> tuple[_Outcome, ...]:
    """One outcome per (ledger account, business share): most often, then newest, then lowest id."""
    totals: dict[tuple[int, Decimal], _Outcome] = {}
    for row in rows:
        key = (row.account_id, row.business_percent)
        known = totals.get(key)
        totals[key] = _Outcome(
            row.account_id,
            row.business_percent,
            row.count + (known.count if known else 0),
            max(row.last_date, known.last_date) if known else row.last_date,
        )
    return tuple(
        sorted(
            totals.values(),
            key=lambda o: (-o.count, -o.last_date.toordinal(), o.account_id, o.business_percent),
        )
    )


def wilson_lower_bound(hits: int, tries: int) -> Decimal:
    """Lower end of Wilson's score interval for a hit rate, one-sided 90 %; 0 without tries.

    12 of 12 gives 0.88, 1 of 1 gives 0.38: few decisions cannot be sure however much they agree.
    """
    if tries <= 0:
        return Decimal(0)
    rate, z2 = hits / tries, Z * Z
    middle = rate + z2 / (2 * tries)
    spread = Z * sqrt(rate * (1 - rate) / tries + z2 / (4 * tries * tries))
    return Decimal(max(0.0, (middle - spread) / (1 + z2 / tries))).quantize(_FOUR_PLACES)


def recall(facts: TransactionFacts, payee: PayeeName, memory: MemoryIndex) -> tuple[Answer, ...]:
    """Up to three answers from earlier decisions, surest first; empty when there are none."""
    if not payee.key:
        return ()
    outcomes, own = memory.evidence(facts.bank_account_id, payee.key)
    tries = sum(outcome.count for outcome in outcomes)
    answers: list[Answer] = []
    seen: set[int] = set()
    for outcome in outcomes:
        if outcome.account_id not in seen and len(answers) < MAX_ANSWERS:
            seen.add(outcome.account_id)
            answers.append(_answer(outcome, tries, payee, _where(facts, own=own)))
    return tuple(answers)


def _where(facts: TransactionFacts, *, own: bool) -> str:
    if not own:
        return "in this business"
    return "on this card" if facts.account_kind == "card" else "on this account"


def _answer(outcome: _Outcome, tries: int, payee: PayeeName, where: str) -> Answer:
    return Answer(
        payee_key=payee.key,
        payee_name=payee.display,
        account_id=outcome.account_id,
        business_percent=outcome.business_percent,
        confidence=wilson_lower_bound(outcome.count, tries),
        source="memory",
        source_ref=payee.key,
        version=VERSION,
        reasons=(
            f"{outcome.count} of {tries} times {payee.display} {where}",
            f"last on {outcome.last_date.isoformat()}",
        ),
    )
