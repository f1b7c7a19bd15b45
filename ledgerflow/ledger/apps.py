"""App configuration of ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Account, JournalEntry, JournalLine, Period."""

    name = "ledgerflow.ledger"
    default_auto_field = "django.db.models.BigAutoField"
