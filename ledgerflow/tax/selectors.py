"""Reads of tax: a business's own choice of lines.

Here: queries in a firm's scope, as plain records. Not here: the forms' defaults (forms/) or
sorting accounts to lines (mapping.py).
"""

from ledgerflow.firms.models import Business
from ledgerflow.tax.models import AccountTaxLine


def chosen_lines(business: Business, form_id: str, year: int) -> dict[int, str]:
    """Account id -> line id chosen for this form, as it stands in `year`.

    The newest choice made for that year or an earlier one counts; "" is a choice as well: the
    account goes on no line. Accounts without a choice are left out.
    """
    rows = (
        AccountTaxLine.objects.filter(business=business, form=form_id, from_year__lte=year)
        .order_by("account_id", "-from_year")
        .distinct("account_id")
        .values_list("account_id", "line")
    )
    return dict(rows)
