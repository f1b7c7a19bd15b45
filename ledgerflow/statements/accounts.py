"""Bank accounts: finding the one a statement belongs to, adding new ones.

Here: writes about BankAccount, in the caller's transaction. Not here: statements themselves, or
the forms of a number (identities.py, numbers.py).
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import ConflictError, CurrencyMismatch, InputError, RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.services import account_add
from ledgerflow.statements.identities import Identity, identity_of
from ledgerflow.statements.models import BankAccount
from ledgerflow.statements.numbers import (
    account_by_number,
    identity_of_statement,
    numbers_learn,
)
from ledgerflow.statements.openings import balance_state
from ledgerflow.statements.parsed import ParsedStatement

HEADINGS = {BankAccount.Kind.CARD: "credit_cards", BankAccount.Kind.LOAN: "credit_cards"}
DEFAULT_HEADING = "bank_accounts"


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
    identity = identity_of(number, currency=wanted)
    _refuse_known_number(business, identity)
    ledger_account = account_add(
        business=business,
        heading_key=HEADINGS.get(BankAccount.Kind(kind), DEFAULT_HEADING),
        name=name,
        currency=wanted,
    )
    with kind_errors(where=f"{business.name}, {name[:60]!r}"):
        bank_account = BankAccount.objects.create(
            firm_id=business.firm_id,
            business=business,
            name=name[:120],
            kind=kind,
            currency=wanted,
            ledger_account=ledger_account,
            csv_profile=dict(csv_profile) if csv_profile else None,
        )
        numbers_learn(bank_account=bank_account, identity=identity)
    if stated_balance is not None and stated_balance_date is not None:
        return balance_state(
            bank_account=bank_account, amount=stated_balance, date=stated_balance_date
        )
    return bank_account


def _refuse_known_number(business: Business, identity: Identity) -> None:
    known = account_by_number(business, identity) if identity.numbers else None
    if known is not None:
        raise ConflictError(
            f"{business.name} knows that number already: it is {known.name!r}.",
            code="bank_account_number_known",
            hint=f"Use that account; `ledgerflow account balance {known.name!r} ...` states the"
            " balance it starts from.",
        )


@transaction.atomic
def bank_account_number(*, bank_account: BankAccount, number: str, bank_code: str = "") -> int:
    """A person says that files write the account's number so, too; how many forms were new.

    Raises InputError where it is no whole number, ConflictError where it is another account's.
    """
    identity = identity_of(number, bank_code, bank_account.currency)
    if not identity.numbers:
        raise InputError(
            f"{number!r} is no whole account number.",
            hint="Give the number as the file prints it, with all its digits.",
        )
    learned = numbers_learn(bank_account=bank_account, identity=identity)
    event_record(
        firm_id=bank_account.firm_id,
        business_id=bank_account.business_id,
        action="bank_account_number",
        subject="bank_account",
        subject_id=bank_account.pk,
        detail={"ending": identity.last4, "learned": learned},
    )
    return learned


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

    The account learns the form in which the file writes its number. Raises InputError (code
    `needs_account`) when the file carries no number and none is given, or its number fits several
    accounts, RuleError when the number is another account's, CurrencyMismatch when currencies
    differ.
    """
    identity = identity_of_statement(statement)
    account = given or account_by_number(business, identity, statement)
    if account is None:
        if identity == Identity():
            raise InputError(
                f"{file_name}: the file carries no account number.",
                code="needs_account",
                hint="Say which account it is: --account NAME (see `ledgerflow account list`).",
            )
        account = _new_account(business, statement, identity)  # or one that came in between
    if given is not None:
        _refuse_other(account, statement, identity, file_name)
    if statement.currency and statement.currency != account.currency:
        raise CurrencyMismatch(
            f"{file_name}: the file is in {statement.currency}, {account} is kept in"
            f" {account.currency}.",
            hint="Import it into an account of that currency.",
        )
    if identity.numbers or identity.ending:
        numbers_learn(bank_account=account, identity=identity)
    return account


def _new_account(business: Business, statement: ParsedStatement, identity: Identity) -> BankAccount:
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    came_between = account_by_number(business, identity, statement)
    if came_between is not None:
        return came_between
    kind = statement.account_kind
    kind = kind if kind in BankAccount.Kind.values else BankAccount.Kind.CHECKING
    name = identity.label[:100] or f"{BankAccount.Kind(kind).label} {identity.last4}"
    taken = set(BankAccount.objects.filter(business=business).values_list("name", flat=True))
    unique = name if name not in taken else f"{name} ({len(taken) + 1})"
    return bank_account_add(business=business, name=unique, kind=kind, currency=statement.currency)


def _refuse_other(
    account: BankAccount, statement: ParsedStatement, identity: Identity, file_name: str
) -> None:
    """RuleError when the number that the file carries cannot be the given account's."""
    try:
        found = account_by_number(account.business, identity, statement)
    except InputError as several:
        if account.pk in several.extra.get("candidates", ()):
            return
        found = None
    if found == account or identity in (Identity(), Identity(label=identity.label)):
        return
    unknown = not account.number_last4 if identity.ending else not account.number_fingerprint
    if found is None and unknown:
        return
    raise RuleError(
        f"{file_name}: the file is of an account ending in {identity.last4}, not of {account}.",
        code="other_bank_account",
        hint="Leave --account out, or name the account that the file is of. Where the bank writes"
        f" one account in two ways: `ledgerflow account number {account.name!r} NUMBER`.",
    )
