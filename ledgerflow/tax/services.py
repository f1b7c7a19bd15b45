"""Writes of tax: on which line of a form an account stands.

Here: one transaction, in the firm's scope. Not here: reading it (selectors.py), or the forms'
defaults (forms/).
"""

from django.db import transaction

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.models import Account
from ledgerflow.tax.forms import form_get, form_years
from ledgerflow.tax.mapping import NO_LINE
from ledgerflow.tax.models import AccountTaxLine


@transaction.atomic
def tax_line_choose(
    *, account: Account, form_id: str, line_id: str, from_year: int = 0
) -> AccountTaxLine:
    """From this year on the account goes to this line, or to none (NO_LINE).

    Raises InputError where the form of that year has no such line: of the newest year known where
    none is named or the year's own is not known.
    """
    years = form_years(form_id)
    form = form_get(form_id, from_year if from_year in years else max(years, default=0))
    if line_id not in {NO_LINE, *(line.id for line in form.lines if line.takes_accounts)}:
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
