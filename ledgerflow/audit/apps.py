"""App configuration of audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """AuditEvent and Batch."""

    name = "ledgerflow.audit"
    default_auto_field = "django.db.models.BigAutoField"
