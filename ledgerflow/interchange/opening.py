"""Opening the ledger accounts that a journal needs, under one heading for each kind.

Here: codes, names and headings. Not here: which accounts are missing (choosing.py).
"""

from collections.abc import Sequence

from ledgerflow.core.constraints import kind_errors
from ledgerflow.firms.models import Business
from ledgerflow.interchange.choosing import rest_of
from ledgerflow.interchange.journals.parsed import JournalAccount
from ledgerflow.ledger.models import Account

_NAME_MAX = 120
_CODE_MAX = 20
_HEADINGS = {
    "asset": ("moved_in_assets", 19000, "Assets moved in"),
    "liability": ("moved_in_liabilities", 29000, "Liabilities moved in"),
    "equity": ("moved_in_equity", 39000, "Equity moved in"),
    "income": ("moved_in_income", 49000, "Income moved in"),
    "expense": ("moved_in_expenses", 69000, "Expenses moved in"),
}
"""Type -> key, code and name of the heading that its accounts are opened under."""


def accounts_open(*, business: Business, wanted: Sequence[JournalAccount]) -> list[Account]:
    """Open an account for each, in the same order; each has a type. In one transaction."""
    if not wanted:
        return []
    taken = set(Account.objects.filter(business=business).values_list("code", flat=True))
    headings: dict[str, Account] = {}
    made = []
    for account in wanted:
        heading = headings.get(account.type)
        if heading is None:
            heading = headings[account.type] = _heading(business, account.type, taken)
        made.append(
            _create(
                business,
                code=_code(account, heading, taken),
                name=_name(account, business),
                type=account.type,
                currency=account.currency,
                parent=heading,
            )
        )
    return made


def _heading(business: Business, kind: str, taken: set[str]) -> Account:
    key, code, name = _HEADINGS[kind]
    found = Account.objects.filter(business=business, key=key).first()
    return found or _create(
        business,
        code=_free(code, taken),
        name=name,
        type=kind,
        key=key,
        currency=business.base_currency,
        is_heading=True,
        description="Heading; accounts that came with a journal of another program.",
    )


def _code(account: JournalAccount, heading: Account, taken: set[str]) -> str:
    """The journal's own code where it has one that is free, else the next below the heading."""
    code = account.name
    if account.title and len(code) <= _CODE_MAX and code not in taken:
        taken.add(code)
        return code
    number = int(heading.code) + 1 if heading.code.isdecimal() else _HEADINGS[account.type][1]
    return _free(number, taken)


def _free(number: int, taken: set[str]) -> str:
    while str(number) in taken:
        number += 1
    taken.add(str(number))
    return str(number)


def _name(account: JournalAccount, business: Business) -> str:
    """The journal's name without its root; with the currency where that is not the books' own."""
    name = account.title or rest_of(account.name)
    if account.currency != business.base_currency and not name.endswith(account.currency):
        return f"{name[: _NAME_MAX - 4]} {account.currency}"
    return name[:_NAME_MAX]


def _create(business: Business, **fields: object) -> Account:
    with kind_errors(where=f"Opening the account {fields['code']} {fields['name']}"):
        return Account.objects.create(firm_id=business.firm_id, business=business, **fields)
