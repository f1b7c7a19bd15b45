"""App configuration of review."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Decision."""

    name = "ledgerflow.review"
    default_auto_field = "django.db.models.BigAutoField"
