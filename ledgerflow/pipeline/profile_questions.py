"""What the profile agent is asked: a description, the present profile and chart, masked.

Here: reading a business into a Question of the kind "profile". Not here: which answers are taken
(agents/kinds/profile.py), or running and applying (profile_proposals.py).
"""

from typing import Any

from ledgerflow.agents.masking import masked
from ledgerflow.agents.records import Question
from ledgerflow.classification.asking.ownnames import OwnNames, own_names_of
from ledgerflow.classification.shipped.trades import trade_ids
from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import accounts
from ledgerflow.tax.forms import TaxForm, form_get, form_years
from ledgerflow.tax.selectors import chosen_lines

DESCRIPTION_MAX = 4_000
FORMS_OF_REGIMES = {Business.TaxRegime.US_SCHEDULE_C.value: "schedule_c"}
BANKS = {"bank_accounts", "credit_cards"}
"""Headings of bank accounts: what stands below them is the banks', not the chart's."""


def profile_question(business: Business, description: str) -> Question:
    """The question about one business, in its firm's scope. InputError for an empty description."""
    own = own_names_of(business)
    told = own.out_of(masked(description.strip()))
    if not told:
        raise InputError(
            "The description is empty.",
            code="profile_description",
            hint="Say in a few sentences what the business sells, to whom, and what it buys.",
        )
    form = _form(business)
    chart = _chart(business, form, own)
    fields = {
        "description": told[:DESCRIPTION_MAX],
        "profile": {
            "description": own.out_of(masked(business.description)),
            "industry": own.out_of(masked(business.industry)),
        },
        "legal_form": business.legal_form,
        "tax_regime": business.tax_regime,
        "industries": list(trade_ids()),
        "tax_form": form.title if form else "",
        "tax_lines": _lines(form),
        "headings": [
            {"code": a.code, "name": own.out_of(masked(a.name)), "type": a.type}
            for a in accounts(business)
            if a.is_heading and a.key not in BANKS and a.type != Account.Type.EQUITY
        ],
        "chart": chart,
    }
    return Question(
        kind="profile",
        fields=fields,
        accounts={row["id"]: f"{row['code']} {row['name']}" for row in chart},
    )


def shown(business: Business, text: str) -> str:
    """A text as the model sees it: masked, without names of the business and its people."""
    return str(own_names_of(business).out_of(masked(text)))


def _form(business: Business) -> TaxForm | None:
    form_id = FORMS_OF_REGIMES.get(business.tax_regime)
    return form_get(form_id, max(form_years(form_id))) if form_id else None


def _lines(form: TaxForm | None) -> list[dict[str, str]]:
    lines = form.lines if form else ()
    return [{"line": x.id, "label": x.label} for x in lines if x.kind == "from_accounts"]


def _chart(business: Business, form: TaxForm | None, own: OwnNames) -> list[dict[str, Any]]:
    """Open accounts that take entries and are no bank's, with their line of the tax form."""
    chosen = chosen_lines(business, form.id, form.year) if form else {}
    rows = []
    for account in accounts(business).select_related("parent"):
        parent = account.parent
        if not account.is_active or account.is_heading or (parent and parent.key in BANKS):
            continue
        line = form.default_mapping.get(account.key, "") if form else ""
        rows.append(
            {
                "id": str(account.pk),
                "code": account.code,
                "name": own.out_of(masked(account.name)),
                "type": account.type,
                "parent": parent.code if parent else "",
                "tax_line": chosen.get(account.pk, line),
            }
        )
    return rows
