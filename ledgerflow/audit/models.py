"""Batches and audit events.

Here: a batch (an import, a classification run, a bulk decision: anything that can be undone
together) and the append-only record of what happened. Not here: doing or undoing it.
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
    """One thing that happened. `actor` names person, rule, model or policy with its version."""

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

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "subject", "subject_id"], name="audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.subject} {self.subject_id}"
