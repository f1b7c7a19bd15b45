"""Which share of a payee's money people counted as business; pure.

Here: counting decisions by (bank account, payee, ledger account) and by (payee, ledger account),
and the share that goes with an account. Not here: which account (learning/), or reading decisions
from the database (selectors). The caller passes decisions of persons only.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification.facts import HUNDRED


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
class MemoryIndex:
    """Shares by (bank account, payee, account) and by (payee, account); made once for many."""

    on_account: Mapping[tuple[int, str, int], Decimal]
    in_business: Mapping[tuple[str, int], Decimal]

    @classmethod
    def of(cls, counts: Iterable[MemoryCount]) -> "MemoryIndex":
        """Add the counts up; rows without a payee key or with no decisions are left out."""
        on_account: dict[tuple[int, str, int], list[MemoryCount]] = defaultdict(list)
        in_business: dict[tuple[str, int], list[MemoryCount]] = defaultdict(list)
        for row in counts:
            if not row.payee_key or row.count <= 0:
                continue
            in_business[row.payee_key, row.account_id].append(row)
            if row.bank_account_id is not None:
                on_account[row.bank_account_id, row.payee_key, row.account_id].append(row)
        return cls(
            {key: _usual(rows) for key, rows in on_account.items()},
            {key: _usual(rows) for key, rows in in_business.items()},
        )

    def share(self, bank_account_id: int, payee_key: str, account_id: int) -> Decimal:
        """The usual business share (0..100), on this bank account first; 100 if none is known."""
        own = self.on_account.get((bank_account_id, payee_key, account_id))
        return self.in_business.get((payee_key, account_id), HUNDRED) if own is None else own


EMPTY_MEMORY = MemoryIndex({}, {})


def _usual(rows: list[MemoryCount]) -> Decimal:
    """The most frequent share; of equally frequent ones the newest, then the lowest."""
    counts: dict[Decimal, int] = defaultdict(int)
    newest: dict[Decimal, dt.date] = {}
    for row in rows:
        counts[row.business_percent] += row.count
        known = newest.get(row.business_percent, row.last_date)
        newest[row.business_percent] = max(known, row.last_date)
    return min(counts, key=lambda share: (-counts[share], -newest[share].toordinal(), share))
