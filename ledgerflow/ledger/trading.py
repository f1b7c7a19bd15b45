"""Accounts that a business needs once more for each currency, opened when they are first used.

Here: trading accounts, through which money changes its currency, and the sisters of standard
accounts (the clearing account, the opening equity) in another currency. Not here: what is booked
through them (exchange_drafts.py).
An entry balances in each currency. Money that leaves in one and arrives in another therefore
passes the trading accounts of both.
"""

from django.db import transaction

from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key

TRADING_HEADING = "currency_trading"
TRADING_PREFIX = "trading_"
HEADING_NAME = "Currency trading"
FIRST_CODE = 3950


def trading_key(currency: str) -> str:
    """The key of the trading account of a currency: "trading_eur"."""
    return f"{TRADING_PREFIX}{currency.lower()}"


def is_trading(key: str) -> bool:
    """True for the key of a trading account."""
    return key.startswith(TRADING_PREFIX) and len(key) == len(TRADING_PREFIX) + 3


def sister_key(key: str, currency: str) -> str:
    """The key of a standard account's sister in a currency: "transfers_clearing_eur"."""
    return f"{key}_{currency.lower()}"


def trading_account(business: Business, currency: str) -> Account:
    """The trading account of a currency, opened under its heading where there is none yet."""
    key = trading_key(currency)
    found = Account.objects.filter(business=business, key=key).first()
    return found or _trading_open(business, currency, key)


def account_in(business: Business, key: str, currency: str) -> Account:
    """The standard account with this key in a currency: itself, or its sister of that currency.

    RuleError where the chart has no account with the key.
    """
    standard = account_by_key(business, key)
    if standard.currency == currency:
        return standard
    wanted = sister_key(key, currency)
    found = Account.objects.filter(business=business, key=wanted).first()
    return found or _sister_open(standard, currency, wanted)


@transaction.atomic
def _trading_open(business: Business, currency: str, key: str) -> Account:
    heading = _heading(business)
    Account.objects.select_for_update().get(pk=heading.pk)  # one at a time, or codes collide
    found = Account.objects.filter(business=business, key=key).first()
    return found or _open(
        business,
        key=key,
        currency=currency,
        code=int(heading.code) + 1 if heading.code.isdecimal() else FIRST_CODE,
        name=f"Currency trading {currency}",
        type=heading.type,
        parent=heading,
        description="The other side of money that changed its currency.",
    )


@transaction.atomic
def _sister_open(standard: Account, currency: str, key: str) -> Account:
    Account.objects.select_for_update().get(pk=standard.pk)
    found = Account.objects.filter(business_id=standard.business_id, key=key).first()
    return found or _open(
        standard.business,
        key=key,
        currency=currency,
        code=int(standard.code) + 1 if standard.code.isdecimal() else FIRST_CODE,
        name=f"{standard.name[:113]} ({currency})",
        type=standard.type,
        parent_id=standard.parent_id,
        description=standard.description,
    )


def _heading(business: Business) -> Account:
    """The heading of the trading accounts; books that were opened before it had one get it."""
    found = Account.objects.filter(business=business, key=TRADING_HEADING).first()
    if found is None:
        return _open(
            business,
            key=TRADING_HEADING,
            currency=business.base_currency,
            code=FIRST_CODE,
            name=HEADING_NAME,
            type=Account.Type.EQUITY,
            is_heading=True,
            description="Heading; one account for each currency that money was changed in.",
        )
    if not found.is_heading:
        raise InputError(
            f"Account {found} has the key {TRADING_HEADING}, but is no heading.",
            code="trading_no_heading",
            hint="Take the key from it; a heading is then made.",
        )
    return found


def _open(business: Business, *, key: str, currency: str, code: int, **fields: object) -> Account:
    """Create an account with the first free code from `code` on."""
    taken = set(Account.objects.filter(business=business).values_list("code", flat=True))
    while str(code) in taken:
        code += 1
    with kind_errors(where=f"Opening the account {key}"):
        return Account.objects.create(
            firm_id=business.firm_id,
            business=business,
            key=key,
            currency=currency,
            code=str(code),
            **fields,
        )
