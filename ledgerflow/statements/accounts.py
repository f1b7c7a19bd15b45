"""Bank accounts: finding the one a statement belongs to, adding new ones.

Here: writes about BankAccount, in the caller's transaction. Not here: statements themselves.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import ConflictError, CurrencyMismatch, InputError, RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.services import account_add
from ledgerflow.statements.models import BankAccount
from ledgerflow.statements.openings import balance_state
from ledgerflow.statements.parsed import ParsedStatement

HEADINGS = {BankAccount.Kind.CARD: "credit_cards", BankAccount.Kind.LOAN: "credit_cards"}
DEFAULT_HEADING = "bank_accounts"


def number_fingerprint(firm_id: int, number: str) -> str:
    """A keyed SHA-256 of an account number: equal numbers are found, none can be read back."""
    plain = "".join(c for c in number.upper() if c.isalnum())
    if not plain:
        return ""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"{firm_id}:{plain}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def bank_account_add(
    *,
    business: Business,
    name: str,
    kind: str = BankAccount.Kind.CHECKING,
    currency: str = "",
    number: str = "",
    stated_balance: Decimal | None = None,
    stated_balance_date: dt.date | None = None,
    csv_profile: Mapping[str, Any] | None = None,
) -> BankAccount:
    """Add an account at a bank, with its own ledger account under the fitting heading.

    `csv_profile` is how its CSV files are to be read, or single fields of that.
    """
    if kind not in BankAccount.Kind.values:
        raise InputError(
            f"{kind!r} is no kind of account.", hint=f"Use {', '.join(BankAccount.Kind.values)}."
        )
    if BankAccount.objects.filter(business=business, name=name).exists():
        raise ConflictError(
            f"{business.name} has an account named {name!r} already.",
            code="bank_account_exists",
            hint="Use that one, or choose another name.",
        )
    if (stated_balance is None) != (stated_balance_date is None):
        raise InputError(
            "A stated balance needs its date, and a date its balance.",
            hint="Give both: the balance at the end of that day, as the bank prints it.",
        )
    wanted = currency or business.base_currency
    if len(wanted) != 3 or not wanted.isascii() or not wanted.isupper():
        raise InputError(
            f"{wanted!r} is no currency code.", hint="Use three letters, such as USD or EUR."
        )
    _refuse_known_number(business, number)
    ledger_account = account_add(
        business=business,
        heading_key=HEADINGS.get(BankAccount.Kind(kind), DEFAULT_HEADING),
        name=name,
        currency=wanted,
    )
    plain = "".join(c for c in number if c.isalnum())
    with kind_errors(where=f"{business.name}, {name[:60]!r}"):
        bank_account = BankAccount.objects.create(
            firm_id=business.firm_id,
            business=business,
            name=name[:120],
            kind=kind,
            currency=wanted,
            number_fingerprint=number_fingerprint(business.firm_id, number),
            number_last4=plain[-4:],
            ledger_account=ledger_account,
            csv_profile=dict(csv_profile) if csv_profile else None,
        )
    if stated_balance is not None and stated_balance_date is not None:
        return balance_state(
            bank_account=bank_account, amount=stated_balance, date=stated_balance_date
        )
    return bank_account


def _refuse_known_number(business: Business, number: str) -> None:
    known = _by_number(business, number)
    if known is not None:
        raise ConflictError(
            f"{business.name} knows that number already: it is {known.name!r}.",
            code="bank_account_number_known",
            hint=f"Use that account; `ledgerflow account balance {known.name!r} ...` states the"
            " balance it starts from.",
        )


def bank_account_find(*, business: Business, name: str) -> BankAccount:
    """The account of this name (or last four digits); InputError names those that exist."""
    accounts = list(BankAccount.objects.filter(business=business))
    wanted = name.strip().casefold()
    fits = [a for a in accounts if wanted in {a.name.casefold(), a.number_last4, str(a.pk)}]
    if len(fits) == 1:
        return fits[0]
    known = ", ".join(a.name for a in accounts) or "none yet"
    raise InputError(
        f"{business.name} has {'no' if not fits else 'more than one'} bank account {name!r}."
        f" Known: {known}.",
        code="unknown_bank_account",
        hint="Add it with `ledgerflow account add NAME --business ...`.",
    )


def bank_account_for(
    *, business: Business, statement: ParsedStatement, given: BankAccount | None, file_name: str
) -> BankAccount:
    """The account a statement belongs to: the given one, the one with its number, or a new one.

    Raises InputError (code `needs_account`) when the file carries no number and none is given,
    RuleError when the number is another account's, CurrencyMismatch when currencies differ.
    """
    account = given or _by_number(business, statement.account_id)
    if account is None:
        if not statement.account_id:
            raise InputError(
                f"{file_name}: the file carries no account number.",
                code="needs_account",
                hint="Say which account it is: --account NAME (see `ledgerflow account list`).",
            )
        account = _new_account(business, statement)  # or the one that came in between
    _check(account, statement, file_name)
    return account


def _by_number(business: Business, number: str) -> BankAccount | None:
    fingerprint = number_fingerprint(business.firm_id, number)
    if not fingerprint:
        return None
    return BankAccount.objects.filter(business=business, number_fingerprint=fingerprint).first()


def _new_account(business: Business, statement: ParsedStatement) -> BankAccount:
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    came_between = _by_number(business, statement.account_id)
    if came_between is not None:
        return came_between
    kind = statement.account_kind
    kind = kind if kind in BankAccount.Kind.values else BankAccount.Kind.CHECKING
    plain = "".join(c for c in statement.account_id if c.isalnum())
    name = f"{BankAccount.Kind(kind).label} {plain[-4:]}"
    taken = set(BankAccount.objects.filter(business=business).values_list("name", flat=True))
    unique = name if name not in taken else f"{name} ({len(taken) + 1})"
    return bank_account_add(
        business=business,
        name=unique,
        kind=kind,
        currency=statement.currency,
        number=statement.account_id,
    )


def _check(account: BankAccount, statement: ParsedStatement, file_name: str) -> None:
    fingerprint = number_fingerprint(account.firm_id, statement.account_id)
    if fingerprint and account.number_fingerprint and fingerprint != account.number_fingerprint:
        raise RuleError(
            f"{file_name}: the file is of an account ending in {statement.account_id[-4:]},"
            f" not of {account}.",
            code="other_bank_account",
            hint="Leave --account out, or name the account that the file is of.",
        )
    if statement.currency and statement.currency != account.currency:
        raise CurrencyMismatch(
            f"{file_name}: the file is in {statement.currency}, {account} is kept in"
            f" {account.currency}.",
            hint="Import it into an account of that currency.",
        )
    if fingerprint and not account.number_fingerprint:
        account.number_fingerprint = fingerprint
        account.number_last4 = "".join(c for c in statement.account_id if c.isalnum())[-4:]
        account.save(update_fields=["number_fingerprint", "number_last4"])
