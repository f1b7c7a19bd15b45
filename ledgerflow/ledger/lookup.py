"""Finding a ledger account by what a person calls it.

Here: reads in a firm's scope. Not here: sums (selectors.py).
"""

from difflib import get_close_matches

from django.db.models import Q

from ledgerflow.core.errors import ClosedAccount, InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account


def account_find(business: Business, text: str) -> Account:
    """The account with this code, key or name that can be booked to.

    Raises InputError naming close ones, or those that fit where several do; ClosedAccount.
    """
    usable = list(
        Account.objects.filter(business=business, is_active=True, is_heading=False).order_by("code")
    )
    wanted = text.strip().casefold()
    by_code_or_key = [a for a in usable if wanted in {a.code, a.key}]
    by_name = [a for a in usable if wanted == a.name.casefold()]
    for fits in (by_code_or_key, by_name):
        if wanted and len(fits) == 1:
            return fits[0]
    found = [a for a in usable if wanted and wanted in a.name.casefold()]
    if len(found) == 1:
        return found[0]
    _refuse_closed(business, text)
    near = found or _close(usable, wanted)
    shown = ", ".join(f"{a.code} {a.name}" for a in near[:6])
    raise InputError(
        f"{business.name} has {'more than one' if found else 'no'} account {text!r} to book to."
        + (f" Close: {shown}." if shown else ""),
        code="unknown_account",
        hint="Use the code of an account, such as 6110; headings take no entries.",
    )


def _refuse_closed(business: Business, text: str) -> None:
    wanted = text.strip()
    named = Q(code=wanted) | Q(key=wanted) | Q(name__iexact=wanted)
    closed = Account.objects.filter(named, business=business, is_active=False, is_heading=False)
    account = closed.first() if wanted else None
    if account is not None:
        raise ClosedAccount(
            f"Account {account} of {business.name} is closed.",
            hint="Choose an active account, or open that one again.",
        )


def _close(usable: list[Account], wanted: str) -> list[Account]:
    by_name = {a.name.casefold(): a for a in usable} | {a.key: a for a in usable if a.key}
    names = get_close_matches(wanted, by_name, n=4, cutoff=0.5)
    return list(dict.fromkeys(by_name[name] for name in names))
