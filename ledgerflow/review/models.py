"""Decisions: append-only, at most one of them live per bank transaction; what waits for one.

Here: the tables. A decision is undone by a later row of kind `undo`; `version` counts the rows
of one transaction, and a trigger holds the order decide, undo, decide. Not here: posting.
"""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.audit.models import Batch
from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import User
from ledgerflow.ledger.models import Account, BusinessModel, JournalEntry
from ledgerflow.statements.models import BankAccount, BankTransaction


class Decision(BusinessModel):
    """What is to be booked for a bank transaction, or that an earlier decision is undone."""

    class Kind(models.TextChoices):
        CATEGORY = "category", "Category"
        SPLIT = "split", "Split"
        TRANSFER = "transfer", "Transfer between own accounts"
        EXCLUDE = "exclude", "Not to be booked"
        UNDO = "undo", "Undo"

    transaction = models.ForeignKey(
        BankTransaction, models.PROTECT, db_constraint=False, related_name="decisions"
    )
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    transfer_with = models.ForeignKey(
        BankTransaction, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    payee_key = models.CharField(max_length=200, blank=True)
    payee_name = models.CharField(max_length=200, blank=True)
    business_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(100))
    suggestion = models.ForeignKey(
        Suggestion, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    tags = models.JSONField(
        default=list, db_default=models.Value([], models.JSONField()), blank=True
    )
    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, db_constraint=False, related_name="decisions"
    )
    batch = models.ForeignKey(Batch, models.PROTECT, db_constraint=False, related_name="decisions")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    policy = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "transaction", "version"], name="decision_version_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="category", account__isnull=False)
                | ~models.Q(kind="category"),
                name="decision_category_names_account",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="exclude", entry=None)
                | models.Q(kind="undo")
                | models.Q(kind__in=["category", "split", "transfer"], entry__isnull=False),
                name="decision_has_entry",
            ),
            models.CheckConstraint(
                condition=models.Q(business_percent__range=(0, 100)),
                name="decision_business_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=False) | ~models.Q(policy=""),
                name="decision_has_author",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "business", "transaction"],
                condition=models.Q(kind="exclude"),
                name="decision_exclusions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.transaction_id} (version {self.version})"

    @property
    def is_person(self) -> bool:
        """True when a person decided, not a policy: only these teach."""
        return not self.policy


class DecisionPart(BusinessModel):
    """One part of a split decision: `amount` in the bank's view; all parts make the whole.

    `percent` is kept where the part was stated as a share.
    """

    decision = models.ForeignKey(
        Decision, models.PROTECT, db_constraint=False, related_name="parts"
    )
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, related_name="+")
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["decision", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "decision", "position"], name="decisionpart_once"
            ),
            models.CheckConstraint(condition=~models.Q(amount=0), name="decisionpart_amount"),
        ]

    def __str__(self) -> str:
        return f"part {self.position} of {self.decision_id}"


class WaitingTransaction(BusinessModel):
    """A live bank transaction that waits for a decision: kept by triggers, never written here.

    It repeats what a queue sorts and groups by, so that a business with a million transactions is
    asked for those that wait alone. `suggestion` is the newest one, also where it says that nothing
    is known; `group_key` is the payee's key and the direction, or stands for this one alone.
    """

    transaction = models.OneToOneField(
        BankTransaction,
        models.PROTECT,
        primary_key=True,
        db_constraint=False,
        related_name="waiting",
    )
    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    date = models.DateField()
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    suggestion = models.ForeignKey(
        Suggestion, models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    confidence = models.DecimalField(max_digits=6, decimal_places=5, default=Decimal(0))
    group_key = models.CharField(max_length=210)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "business", "date", "transaction"], name="waiting_by_date"
            ),
            models.Index(
                fields=["firm", "business", "group_key"],
                include=["date", "amount", "currency", "confidence", "account"],
                name="waiting_by_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transaction_id} waits"
