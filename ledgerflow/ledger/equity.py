"""The account of a business that its result is closed into: owner's equity or retained earnings.

Here: which one it is by legal form, and opening it where a chart has none, one for each currency.
Not here: closing (pipeline/closing).
"""

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account

OWNER, RETAINED = "owner_equity", "retained_earnings"
OWNERS_OWN = ("owner_draw", "owner_contribution")
"""What a sole proprietor took out and put in during a year; closed with the year's result."""

NAMES = {OWNER: "Owner's equity", RETAINED: "Retained earnings"}
CODES = range(3000, 4000)


def result_key(business: Business) -> str:
    """The key of the account that takes the result of a year."""
    alone = business.legal_form == Business.LegalForm.SOLE_PROPRIETOR
    return OWNER if alone else RETAINED


@transaction.atomic
def result_account(*, business: Business, currency: str) -> Account:
    """The account that takes the result of a year in a currency; opened where there is none."""
    # One at a time, or codes collide; rows that point at the business need not wait.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    key = base = result_key(business)
    name = NAMES[base]
    if currency != business.base_currency:
        key, name = f"{base}_{currency.lower()}", f"{name} in {currency}"
    known = Account.objects.filter(business=business, key=key).first()
    if known is not None:
        return known
    account = Account.objects.create(
        firm_id=business.firm_id,
        business=business,
        code=_free_code(business, base),
        name=name,
        type=Account.Type.EQUITY,
        key=key,
        currency=currency,
    )
    event_record(
        firm_id=business.firm_id,
        business_id=business.pk,
        action="account_add",
        subject="account",
        subject_id=account.pk,
        detail={"code": account.code, "key": key, "for": "closing the year"},
    )
    return account


def _free_code(business: Business, base_key: str) -> str:
    """The first free code after the account's sibling of the business's own currency."""
    codes = set(Account.objects.filter(business=business).values_list("code", flat=True))
    sibling = Account.objects.filter(business=business, key=base_key).values_list("code", flat=True)
    first = next((int(code) for code in sibling if code.isdecimal()), CODES[0])
    candidate = first
    while str(candidate) in codes:
        candidate += 1
    return str(candidate)
