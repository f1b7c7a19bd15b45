"""App configuration of statements."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """BankAccount, StatementFile, Statement, StatementLine, BankTransaction, LineMatch."""

    name = "ledgerflow.statements"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Django looks into models.py; the other tables are named here."""
        super().import_models()
        from ledgerflow.statements import upload_models  # noqa: F401
