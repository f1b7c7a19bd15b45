"""Addresses of the start page and the page of a business."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.addresses.within import BUSINESS
from ledgerflow.web.views import home, overview

patterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("favicon.ico", home.icon, name="icon"),
    path(BUSINESS, overview.business, name="business"),
]
