"""Batches, audit events, seals.

Here: a batch (an import, a classification run, a bulk decision: anything that can be undone
together), the append-only record of what happened, and the seals over both it and the journal.
Not here: doing or undoing it; making seals (ledger/sealing.py).
"""

from typing import ClassVar

from django.db import models

from ledgerflow.firms.models import Business, TenantModel, User


class Batch(TenantModel):
    """Work that was done together and can be undone together. Append-only."""

    class Kind(models.TextChoices):
        IMPORT = "import", "Import"
        CLASSIFY = "classify", "Classification"
        DECIDE = "decide", "Decisions"
        UNDO = "undo", "Undo"
        JOURNAL = "journal", "Journal import"
        CLOSE = "close", "Closing"
        RULE = "rule", "Rules applied"
        AGENT = "agent", "Agents asked"

    business = models.ForeignKey(Business, models.PROTECT, db_constraint=False, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "batches"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "undoes"], name="batch_undone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.title}"


class AuditEvent(TenantModel):
    """One thing that happened. `actor` is `kind:name/version` (actors.py).

    `request_id` is the same for all that one page request, command or job did.
    """

    business = models.ForeignKey(
        Business, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=120)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "id"], name="audit_by_firm"),
            models.Index(fields=["firm", "subject", "subject_id"], name="audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.subject} {self.subject_id}"


class Seal(TenantModel):
    """Entries and events of a firm, up to an id each, as they were; append-only, made by SQL.

    `entries` and `events` list 16 bytes a row, `contents` is over the full digests, `hash` over
    all of it and the seal before: chain.py says how.
    """

    sequence = models.IntegerField()
    sealed_at = models.DateTimeField()
    previous = models.BinaryField(max_length=32)
    entries_after = models.BigIntegerField()
    entries_upto = models.BigIntegerField()
    entry_count = models.IntegerField()
    events_after = models.BigIntegerField()
    events_upto = models.BigIntegerField()
    event_count = models.IntegerField()
    entries = models.BinaryField()
    events = models.BinaryField()
    contents = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "sequence"], name="seal_once"),
        ]

    def __str__(self) -> str:
        return f"seal {self.sequence}: {bytes(self.hash).hex()}"
