"""App configuration of review."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Decision."""

    name = "ledgerflow.review"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Django looks into models.py; the other tables are named here."""
        super().import_models()
        from ledgerflow.review import paper_models, question_models  # noqa: F401

    def ready(self) -> None:
        """Who leaves a firm, which lies below and cannot import this app, leaves no links."""
        from ledgerflow.firms.leaving import links_ended_by
        from ledgerflow.review.questions.links import links_end

        links_ended_by(links_end)
