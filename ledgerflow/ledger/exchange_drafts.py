"""Money that changes its currency, as balanced lines; pure.

Here: what passes the trading accounts, at which rate, and the entry of an exchange between two
accounts. Not here: stated rates (rates.py), opening the accounts (trading.py) or posting
(exchanging.py).
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.errors import InputError
from ledgerflow.core.money import exchanged, round_rate
from ledgerflow.ledger.drafts import EntryDraft, LineDraft


@dataclass(frozen=True, slots=True)
class Crossing:
    """The way from one currency into another: one of `source` = `rate` of `target`.

    The two ids are the trading accounts of the currencies.
    """

    source: str
    target: str
    rate: Decimal
    source_trading_id: int
    target_trading_id: int

    def lines(
        self, account_id: int, amount: Decimal, note: str = "", *, value: Decimal | None = None
    ) -> tuple[LineDraft, LineDraft, LineDraft]:
        """What an amount in `source` means for an account in `target`, through both trading
        accounts. `value`: what arrived, where that is known; else it follows from the rate.
        """
        arrived = exchanged(amount, self.rate, self.target) if value is None else value
        return (
            LineDraft(self.source_trading_id, amount, self.source, note),
            LineDraft(self.target_trading_id, -arrived, self.target, note),
            LineDraft(account_id, arrived, self.target, note),
        )


@dataclass(frozen=True, slots=True)
class UsedRate:
    """The rate an entry is posted with: one of `source` = `rate` of `target`."""

    source: str
    target: str
    rate: Decimal


def used_rate(crossing: Crossing, taken: Decimal, arrived: Decimal, base: str) -> UsedRate:
    """The rate between two amounts that stand for each other, told in the base currency if one is.

    Amounts in any sign; zero on either side raises InputError.
    """
    if not taken or not arrived:
        raise InputError(
            f"Nothing of {crossing.source} or of {crossing.target} moves.",
            code="exchange_of_nothing",
            hint="Give both amounts, or one and a rate.",
        )
    if crossing.source == base:
        return UsedRate(crossing.target, base, round_rate(abs(taken / arrived)))
    return UsedRate(crossing.source, crossing.target, round_rate(abs(arrived / taken)))


@dataclass(frozen=True, slots=True)
class Exchange:
    """Money that leaves an account in one currency and arrives on one in another.

    Both amounts are above zero, each in its account's currency.
    """

    date: dt.date
    description: str
    from_account_id: int
    to_account_id: int
    given: Decimal
    received: Decimal
    idempotency_key: str


def exchange_draft(exchange: Exchange, crossing: Crossing) -> EntryDraft:
    """The balanced entry of an exchange; InputError where an amount is not above zero."""
    if not (exchange.given > 0 and exchange.received > 0):
        raise InputError(
            f"{exchange.given} {crossing.source} for {exchange.received} {crossing.target}: an"
            " exchange moves money both ways.",
            code="exchange_of_nothing",
            hint="Give amounts above zero; the order of the accounts says which way.",
        )
    return EntryDraft(
        date=exchange.date,
        description=exchange.description,
        lines=(
            LineDraft(exchange.from_account_id, -exchange.given, crossing.source),
            *crossing.lines(exchange.to_account_id, exchange.given, value=exchange.received),
        ),
        idempotency_key=exchange.idempotency_key,
    )
