"""App configuration of audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """AuditEvent and Batch."""

    name = "ledgerflow.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What happens in the app below, which cannot import this one, is recorded too."""
        from ledgerflow.audit.services import event_record
        from ledgerflow.firms.happenings import recorded_by

        recorded_by(event_record)
