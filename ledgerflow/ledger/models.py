"""The books: accounts, entries and their lines, periods.

Here: tables and the constraints Django can declare. The rules that span rows (balance,
immutability, locks) are triggers in migrations/sql. Not here: posting (services.py).
"""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.audit.models import Batch
from ledgerflow.firms.models import Business, Firm, TenantModel, User
from ledgerflow.ledger import rate_models  # noqa: F401  # Django finds models from here


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
    """A posted double entry; never changed, corrected by an opposite entry.

    `line_count` is 0 where the lines came in a statement of their own. An entry of a batch may
    leave `idempotency_key` and `posted_by` empty: the batch says both. A closing entry is
    reversed by another of kind closing, so that a year's profit leaves out both.
    """

    business = models.ForeignKey(
        Business, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )

    class Kind(models.TextChoices):
        NORMAL = "normal", "Entry"
        OPENING = "opening", "Opening balance"
        REVERSAL = "reversal", "Reversal"
        CLOSING = "closing", "Year-end closing"

    number = models.BigIntegerField(db_default=0)
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NORMAL)
    description = models.CharField(max_length=300)
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    idempotency_key = models.CharField(max_length=120, blank=True)
    request_hash = models.BinaryField(max_length=32)
    posted_at = models.DateTimeField(db_default=Now())
    posted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    line_count = models.PositiveSmallIntegerField(db_default=0)

    class Meta:
        verbose_name_plural = "journal entries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "business", "number"], name="journalentry_number_unique"
            ),
            models.UniqueConstraint(
                fields=["firm", "reverses"],
                condition=models.Q(reverses__isnull=False),
                name="journalentry_reversed_once",
            ),
            models.UniqueConstraint(
                fields=["firm", "business", "idempotency_key"],
                condition=~models.Q(idempotency_key=""),
                name="journalentry_idempotency_key",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="reversal", reverses__isnull=False)
                | models.Q(kind="closing")
                | (~models.Q(kind="reversal") & models.Q(reverses__isnull=True)),
                name="journalentry_reversal_names_entry",
            ),
            models.CheckConstraint(
                condition=~models.Q(idempotency_key="") | models.Q(batch__isnull=False),
                name="journalentry_has_key",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "business", "date"], name="journalentry_by_date"),
            models.Index(
                fields=["firm", "batch"],
                condition=models.Q(batch__isnull=False),
                name="journalentry_by_batch",
            ),
            models.Index(
                fields=["firm", "business", "date"],
                condition=models.Q(kind="closing"),
                name="journalentry_closing",
            ),
            models.Index(
                fields=["firm", "business"],
                condition=models.Q(kind="opening"),
                name="journalentry_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.date} {self.description}"


class JournalLine(BusinessModel):
    """One line of an entry. One signed amount: debit positive, credit negative.

    Its keys to entry and account are checked set-wise by lf_lines_added, not row by row.
    """

    pk = models.CompositePrimaryKey("entry_id", "position")
    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, db_constraint=False, db_index=False, related_name="lines"
    )
    account = models.ForeignKey(
        Account, models.PROTECT, db_constraint=False, db_index=False, related_name="lines"
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    business = models.ForeignKey(
        Business, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    date = models.DateField()
    position = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(amount=Decimal(0)), name="journalline_amount_not_zero"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "date"], name="journalline_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount} {self.currency}"


class AccountBalance(models.Model):
    """What an account moved by in a span of days, kept by a trigger; writers add to slots.

    A figure is the sum over the slots. Nobody but the trigger writes here.
    """

    firm = models.ForeignKey(
        Firm, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    business = models.ForeignKey(
        Business, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    account = models.ForeignKey(
        Account, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    slot = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=25, decimal_places=4)
    lines = models.BigIntegerField()

    is_tenant: ClassVar[bool] = True

    class Meta:
        abstract = True


class MonthBalance(AccountBalance):
    """An account's movements in a calendar month (`month` is its first day)."""

    pk = models.CompositePrimaryKey("business_id", "account_id", "month", "slot")
    month = models.DateField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.month:%Y-%m} {self.amount}"


class DayBalance(AccountBalance):
    """An account's movements on a day: the anchor of a register's running balance."""

    pk = models.CompositePrimaryKey("account_id", "date", "slot")
    date = models.DateField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.date} {self.amount}"
