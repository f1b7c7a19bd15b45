"""Addresses of the pages. A business is named by its number: names change, links stay."""

from django.urls import path

from ledgerflow.web.views import agents, books, closing, pages, session, statements, unlocking

app_name = "web"

BUSINESS = "b/<int:business_id>/"

urlpatterns = [
    path("", pages.home, name="home"),
    path("favicon.ico", pages.icon, name="icon"),
    path("sign-in/", session.SignIn.as_view(), name="sign-in"),
    path("sign-out/", session.SignOut.as_view(), name="sign-out"),
    path(BUSINESS, pages.business, name="business"),
    path(f"{BUSINESS}statements/", statements.upload, name="upload"),
    path(f"{BUSINESS}statements/<int:file_id>/", statements.statement, name="statement"),
    path(f"{BUSINESS}statements/<int:file_id>/state/", statements.state, name="file-state"),
    path(f"{BUSINESS}statements/<int:file_id>/original/", statements.original, name="original"),
    path(f"{BUSINESS}statements/<int:file_id>/password/", unlocking.unlock, name="password"),
    path(f"{BUSINESS}statements/<int:file_id>/undo/", statements.undo, name="undo"),
    path(f"{BUSINESS}agents/", agents.agents, name="agents"),
    path(f"{BUSINESS}agents/progress/", agents.progress, name="look-up-progress"),
    path(f"{BUSINESS}agents/policy/", agents.policy, name="model-policy"),
    path(f"{BUSINESS}agents/start/", agents.start, name="look-up-start"),
    path(f"{BUSINESS}agents/cancel/", agents.cancel, name="look-up-cancel"),
    path(f"{BUSINESS}agents/runs/<int:run_id>/", agents.run, name="agent-run"),
    path(f"{BUSINESS}reports/<slug:slug>/", books.report, name="report"),
    path(f"{BUSINESS}books/close/", closing.closing, name="closing"),
    path(f"{BUSINESS}books/close/close/", closing.close, name="close"),
    path(f"{BUSINESS}books/close/reopen/", closing.reopen, name="reopen"),
    path(f"{BUSINESS}books/entries/", books.entries, name="entries"),
    path(f"{BUSINESS}books/entries/<int:number>/", books.entry, name="entry"),
]
