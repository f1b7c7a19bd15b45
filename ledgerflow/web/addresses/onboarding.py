"""Addresses of the first steps and the demo."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.views import starting

patterns: list[URLPattern | URLResolver] = [
    path("start/", starting.start, name="start"),
    path("start/demo/", starting.demo, name="demo-open"),
]
