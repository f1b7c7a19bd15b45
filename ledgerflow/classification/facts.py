"""The frozen records that classification works on; pure, no Django.

Here: what a classifier is told about a bank transaction, and what it may answer. Not here: how
an answer is found (cascade.py, classifiers/) or stored (services.py).
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

ONE = Decimal(1)
HUNDRED = Decimal(100)

TRANSFERS_KEY = "transfers_clearing"
"""Standard key of the account that both sides of a transfer meet in."""

NOTHING = "none"
"""Source of a stored suggestion that takes an earlier one back: nothing is known any more."""


@dataclass(frozen=True, slots=True)
class TransactionFacts:
    """One bank transaction as classifiers see it.

    `amount` is the holder's view: money in is positive. `account_kind` is "checking", "savings",
    "card", "loan", "investment" or "" (unknown), as in `statements.parsed`.
    """

    id: int
    bank_account_id: int
    account_kind: str
    date: dt.date
    amount: Decimal
    currency: str
    description: str
    counterparty: str = ""
    bank_type: str = ""
    account_last4: str = ""
    check_number: str = ""

    @property
    def direction(self) -> str:
        """Which way the money went: "in" or "out"; a zero amount counts as "out"."""
        return "in" if self.amount > 0 else "out"


@dataclass(frozen=True, slots=True)
class PayeeName:
    """Whom the money went to or came from: a key to compare by and a name to show."""

    key: str
    display: str


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One ledger account that may be proposed.

    `key` is its standard key ("" for an account of the client's own making); `kind` is "asset",
    "liability", "equity", "income" or "expense".
    """

    id: int
    key: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SplitShare:
    """One part of a split, to a ledger account: a share, an amount, or what is left over.

    `percent` is of the whole (above 0, to 100); `amount` is how much, without a sign. With
    neither it takes the rest, which one part at most does. Amounts: splitting.py.
    """

    account_id: int
    percent: Decimal | None = None
    note: str = ""
    amount: Decimal | None = None

    @property
    def is_rest(self) -> bool:
        """True for the part that takes what the others leave."""
        return self.percent is None and self.amount is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one classifier proposes for one bank transaction.

    The ledger account is named by database id (rules, memory) or by standard account key
    (shipped knowledge, transfers); the caller resolves keys. Neither is set when the answer
    excludes the transaction, splits it, or only names the payee. `confidence` is 0..1;
    `business_percent` 0..100. `source` is "rule", "transfer", "memory" or "knowledge";
    `source_ref` the rule's or knowledge entry's id; `reasons` are plain words for a person.
    """

    payee_key: str
    payee_name: str
    confidence: Decimal
    source: str
    hit_rate: Decimal | None = None
    kind: str = ""
    account_key: str = ""
    account_id: int | None = None
    business_percent: Decimal = HUNDRED
    source_ref: str = ""
    version: str = "1"
    reasons: tuple[str, ...] = ()
    transfer_with: int | None = None
    splits: tuple[SplitShare, ...] = ()
    tags: tuple[str, ...] = ()
    exclude: bool = False

    @property
    def settles(self) -> bool:
        """True when the answer says where the money belongs, not only whose it is."""
        return bool(self.account_key or self.account_id or self.splits or self.exclude)
