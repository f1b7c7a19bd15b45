"""Writes of tax: on which line of a form an account stands.

Here: one transaction, in the firm's scope. Not here: reading it (selectors.py), or the forms'
defaults (forms/).
"""

from django.db import transaction

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.models import Account
from ledgerflow.tax.forms import form_get, form_years
from ledgerflow.tax.models import AccountTaxLine


@transaction.atomic
def tax_line_choose(
    *, account: Account, form_id: str, line_id: str, from_year: int = 0
) -> AccountTaxLine:
    """From this year on the account goes to this line; InputError where the form has none such."""
    form = form_get(form_id, max(form_years(form_id), default=0))
    if line_id not in {line.id for line in form.lines if line.takes_accounts}:
        raise InputError(
            f"{form.title}: no account can go to line {line_id}.",
            code="tax_line_refused",
            hint="Choose a line that takes amounts from the books.",
        )
    chosen, _ = AccountTaxLine.objects.update_or_create(
        firm_id=account.firm_id,
        business_id=account.business_id,
        account=account,
        form=form_id,
        from_year=from_year,
        defaults={"line": line_id},
    )
    return chosen
