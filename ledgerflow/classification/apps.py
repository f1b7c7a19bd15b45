"""App configuration of classification."""

from django.apps import AppConfig


class ClassificationConfig(AppConfig):
    """Rule, Suggestion, PayeeMemory."""

    name = "ledgerflow.classification"
    default_auto_field = "django.db.models.BigAutoField"
