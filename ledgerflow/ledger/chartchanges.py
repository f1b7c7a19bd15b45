"""Changes of a business's chart that a person asks for: a new account, another name, closing one.

Here: one transaction each, inside a firm's scope. Not here: who may and what is recorded
(pipeline/chartediting.py), the chart a business starts with (charts/), accounts of bank accounts
(statements/accounts.py), or what an agent proposes (pipeline/profile_proposals.py). Accounts are
never deleted.
"""

from django.db import transaction

from ledgerflow.core.errors import ConflictError, InputError, RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.balances import account_balances
from ledgerflow.ledger.charts import BANK_CODES, CARD_CODES
from ledgerflow.ledger.models import Account

FIRST_CODES = {"asset": 1100, "liability": 2100, "equity": 3000, "income": 4000, "expense": 6000}
"""Where codes of a type begin in an empty chart."""

CLOSABLE = frozenset({Account.Type.INCOME, Account.Type.EXPENSE})
STEP = 10


@transaction.atomic
def account_open(*, business: Business, name: str, kind: str, parent_code: str = "") -> Account:
    """A new account under a heading of its type or at the top, with the next free code.

    `kind` is one of Account.Type. Raises InputError for a bad name, type or heading,
    ConflictError where an open account has the name already.
    """
    if kind not in FIRST_CODES:
        raise InputError(
            f"{kind!r} is no type of account.",
            code="bad_account",
            hint="Use one of: " + ", ".join(FIRST_CODES) + ".",
        )
    _lock_chart(business)
    named = _free_name(business, name)
    parent = _heading(business, parent_code, kind) if parent_code else None
    return Account.objects.create(
        firm_id=business.firm_id,
        business=business,
        code=_next_code(business, kind, parent),
        name=named,
        type=kind,
        currency=business.base_currency,
        parent=parent,
    )


@transaction.atomic
def account_rename(*, account: Account, name: str) -> Account:
    """Give an account another name; its key, code and entries stay."""
    _lock_chart(account.business)
    account.name = _free_name(account.business, name, but=account)
    account.save(update_fields=["name"])
    return account


@transaction.atomic
def account_close(*, account: Account) -> Account:
    """Close an income or expense account that holds no money; nothing is booked to it any more.

    Raises RuleError for a heading, another type, or one with a balance (year-end closing would
    have to post to it).
    """
    if account.is_heading or account.type not in CLOSABLE:
        raise RuleError(
            f"{account} cannot be closed: only accounts of income and expense that take entries.",
            code="account_stays",
            hint="Give it another name instead.",
        )
    _lock_chart(account.business)
    held = account_balances(account.business, account_ids=[account.pk])
    if any(one.amount for one in held):
        raise RuleError(
            f"{account} holds a balance of {held[0].amount} {held[0].currency}.",
            code="account_in_use",
            hint="Close the year first, or decide its transactions otherwise.",
        )
    account.is_active = False
    account.save(update_fields=["is_active"])
    return account


@transaction.atomic
def account_reopen(*, account: Account) -> Account:
    """Let a closed account take entries again.

    Raises ConflictError where an open account has its name by now.
    """
    _lock_chart(account.business)
    _free_name(account.business, account.name, but=account)
    account.is_active = True
    account.save(update_fields=["is_active"])
    return account


def _lock_chart(business: Business) -> None:
    """One change at a time, or codes and names collide."""
    Business.objects.select_for_update().get(pk=business.pk)


def _free_name(business: Business, name: str, but: Account | None = None) -> str:
    named = " ".join(name.split())
    if not 0 < len(named) <= 120:
        raise InputError(
            "An account's name has 1 to 120 characters.", code="bad_account", hint="Shorten it."
        )
    same = Account.objects.filter(business=business, name__iexact=named, is_active=True)
    other = (same.exclude(pk=but.pk) if but else same).first()
    if other is not None:
        raise ConflictError(
            f"{business.name} has an account {named!r} already: {other.code}.",
            code="account_exists",
            hint="Use that one, or choose another name.",
        )
    return named


def _heading(business: Business, code: str, kind: str) -> Account:
    heading = Account.objects.filter(business=business, code=code).first()
    # Below bank accounts and cards stand the accounts of banks, which their own command opens.
    fits = heading is not None and heading.is_heading and heading.type == kind
    if heading is None or not fits or heading.key in {"bank_accounts", "credit_cards"}:
        raise InputError(
            f"{business.name} has no heading {code!r} of type {kind} for another account.",
            code="bad_account",
            hint="Name the code of such a heading, or none.",
        )
    return heading


def _next_code(business: Business, kind: str, parent: Account | None) -> str:
    chart = Account.objects.filter(business=business)
    near = chart.filter(parent=parent) if parent else chart.filter(type=kind, parent=None)
    numbers = [int(code) for code in near.values_list("code", flat=True) if code.isdecimal()]
    numbers += [int(parent.code)] if parent and parent.code.isdecimal() else []
    number = max(numbers, default=FIRST_CODES[kind] - STEP) + STEP
    taken = set(chart.values_list("code", flat=True))
    while str(number) in taken or number in BANK_CODES or number in CARD_CODES:
        number += 1
    return str(number)
