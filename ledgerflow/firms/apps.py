"""App configuration of firms."""

from django.apps import AppConfig


class FirmsConfig(AppConfig):
    """Firm, Business, Membership, User."""

    name = "ledgerflow.firms"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Django looks into models.py; the other tables are named here."""
        super().import_models()
        from ledgerflow.firms import invitation_models  # noqa: F401
