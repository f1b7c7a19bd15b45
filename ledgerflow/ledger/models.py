"""The books: accounts, entries and their lines, periods.

Here: tables and the constraints Django can declare. The rules that span rows (balance,
immutability, locks) are triggers in migrations/sql. Not here: posting (services.py).
"""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.firms.models import Business, TenantModel, User


class BusinessModel(TenantModel):
    """A row of one business of one firm."""

    business = models.ForeignKey(Business, models.PROTECT, db_constraint=False, related_name="+")

    class Meta:
        abstract = True


class Account(BusinessModel):
    """A ledger account. `key` is its standard role across charts ('' where it has none)."""

    class Type(models.TextChoices):
        ASSET = "asset", "Asset"
        LIABILITY = "liability", "Liability"
        EQUITY = "equity", "Equity"
        INCOME = "income", "Income"
        EXPENSE = "expense", "Expense"

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=10, choices=Type)
    key = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_constraint=False, related_name="children"
    )
    is_heading = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "business", "code"], name="account_code_unique"
            ),
            models.UniqueConstraint(
                fields=["firm", "business", "key"],
                condition=~models.Q(key=""),
                name="account_key_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Period(BusinessModel):
    """One calendar month of a business; locked once it is closed."""

    start = models.DateField()
    is_locked = models.BooleanField(default=False)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "business", "start"], name="period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m}{' locked' if self.is_locked else ''}"


class JournalEntry(BusinessModel):
    """A posted double entry; never changed, corrected by an opposite entry."""

    class Kind(models.TextChoices):
        NORMAL = "normal", "Entry"
        OPENING = "opening", "Opening balance"
        REVERSAL = "reversal", "Reversal"

    number = models.BigIntegerField(db_default=0)
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NORMAL)
    description = models.CharField(max_length=300)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    idempotency_key = models.CharField(max_length=120)
    request_hash = models.CharField(max_length=64)
    posted_at = models.DateTimeField(db_default=Now())
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "journal entries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "business", "number"], name="journalentry_number_unique"
            ),
            models.UniqueConstraint(fields=["firm", "reverses"], name="journalentry_reversed_once"),
            models.UniqueConstraint(
                fields=["firm", "business", "idempotency_key"],
                name="journalentry_idempotency_key",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="reversal", reverses__isnull=False)
                | (~models.Q(kind="reversal") & models.Q(reverses__isnull=True)),
                name="journalentry_reversal_names_entry",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "business", "date"], name="journalentry_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.date} {self.description}"


class JournalLine(BusinessModel):
    """One line of an entry. One signed amount: debit positive, credit negative."""

    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, db_constraint=False, related_name="lines"
    )
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, related_name="lines")
    date = models.DateField()
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "entry", "position"], name="journalline_position_unique"
            ),
            models.CheckConstraint(
                condition=~models.Q(amount=Decimal(0)), name="journalline_amount_not_zero"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "business", "account", "date"], name="journalline_by_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount} {self.currency}"
