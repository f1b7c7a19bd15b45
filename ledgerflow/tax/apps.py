"""App configuration of tax."""

from django.apps import AppConfig


class TaxConfig(AppConfig):
    """AccountTaxLine."""

    name = "ledgerflow.tax"
    default_auto_field = "django.db.models.BigAutoField"
