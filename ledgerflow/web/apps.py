"""App configuration of web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """No tables; views, templates, static files."""

    name = "ledgerflow.web"
