"""Which line of a tax form an account goes to, where it differs from the form's default.

Here: a business's own mappings. Not here: the forms and their defaults (forms/).
"""

from typing import ClassVar

from django.db import models

from ledgerflow.ledger.models import Account, BusinessModel


class AccountTaxLine(BusinessModel):
    """This account goes to this line of this form, in every year from `from_year` on."""

    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, related_name="+")
    form = models.CharField(max_length=40)
    line = models.CharField(max_length=10)
    from_year = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "account", "form", "from_year"], name="accounttaxline_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} -> {self.form} {self.line}"
