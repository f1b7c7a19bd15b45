"""Addresses of what every page has: switching, search, help, languages; and transactions."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from ledgerflow.web.addresses.within import BUSINESS
from ledgerflow.web.views import helping, search, shell, transactions

patterns: list[URLPattern | URLResolver] = [
    path("switch/", shell.switch, name="switch"),
    path("search/", search.search, name="search"),
    path("palette/", search.palette, name="palette"),
    path("help/", helping.page, name="help"),
    path("help/pictures/<str:name>", helping.picture, name="help-picture"),
    path("help/<path:page>/", helping.page, name="help"),
    path("language/", set_language, name="language"),
    path(f"{BUSINESS}transactions/", transactions.transactions, name="transactions"),
    path(f"{BUSINESS}transactions/decide/", transactions.decide, name="transactions-decide"),
    path(
        f"{BUSINESS}transactions/undo/<int:batch_id>/", transactions.undo, name="transactions-undo"
    ),
    path(
        f"{BUSINESS}transactions/<int:transaction_id>/",
        transactions.transaction,
        name="transaction",
    ),
]
