"""Parts of addresses as values: a day, an amount, an account, one of some words.

Here: reading them strictly, with a message for each that is none. Not here: what they ask.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from ledgerflow.core.errors import InputError
from ledgerflow.core.typed import is_unclear, number_read, share_read
from ledgerflow.ledger.models import Account
from ledgerflow.web.typed import day_of


def day_asked(given: Mapping[str, str], name: str) -> dt.date | None:
    """The day under a name, None where there is none; InputError where it is no day."""
    return day_of(given.get(name, "").strip())


def one_of(given: Mapping[str, str], name: str, choices: Collection[str]) -> str:
    """The word under a name, "" where there is none; InputError where it is not among them."""
    text = given.get(name, "")
    if text and text not in choices:
        raise InputError(
            _("%(name)s is not %(text)s.") % {"name": name, "text": repr(text[:20])},
            hint=_("Use one of: %(words)s.") % {"words": ", ".join(choices)},
        )
    return text


def decimal_mark() -> str:
    """The decimal mark of the page's language: "." or ","."""
    return "," if get_format("DECIMAL_SEPARATOR") == "," else "."


def amount_typed(text: str) -> Decimal | None:
    """An amount as a person types it, in the language of the page; None where it is none.

    Currency signs and words beside the digits are no part of an amount.
    """
    return number_read(text, decimal_mark())


def share_typed(text: str) -> Decimal | None:
    """A share in percent as a person types it: "62.5", "62,5 %"; None where it is none."""
    return share_read(text, decimal_mark())


def amount_asked(text: str) -> Decimal:
    """An amount as `amount_typed` reads it; InputError with what to write instead of another."""
    amount = amount_typed(text[:40])
    if amount is None:
        raise InputError(
            _("%(text)s is no amount.") % {"text": repr(text[:20])},
            code="bad_amount",
            hint=_amount_hint(text[:40]),
        )
    return amount


def _amount_hint(text: str) -> str:
    mark = decimal_mark()
    if is_unclear(text.strip(), mark):
        typed = text.strip()
        said = _("It can be read in two ways: write %(whole)s, or %(parts)s.")
        return said % {"whole": typed.replace(mark, ""), "parts": f"{typed}0"}
    return _("Write digits with “%(mark)s” before the cents.") % {"mark": mark}


def account_asked(business_id: int, text: str) -> Account:
    """The account that a text names: "6110 Office expense", its code, or its whole name.

    Also a closed one: its entries stay. Raises InputError where the business has none such.
    """
    wanted = " ".join(text.split())[:160]
    code = wanted.partition(" ")[0]
    of_business = Account.objects.filter(business_id=business_id)
    by_name = of_business.filter(name__iexact=wanted).order_by("-is_active", "code")
    account = of_business.filter(code=code).first() or by_name.first()
    if account is None:
        raise InputError(
            _("There is no account %(text)s.") % {"text": repr(wanted[:60])},
            code="unknown_account",
            hint=_("Choose one from the list, or write its code."),
        )
    return account
