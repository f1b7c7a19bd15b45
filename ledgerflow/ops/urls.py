"""Addresses of the probes."""

from django.urls import path

from ledgerflow.ops import health

app_name = "ops"

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("version", health.version, name="version"),
]
