"""App configuration of web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """No tables; views, templates, static files."""

    name = "ledgerflow.web"

    def ready(self) -> None:
        """allauth counts where counting goes on while Redis is away."""
        from ledgerflow.web.signin.limits import count_in_limits

        count_in_limits()
