"""Rules of a person, what decisions taught, and suggestions.

Here: tables only. Not here: matching (rules.py), normalising (payees.py), the order of
classifiers (cascade.py).
"""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.audit.models import Batch
from ledgerflow.ledger.models import Account, BusinessModel
from ledgerflow.statements.models import BankAccount, BankTransaction


class Rule(BusinessModel):
    """A person's rule: tried in order; the first that matches answers."""

    class Match(models.TextChoices):
        ALL = "all", "All conditions"
        ANY = "any", "Any condition"
        NONE = "none", "No condition"

    name = models.CharField(max_length=120)
    order = models.PositiveIntegerField(default=100)
    match = models.CharField(max_length=4, choices=Match, default=Match.ALL)
    conditions = models.JSONField()
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    payee_name = models.CharField(max_length=120, blank=True)
    business_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(100))
    is_transfer = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(business_percent__range=(0, 100)), name="rule_business_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) | models.Q(is_transfer=True),
                name="rule_names_account",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PayeeMemory(BusinessModel):
    """How often people decided this payee on this bank account for this ledger account."""

    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, db_constraint=False, related_name="+"
    )
    payee_key = models.CharField(max_length=200)
    payee_name = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, related_name="+")
    business_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(100))
    count = models.PositiveIntegerField(default=0)
    last_date = models.DateField()

    class Meta:
        verbose_name_plural = "payee memories"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "bank_account", "payee_key", "account", "business_percent"],
                name="payeememory_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee_key}: {self.count}"


class Suggestion(BusinessModel):
    """A classifier's answer for one transaction; the newest one counts. Append-only."""

    transaction = models.ForeignKey(
        BankTransaction, models.PROTECT, db_constraint=False, related_name="suggestions"
    )
    batch = models.ForeignKey(Batch, models.PROTECT, db_constraint=False, related_name="+")
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    transfer_with = models.ForeignKey(
        BankTransaction, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    payee_key = models.CharField(max_length=200, blank=True)
    payee_name = models.CharField(max_length=200, blank=True)
    business_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(100))
    confidence = models.DecimalField(max_digits=6, decimal_places=5)
    source = models.CharField(max_length=20)
    source_ref = models.CharField(max_length=120, blank=True)
    version = models.CharField(max_length=40, blank=True)
    reasons = models.JSONField(default=list)
    alternatives = models.JSONField(default=list)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(confidence__range=(0, 1)), name="suggestion_confidence"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "transaction", "-id"], name="suggestion_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.source} says {self.account_id} for {self.transaction_id}"
