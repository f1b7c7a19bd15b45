"""Which account a person wants a file on: one there is, a new one, or what the file says.

Here: from a form's fields to the account's number. Not here: making accounts
(statements/accounts.py).
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.statements.accounts import bank_account_add, bank_account_find
from ledgerflow.statements.models import BankAccount

NEW = "new"
"""What a form says for an account that is not there yet."""


def account_wished(place: Place, business: Business, said: Mapping[str, str]) -> str:
    """The chosen account's number as text, a new one's too; "" lets the file say.

    `said` holds account, new_name and new_kind. A client chooses among those there are. Raises
    InputError for an unknown one and for a new one without a name.
    """
    chosen = said.get("account", "")
    if not chosen:
        return ""
    if chosen != NEW:
        return str(bank_account_find(business=business, name=chosen).pk)
    if not place.may_write:
        raise AccessError(
            _("The role %(role)s adds no accounts.") % {"role": place.role},
            hint=_("Choose an account that is there, or leave it to the file."),
        )
    name, kind = said.get("new_name", "").strip(), said.get("new_kind", "")
    if not name:
        raise InputError(
            _("Give the new account a name."), hint=_("Go back and fill in what is missing.")
        )
    kinds = BankAccount.Kind
    kind = kind if kind in kinds.values else kinds.CHECKING
    known = _named(business, name)
    if known is None:
        try:
            return str(bank_account_add(business=business, name=name, kind=kind).pk)
        except ConflictError:  # files dropped together each bring the wish
            known = _named(business, name)
            if known is None:
                raise
    return str(known.pk)


def _named(business: Business, name: str) -> BankAccount | None:
    return BankAccount.objects.filter(business=business, name__iexact=name).first()
