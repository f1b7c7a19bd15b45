"""What planning a booking looks up, each thing once for however many transactions.

Here: accounts, other halves and ways into other currencies of one business, remembered while a
transaction of the database lasts. Not here: what they mean (crossing.py, booking.py).
"""

import datetime as dt
from collections.abc import Iterable

from ledgerflow.firms.models import Business
from ledgerflow.ledger.exchange_drafts import Crossing, UsedRate
from ledgerflow.ledger.exchanging import crossing_stated
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.trading import account_in
from ledgerflow.statements.models import BankTransaction

OWNER = "owner_draw"


class Lookups:
    """The look-ups of one business; it opens the accounts of a currency when first needed."""

    def __init__(self, business: Business) -> None:
        self.business = business
        self._standard: dict[tuple[str, str], Account] = {}
        self._owner: Account | None = None
        self._by_id: dict[int, Account] = {}
        self._partners: dict[int, BankTransaction] = {}
        self._ways: dict[tuple[str, str, dt.date], tuple[Crossing, UsedRate]] = {}

    def account_in(self, key: str, currency: str) -> Account:
        """The standard account with this key in a currency. RuleError without one."""
        if (key, currency) not in self._standard:
            self._standard[key, currency] = account_in(self.business, key, currency)
        return self._standard[key, currency]

    def owner(self) -> Account:
        """The account of the owner's draw. RuleError where the chart has none."""
        if self._owner is None:
            self._owner = account_by_key(self.business, OWNER)
        return self._owner

    def accounts(self, ids: Iterable[int]) -> dict[int, Account]:
        """Those of these accounts that the business has, by id."""
        wanted = set(ids)
        self._by_id |= Account.objects.filter(business=self.business).in_bulk(
            wanted - self._by_id.keys()
        )
        return {pk: self._by_id[pk] for pk in wanted if pk in self._by_id}

    def partners_load(self, ids: Iterable[int]) -> None:
        """Read the other halves of many transfers at once."""
        self._partners |= BankTransaction.objects.in_bulk(set(ids) - self._partners.keys())

    def partner(self, pk: int | None) -> BankTransaction | None:
        """The other half of a transfer, where one is named and there."""
        if pk is None:
            return None
        if pk not in self._partners:
            self.partners_load([pk])
        return self._partners.get(pk)

    def way(self, source: str, target: str, day: dt.date) -> tuple[Crossing, UsedRate]:
        """The way between two currencies at the rate of a day. RuleError where none holds."""
        known = self._ways.get((source, target, day))
        if known is None:
            known = self._ways[source, target, day] = crossing_stated(
                self.business, source, target, day
            )
        return known
