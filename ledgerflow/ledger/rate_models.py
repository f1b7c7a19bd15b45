"""Exchange rates: those that somebody stated, and those that entries were posted with.

Here: the two tables. Both are append-only: a rate is corrected by stating it anew, and the newest
statement of a day counts. Not here: which rate holds on a day (rates.py), or writing
(rate_services.py).
"""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.firms.models import Business, TenantModel, User


class ExchangeRate(TenantModel):
    """On `date`, one of `currency` was worth `rate` of the business's base currency."""

    business = models.ForeignKey(
        Business, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    currency = models.CharField(max_length=3)
    date = models.DateField()
    rate = models.DecimalField(max_digits=20, decimal_places=10)
    source = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    stated_at = models.DateTimeField(db_default=Now())
    stated_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "business", "currency", "date", "version"],
                name="exchangerate_version_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=Decimal(0)), name="exchangerate_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex="^[A-Z]{3}$"), name="exchangerate_currency"
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="exchangerate_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.date} 1 {self.currency} = {self.rate.normalize():f}"


class EntryRate(TenantModel):
    """The rate an entry was posted with: one of `from_currency` = `rate` of `to_currency`.

    Where the base currency is one of the two, it is `to_currency`. A reversal has no row of its
    own: it undoes its entry at that entry's rate.
    """

    business = models.ForeignKey(
        Business, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    entry = models.ForeignKey(
        "ledger.JournalEntry",
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="rates",
    )
    from_currency = models.CharField(max_length=3)
    to_currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=20, decimal_places=10)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "entry", "from_currency", "to_currency"], name="entryrate_once"
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=Decimal(0)), name="entryrate_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_currency=models.F("to_currency")),
                name="entryrate_two_currencies",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "business", "from_currency"], name="entryrate_by_currency")
        ]

    def __str__(self) -> str:
        return f"1 {self.from_currency} = {self.rate.normalize():f} {self.to_currency}"
