"""The accounts a decision books to, and the way into their currencies.

Here: choosing them in a firm's scope; it opens the clearing and trading accounts of a currency when
they are first needed. Not here: the lines (posting.py) or the rates (ledger/rates.py).
A transfer between two currencies clears in the currency of the money that left: that half goes to
that currency's clearing account, the other half comes from there at the rate of the two amounts.
Both know that without each other, so either may be decided, undone and decided anew first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.core.errors import RuleError
from ledgerflow.core.money import round_rate
from ledgerflow.ledger.exchange_drafts import Crossing, UsedRate, used_rate
from ledgerflow.ledger.exchanging import crossing_make
from ledgerflow.ledger.models import Account
from ledgerflow.review.lookups import Lookups
from ledgerflow.statements.models import BankTransaction

CLEARING = "transfers_clearing"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a decision's money goes. `crossings` by account id, `rates` to keep with the entry.

    `account` is None for a split, which has several. `value`: what arrives on `account` where it is
    in another currency and known without a rate.
    """

    account: Account | None
    owner_id: int | None = None
    crossings: dict[int, Crossing] = field(default_factory=dict)
    rates: tuple[UsedRate, ...] = ()
    value: Decimal | None = None


def category_target(
    bank_transaction: BankTransaction,
    account: Account | None,
    percent: Decimal,
    where: str,
    lookups: Lookups,
) -> Target:
    """The category, with the owner's draw where a share is private.

    Raises RuleError without an account, or where one is in another currency and no rate holds.
    """
    if account is None:
        raise RuleError(
            f"{where}: no account is chosen.",
            code="no_account",
            hint="Choose an account of the chart.",
        )
    return _target(bank_transaction, account, percent, lookups)


def transfer_target(
    bank_transaction: BankTransaction, partner_id: int | None, percent: Decimal, lookups: Lookups
) -> Target:
    """The clearing account of the transfer, and the way into its currency."""
    currency = bank_transaction.currency
    partner = lookups.partner(partner_id)
    if partner is None or partner.currency == currency or not _arrives(bank_transaction, partner):
        clearing = lookups.account_in(CLEARING, currency)
        return _target(bank_transaction, clearing, percent, lookups)
    return _arrival_target(bank_transaction, partner, lookups)


def split_target(
    bank_transaction: BankTransaction, accounts: Sequence[Account], lookups: Lookups
) -> Target:
    """The accounts of a split's parts. Raises RuleError where no rate holds for one of them."""
    return Target(None, None, *_ways(bank_transaction, accounts, lookups))


def _target(
    bank_transaction: BankTransaction, account: Account, percent: Decimal, lookups: Lookups
) -> Target:
    """An account and, for a private share, the owner's draw; other currencies at stated rates."""
    accounts = [account]
    if percent != 100:
        accounts.append(lookups.owner())
    owner_id = accounts[1].pk if len(accounts) > 1 else None
    return Target(account, owner_id, *_ways(bank_transaction, accounts, lookups))


def _ways(
    bank_transaction: BankTransaction, accounts: Iterable[Account], lookups: Lookups
) -> tuple[dict[int, Crossing], tuple[UsedRate, ...]]:
    """The way into each account's currency at the rate that is stated, and the rates used."""
    currency, day = bank_transaction.currency, bank_transaction.date
    crossings: dict[int, Crossing] = {}
    rates: dict[str, UsedRate] = {}
    for one in accounts:
        if one.currency != currency:
            crossings[one.pk], rates[one.currency] = lookups.way(currency, one.currency, day)
    return crossings, tuple(rates.values())


def _arrives(bank_transaction: BankTransaction, partner: BankTransaction) -> bool:
    """True for the half where the money came in."""
    return bank_transaction.amount > 0 > partner.amount


def _arrival_target(
    bank_transaction: BankTransaction, partner: BankTransaction, lookups: Lookups
) -> Target:
    business = lookups.business
    account = lookups.account_in(CLEARING, partner.currency)
    rate = round_rate(abs(partner.amount / bank_transaction.amount))
    crossing = crossing_make(business, bank_transaction.currency, partner.currency, rate)
    kept = used_rate(crossing, bank_transaction.amount, partner.amount, business.base_currency)
    return Target(account, crossings={account.pk: crossing}, rates=(kept,), value=partner.amount)
