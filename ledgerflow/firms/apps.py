"""App configuration of firms."""

from django.apps import AppConfig


class FirmsConfig(AppConfig):
    """Firm, Business, Membership, User."""

    name = "ledgerflow.firms"
    default_auto_field = "django.db.models.BigAutoField"
