"""A chart edited by a person: the change, its event, and what elsewhere forbids it.

Here: one transaction each, inside a firm's scope. Not here: the changes themselves
(ledger/chartchanges.py, tax/services.py), or those that an agent proposes
(pipeline/profile_proposals.py).
"""

from typing import Any

from django.db import transaction
from django.db.models import Q

from ledgerflow.audit.services import event_record
from ledgerflow.classification.models import Rule
from ledgerflow.core.errors import AccessError, RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.chartchanges import (
    account_close,
    account_open,
    account_rename,
    account_reopen,
)
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.profile_questions import FORMS_OF_REGIMES
from ledgerflow.tax.models import AccountTaxLine
from ledgerflow.tax.services import tax_line_choose

SUBJECT = "account"


def account_of(business: Business, account_id: int) -> Account:
    """The account of a business with this id; AccessError where it has none."""
    account = Account.objects.filter(business=business, pk=account_id).first()
    if account is None:
        raise AccessError(
            f"The chart of {business.name} has no such account.",
            hint="Open one from the chart of accounts.",
        )
    return account


@transaction.atomic
def chart_open(*, business: Business, name: str, kind: str, parent_code: str = "") -> Account:
    """Open an account. Raises what `account_open` raises."""
    account = account_open(business=business, name=name, kind=kind, parent_code=parent_code)
    _record(account, "account_open", {"code": account.code, "name": account.name})
    return account


@transaction.atomic
def chart_rename(*, business: Business, account_id: int, name: str) -> Account:
    """Rename an account. Raises AccessError, InputError or ConflictError."""
    account = account_of(business, account_id)
    before = account.name
    account_rename(account=account, name=name)
    if account.name != before:
        _record(account, "account_rename", {"from": before, "to": account.name})
    return account


@transaction.atomic
def chart_close(*, business: Business, account_id: int) -> Account:
    """Close an account. Raises RuleError where it must stay, or a rule places money in it."""
    account = account_of(business, account_id)
    refuse_ruled(business, account)
    account_close(account=account)
    _record(account, "account_close", {"code": account.code})
    return account


@transaction.atomic
def chart_reopen(*, business: Business, account_id: int) -> Account:
    """Open a closed account again. Raises ConflictError where its name is taken by now."""
    account = account_reopen(account=account_of(business, account_id))
    _record(account, "account_reopen", {"code": account.code})
    return account


@transaction.atomic
def chart_tax_line(
    *, business: Business, account_id: int, line_id: str, from_year: int
) -> AccountTaxLine:
    """Put an account on a line of the business's tax form, or on none (""), from a year on.

    Raises InputError where the form has no such line, RuleError for a business without a form.
    """
    account = account_of(business, account_id)
    form_id = FORMS_OF_REGIMES.get(business.tax_regime)
    if form_id is None:
        raise RuleError(
            f"{business.name} files no tax form that LedgerFlow knows.",
            code="no_tax_form",
            hint="Choose its tax regime first.",
        )
    chosen = tax_line_choose(account=account, form_id=form_id, line_id=line_id, from_year=from_year)
    detail = {"form": form_id, "line": line_id, "from_year": from_year}
    _record(account, "tax_line_choose", detail)
    return chosen


def refuse_ruled(business: Business, account: Account) -> None:
    """RuleError while a rule that is on places money in the account."""
    placing = Q(account=account) | Q(splits__contains=[{"account_id": account.pk}])
    rule = Rule.objects.filter(placing, business=business, is_active=True).first()
    if rule is not None:
        raise RuleError(
            f"Rule {rule.pk} “{rule.name}” places money in {account}.",
            code="account_in_use",
            hint=f"Change the rule first, or `ledgerflow rule off {rule.pk}`.",
        )


def _record(account: Account, action: str, detail: dict[str, Any]) -> None:
    event_record(
        firm_id=account.firm_id,
        business_id=account.business_id,
        action=action,
        subject=SUBJECT,
        subject_id=account.pk,
        detail=detail,
    )
