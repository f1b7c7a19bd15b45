"""App configuration of statements."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """BankAccount, StatementFile, Statement, StatementLine, BankTransaction, LineMatch."""

    name = "ledgerflow.statements"
    default_auto_field = "django.db.models.BigAutoField"
