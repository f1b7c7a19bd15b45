"""What an owner says about a business after it was opened.

Here: name, profile, tax regime, how sure suggestions must be. Not here: opening one
(pipeline/opening.py), models that may see it (agents/lookups.py), or what stays as it was opened:
currency, first month of the fiscal year, slug.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.happenings import happened
from ledgerflow.firms.models import Business, Membership

TEXT_LENGTHS = {"name": 200, "industry": 80, "description": 4_000}
CHOICES = {"legal_form": Business.LegalForm, "tax_regime": Business.TaxRegime}
CHANGEABLE = frozenset({*TEXT_LENGTHS, *CHOICES, "target_error_rate", "auto_accept"})
ERROR_RATE_MAX = Decimal("0.2")
"""Above one wrong in five nobody means it."""


@transaction.atomic
def business_change(
    *, firm_id: int, business_id: int, user_id: int, changes: Mapping[str, Any]
) -> Business:
    """Change what `changes` names; a field that is not named stays.

    Raises AccessError (no such business, or no owner), InputError for a value that does not do.
    """
    with firm_scope(firm_id, user_id):
        _require_owner(firm_id, user_id)
        business = Business.objects.select_for_update().filter(pk=business_id).first()
        if business is None:
            raise AccessError("There is no such business.", hint="Choose one of the firm's.")
        told = {}
        for field, wanted in changes.items():
            value = _checked(field, wanted)
            before = getattr(business, field)
            if before != value:
                setattr(business, field, value)
                told[field] = [str(before)[:200], str(value)[:200]]
        if told:
            business.save(update_fields=list(told))
            happened(
                firm_id=firm_id,
                business_id=business_id,
                action="business_change",
                subject="business",
                subject_id=business_id,
                detail=told,
            )
    return business


def _require_owner(firm_id: int, user_id: int) -> None:
    # A person's memberships elsewhere are seen too: the firm is named.
    owning = Membership.objects.filter(firm_id=firm_id, user_id=user_id, role=Membership.Role.OWNER)
    if not owning.exists():
        raise AccessError(
            "Only an owner changes the profile of a business.",
            code="owner_only",
            hint="Ask an owner of the firm to do it.",
        )


def _checked(field: str, value: Any) -> Any:
    if field not in CHANGEABLE:
        raise InputError(f"{field} stays as the business was opened.", hint="Open another one.")
    if field in TEXT_LENGTHS:
        return _text(field, str(value))
    if field in CHOICES and value not in CHOICES[field].values:
        known = ", ".join(CHOICES[field].values)
        raise InputError(f"There is no {field} {value!r}.", hint=f"Choose one of: {known}.")
    if field == "target_error_rate" and not 0 <= value <= ERROR_RATE_MAX:
        raise InputError(
            f"{value} is no error rate to aim at.",
            hint=f"Choose between 0 and {ERROR_RATE_MAX}: 0.005 is one wrong in 200.",
        )
    return value


def _text(field: str, value: str) -> str:
    text = value.strip() if field == "description" else " ".join(value.split())
    if field == "name" and not text:
        raise InputError("A business needs a name.", hint="Give at least a letter or a digit.")
    if len(text) > TEXT_LENGTHS[field]:
        raise InputError(
            f"The {field} is too long.", hint=f"At most {TEXT_LENGTHS[field]} characters."
        )
    return text
