"""What forms of the books offer: accounts to book to, and words for where entries come from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledgerflow.ledger.journal import CLOSE, DECISION, IMPORT, MANUAL
from ledgerflow.ledger.models import Account

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SOURCE_WORDS: "Mapping[str, StrPromise]" = MappingProxyType(
    {
        DECISION: _("Decision"),
        MANUAL: _("By hand"),
        IMPORT: _("Moved in"),
        CLOSE: _("Closing"),
    }
)


def accounts_usable(business_id: int) -> list[Account]:
    """The accounts of a business that entries can be booked to, by code; one query."""
    usable = Account.objects.filter(business_id=business_id, is_active=True, is_heading=False)
    return list(usable.order_by("code"))


def accounts_offered(business_id: int, *, with_closed: bool = False) -> list[dict[str, object]]:
    """Accounts as `accountpick.js` reads them, by code: those to book to, or all that have been."""
    chart = Account.objects.filter(business_id=business_id, is_heading=False)
    if not with_closed:
        chart = chart.filter(is_active=True)
    return accounts_as_json(list(chart.order_by("code")))


def accounts_as_json(chart: list[Account]) -> list[dict[str, object]]:
    """Records for the page's JSON block: id, code, name, type, the type in words, currency."""
    return [
        {
            "id": account.pk,
            "code": account.code,
            "name": account.name,
            "type": account.type,
            "kind": account.get_type_display(),
            "currency": account.currency,
        }
        for account in chart
    ]
