"""What people keep beside transactions and entries: notes, and receipts as files.

Here: the tables. Not here: storing a file's bytes (papers/storing.py).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.firms.models import User
from ledgerflow.ledger.models import BusinessModel, JournalEntry
from ledgerflow.review.question_models import Question, QuestionLink
from ledgerflow.statements.models import BankTransaction


class Note(BusinessModel):
    """A person's remark about a transaction or an entry. Append-only."""

    transaction = models.ForeignKey(
        BankTransaction, models.PROTECT, null=True, db_constraint=False, related_name="notes"
    )
    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, db_constraint=False, related_name="notes"
    )
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(transaction__isnull=False, entry=None)
                | models.Q(transaction=None, entry__isnull=False),
                name="note_of_one_thing",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Attachment(BusinessModel):
    """A receipt or other paper. Without transaction and entry it waits to be put somewhere.

    The bytes lie under `stored_as`; `media_type` is what they were found to be, not what was
    said. Taking one away hides it (`removed_at`) and keeps the file.
    """

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    stored_as = models.UUIDField(default=uuid.uuid4, editable=False)
    transaction = models.ForeignKey(
        BankTransaction,
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="attachments",
    )
    entry = models.ForeignKey(
        JournalEntry,
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="attachments",
    )
    question = models.ForeignKey(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="attachments",
    )
    link = models.ForeignKey(
        QuestionLink, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    received_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "business", "sha256"],
                condition=models.Q(removed_at=None),
                name="attachment_once",
            ),
            models.CheckConstraint(condition=models.Q(size_bytes__gt=0), name="attachment_size"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "business", "received_at"],
                condition=models.Q(removed_at=None, transaction=None, entry=None),
                name="attachment_loose",
            ),
        ]

    def __str__(self) -> str:
        return self.name
