"""Addresses of the review queue."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.addresses.within import BUSINESS, FIRM
from ledgerflow.web.views.review import deciding, pages

patterns: list[URLPattern | URLResolver] = [
    path(f"{BUSINESS}review/", pages.review, name="review"),
    path(f"{BUSINESS}review/decide/", deciding.decide, name="review-decide"),
    path(f"{BUSINESS}review/ask/", deciding.ask, name="review-ask"),
    path(f"{BUSINESS}review/undo/", deciding.undo, name="review-undo"),
    path(f"{BUSINESS}review/undo/<int:batch_id>/", deciding.undo, name="review-undo-batch"),
    path(f"{FIRM}review/", pages.firm_review, name="firm-review"),
]
