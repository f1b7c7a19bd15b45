"""Reading the lines of accounts for the ledger reports, up to a length that a report can have.

Here: which accounts, in a firm's scope. Not here: rows (ledger_rows.py), or the stream itself
(ledger/generalledger.py), which has no such limit and is what exports use.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.generalledger import LedgerAccount, general_ledger
from ledgerflow.ledger.lookup import account_find
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.registerlines import OtherAccount
from ledgerflow.reports.inputs import RegisterAccount, RegisterLine

LINES_MAX = 20_000
BANKS = ("bank_accounts", "credit_cards")


def all_accounts(business: Business, start: dt.date | None, end: dt.date) -> list[RegisterAccount]:
    """Every account with a balance or lines. InputError where a report would be too long."""
    return _read(general_ledger(business, start=start, end=end))


def chosen_accounts(
    business: Business, named: str, start: dt.date | None, end: dt.date
) -> list[RegisterAccount]:
    """The account with this code, key or name; every bank account and card where none is named.

    Raises InputError for an account that is not there, or where a report would be too long.
    """
    if named:
        chosen = [account_find(business, named)]
    else:
        banks = Account.objects.filter(business=business, parent__key__in=BANKS)
        chosen = list(banks.order_by("code"))
    moved = {a.account_id: a for a in general_ledger(business, start=start, end=end)}
    found = _read(moved[a.pk] for a in chosen if a.pk in moved)
    still = [_still(a) for a in chosen if named and a.pk not in moved]
    return [*found, *still]


def _read(accounts: Iterable[LedgerAccount]) -> list[RegisterAccount]:
    listed = list(accounts)
    lines = sum(a.line_count for a in listed)
    if lines > LINES_MAX:
        raise InputError(
            f"A report of {lines:,} lines is too long to read; {LINES_MAX:,} are the most.",
            code="report_too_long",
            hint="Choose fewer days or one account; an export has no such limit.",
        )
    return [_register(a) for a in listed]


def _register(account: LedgerAccount) -> RegisterAccount:
    return RegisterAccount(
        account_id=account.account_id,
        code=account.code,
        name=account.name,
        currency=account.currency,
        opening=account.opening,
        closing=account.closing,
        lines=tuple(
            RegisterLine(
                date=row.date,
                number=row.number,
                description=row.note or row.description,
                others=_others(row.others),
                amount=row.amount,
                balance=row.balance,
            )
            for row in account.lines
        ),
    )


def _others(others: Sequence[OtherAccount]) -> str:
    """One account with its name; of several the codes, or the column would be all names."""
    if len(others) == 1:
        return f"{others[0].code} {others[0].name}"
    return ", ".join(other.code for other in others)


def _still(account: Account) -> RegisterAccount:
    """An account that was asked for by name and never moved."""
    zero = Decimal(0)
    return RegisterAccount(account.pk, account.code, account.name, account.currency, zero, zero, ())
