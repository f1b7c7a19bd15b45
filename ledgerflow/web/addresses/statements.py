"""Addresses of statement files."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.addresses.within import BUSINESS
from ledgerflow.web.views import unlocking
from ledgerflow.web.views.statements import actions, columns, filepage, listing, merges, uploads

_LIST = f"{BUSINESS}statements/"
_FILE = f"{_LIST}<int:file_id>/"

patterns: list[URLPattern | URLResolver] = [
    path(_LIST, listing.statements, name="statements"),
    path(_LIST, listing.statements, name="upload"),
    path(f"{_LIST}work/", listing.work, name="statements-work"),
    path(f"{_LIST}uploads/", uploads.announce, name="upload-open"),
    path(f"{_LIST}uploads/<int:upload_id>/", uploads.part, name="upload-part"),
    path(f"{_LIST}uploads/<int:upload_id>/finish/", uploads.finish, name="upload-finish"),
    path(f"{_LIST}lines/<int:line_id>/", merges.merge, name="merge"),
    path(f"{_LIST}lines/<int:line_id>/split/", merges.split, name="merge-split"),
    path(f"{_LIST}lines/<int:line_id>/join/", merges.join, name="merge-join"),
    path(_FILE, filepage.statement, name="statement"),
    path(f"{_FILE}state/", filepage.state, name="file-state"),
    path(f"{_FILE}lines/", filepage.lines, name="file-lines"),
    path(f"{_FILE}pages/<int:number>.png", filepage.sheet, name="file-page"),
    path(f"{_FILE}original/", filepage.original, name="original"),
    path(f"{_FILE}password/", unlocking.unlock, name="password"),
    path(f"{_FILE}account/", actions.assign, name="file-account"),
    path(f"{_FILE}repair/", actions.repair, name="file-repair"),
    path(f"{_FILE}override/", actions.override, name="file-override"),
    path(f"{_FILE}columns/", columns.columns, name="file-columns"),
    path(f"{_FILE}undo/", actions.undo, name="undo"),
]
