"""Balances of all currencies as one list in the currency of the books; pure.

Here: every account's figure, and the row of the exchange difference that makes debits equal
credits. Not here: rates and values (translation.py) or reading (foreign.py).
Trading accounts hold what currencies were exchanged for; told at one rate they come to what was
gained or lost by holding currencies, so one row stands for all of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.ledger.equity import OWNER, RETAINED
from ledgerflow.ledger.selectors import Balance
from ledgerflow.ledger.trading import is_trading
from ledgerflow.reports.inputs import AccountBalance
from ledgerflow.reports.translation import ZERO, ForeignMonth, Translator, booked_value

AT_CLOSE = frozenset({"asset", "liability"})
DIFFERENCE_KEY = "exchange_difference"
DIFFERENCE_NAME = "Exchange gains and losses (translation difference)"

Months = Mapping[int, Sequence[ForeignMonth]]


@dataclass(frozen=True, slots=True)
class Told:
    """Balances in the currency of the books, the difference last, and accounts left out."""

    balances: tuple[AccountBalance, ...]
    left_out: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal:
        """The exchange difference, debit positive: a gain is negative."""
        return sum((b.amount for b in self.balances if b.key == DIFFERENCE_KEY), ZERO)


def needs_months(balance: Balance, base: str) -> bool:
    """True for an account whose value depends on when it moved."""
    is_foreign = balance.currency != base and not is_trading(balance.key)
    return is_foreign and balance.type not in AT_CLOSE


def balances_told(translator: Translator, balances: Sequence[Balance], months: Months) -> Told:
    """All balances in the base currency; `months` has those that `needs_months` is true for.

    Accounts in a currency that a rate is missing for are left out, and their names told.
    """
    values = _values(translator, balances, months)
    missing = translator.missing
    kept = [b for b in balances if b.currency not in missing]
    left_out = tuple(named(b) for b in balances if b.currency in missing)
    trading = [b for b in kept if is_trading(b.key)]
    # While a currency is left out, the other side of its trades has to be seen.
    shown = [b for b in kept if missing or not is_trading(b.key)]
    told = [account_balance(b, values[b.account_id]) for b in shown]
    difference = -sum((b.amount for b in told), ZERO)
    if difference or (trading and not missing):
        told.append(_difference(difference, () if missing else trading))
    return Told(tuple(told), left_out)


def named(balance: Balance) -> str:
    """An account as checks name it; its currency stands last."""
    return f"{balance.code} {balance.name} ({balance.currency})"


def account_balance(balance: Balance, amount: Decimal) -> AccountBalance:
    """A ledger balance as reports take it, with its amount in the base currency."""
    return AccountBalance(
        account_id=balance.account_id,
        code=balance.code,
        name=balance.name,
        type=balance.type,
        key=balance.key,
        amount=amount,
        lines=balance.lines,
        heading_key=balance.parent_key,
    )


def _values(
    translator: Translator, balances: Sequence[Balance], months: Months
) -> dict[int, Decimal]:
    values: dict[int, Decimal] = {}
    released: dict[str, Decimal] = defaultdict(Decimal)
    takers: dict[str, int] = {}
    for balance in balances:
        if balance.currency == translator.base:
            values[balance.account_id] = balance.amount
        elif not needs_months(balance, translator.base):
            values[balance.account_id] = translator.at_close(balance.currency, balance.amount)
        else:
            takes = balance.key.startswith((OWNER, RETAINED))
            booked = booked_value(
                translator,
                balance.currency,
                months.get(balance.account_id, ()),
                takes_closings=takes,
            )
            values[balance.account_id] = booked.value
            released[balance.currency] += booked.released
            if takes:
                takers[balance.currency] = balance.account_id
    for currency, account_id in takers.items():
        values[account_id] += released[currency]
    return values


def _difference(amount: Decimal, trading: Sequence[Balance]) -> AccountBalance:
    return AccountBalance(
        account_id=0,
        code="",
        name=DIFFERENCE_NAME,
        type="equity",
        key=DIFFERENCE_KEY,
        amount=amount,
        lines=sum(b.lines for b in trading),
        account_ids=tuple(b.account_id for b in trading),
    )
