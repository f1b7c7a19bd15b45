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
from ledgerflow.firms.models import Business
from ledgerflow.ledger.exchange_drafts import Crossing, UsedRate, used_rate
from ledgerflow.ledger.exchanging import crossing_make, crossing_stated
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.trading import account_in
from ledgerflow.statements.models import BankTransaction

CLEARING = "transfers_clearing"
OWNER = "owner_draw"


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
    bank_transaction: BankTransaction, account: Account | None, percent: Decimal, where: str
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
    return _target(bank_transaction, account, percent)


def transfer_target(
    bank_transaction: BankTransaction, partner_id: int | None, percent: Decimal
) -> Target:
    """The clearing account of the transfer, and the way into its currency."""
    business, currency = bank_transaction.business, bank_transaction.currency
    partner = BankTransaction.objects.filter(pk=partner_id).first() if partner_id else None
    if partner is None or partner.currency == currency or not _arrives(bank_transaction, partner):
        return _target(bank_transaction, account_in(business, CLEARING, currency), percent)
    return _arrival_target(business, bank_transaction, partner)


def split_target(bank_transaction: BankTransaction, accounts: Sequence[Account]) -> Target:
    """The accounts of a split's parts. Raises RuleError where no rate holds for one of them."""
    return Target(None, None, *_ways(bank_transaction, accounts))


def _target(bank_transaction: BankTransaction, account: Account, percent: Decimal) -> Target:
    """An account and, for a private share, the owner's draw; other currencies at stated rates."""
    accounts = [account]
    if percent != 100:
        accounts.append(account_by_key(bank_transaction.business, OWNER))
    owner_id = accounts[1].pk if len(accounts) > 1 else None
    return Target(account, owner_id, *_ways(bank_transaction, accounts))


def _ways(
    bank_transaction: BankTransaction, accounts: Iterable[Account]
) -> tuple[dict[int, Crossing], tuple[UsedRate, ...]]:
    """The way into each account's currency at the rate that is stated, and the rates used."""
    business, currency = bank_transaction.business, bank_transaction.currency
    crossings: dict[int, Crossing] = {}
    rates: dict[str, UsedRate] = {}
    for one in accounts:
        if one.currency != currency:
            crossings[one.pk], rates[one.currency] = crossing_stated(
                business, currency, one.currency, bank_transaction.date
            )
    return crossings, tuple(rates.values())


def _arrives(bank_transaction: BankTransaction, partner: BankTransaction) -> bool:
    """True for the half where the money came in."""
    return bank_transaction.amount > 0 > partner.amount


def _arrival_target(
    business: Business, bank_transaction: BankTransaction, partner: BankTransaction
) -> Target:
    account = account_in(business, CLEARING, partner.currency)
    rate = round_rate(abs(partner.amount / bank_transaction.amount))
    crossing = crossing_make(business, bank_transaction.currency, partner.currency, rate)
    kept = used_rate(crossing, bank_transaction.amount, partner.amount, business.base_currency)
    return Target(account, crossings={account.pk: crossing}, rates=(kept,), value=partner.amount)
