"""Addresses of the books."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.addresses.within import BUSINESS
from ledgerflow.web.views.books import accounts, closing, entries, journal, manual, reconcile

BOOKS = f"{BUSINESS}books/"
ACCOUNT = f"{BOOKS}accounts/<int:account_id>/"

patterns: list[URLPattern | URLResolver] = [
    path(f"{BOOKS}accounts/", accounts.accounts, name="accounts"),
    path(f"{BOOKS}accounts/add/", accounts.add, name="account-add"),
    path(ACCOUNT, accounts.account, name="account"),
    path(f"{ACCOUNT}rename/", accounts.rename, name="account-rename"),
    path(f"{ACCOUNT}close/", accounts.close, name="account-close"),
    path(f"{ACCOUNT}reopen/", accounts.reopen, name="account-reopen"),
    path(f"{ACCOUNT}tax-line/", accounts.tax_line, name="account-tax-line"),
    path(f"{BOOKS}journal/", journal.journal, name="journal"),
    path(f"{BOOKS}register/<int:account_id>/", journal.register, name="register"),
    path(f"{BOOKS}reconcile/", reconcile.reconcile, name="reconcile"),
    path(f"{BOOKS}close/", closing.closing, name="closing"),
    path(f"{BOOKS}close/close/", closing.close, name="close"),
    path(f"{BOOKS}close/reopen/", closing.reopen, name="reopen"),
    path(f"{BOOKS}entries/", entries.entries, name="entries"),
    path(f"{BOOKS}entries/new/", manual.new, name="entry-new"),
    path(f"{BOOKS}entries/new/line/", manual.line, name="entry-line"),
    path(f"{BOOKS}entries/<int:number>/", entries.entry, name="entry"),
    path(f"{BOOKS}entries/<int:number>/reverse/", entries.reverse_entry, name="entry-reverse"),
]
