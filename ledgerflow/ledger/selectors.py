"""Reads of the ledger: accounts, their balances, their registers.

Here: the chart of a business; the others are one file each and named here for whoever reads the
ledger. All are queries in a firm's scope and give plain records. Not here: the entries behind a
figure (drilldown.py) or reports (reports/). Amounts are debit positive.
"""

from django.db.models import QuerySet

from ledgerflow.core.errors import RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.balances import Balance, account_balances, month_amounts
from ledgerflow.ledger.generalledger import LedgerAccount, general_ledger
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.recomputed import balances_recomputed
from ledgerflow.ledger.register import RegisterPage, account_register
from ledgerflow.ledger.registerlines import OtherAccount, RegisterPlace, RegisterRow

__all__ = [
    "Balance",
    "LedgerAccount",
    "OtherAccount",
    "RegisterPage",
    "RegisterPlace",
    "RegisterRow",
    "account_balances",
    "account_by_key",
    "account_register",
    "accounts",
    "balances_recomputed",
    "general_ledger",
    "month_amounts",
]


def accounts(business: Business) -> QuerySet[Account]:
    """The chart of a business, by code."""
    return Account.objects.filter(business=business).order_by("code")


def account_by_key(business: Business, key: str) -> Account:
    """The account with a standard key; RuleError when the chart has none."""
    account = Account.objects.filter(business=business, key=key).first()
    if account is None:
        raise RuleError(
            f"The chart of {business.name} has no account with the key {key!r}.",
            code="no_account_for_key",
            hint="Add such an account, or give the key to an existing one.",
        )
    return account
