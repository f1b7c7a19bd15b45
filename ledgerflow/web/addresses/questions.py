"""Addresses of questions to clients, receipts and notes, rules, payees and what recurs."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.addresses.within import BUSINESS
from ledgerflow.web.views import asked, papers, payees, recurring
from ledgerflow.web.views.questions import deciding, links, pages
from ledgerflow.web.views.rules import editing, listing, moving

QUESTION = f"{BUSINESS}questions/<int:question_id>/"
PAYEE = f"{BUSINESS}payees/<int:payee_id>/"
RULE = f"{BUSINESS}rules/<int:rule_id>/"
LINK = f"{BUSINESS}questions/links/<int:link_id>/"

patterns: list[URLPattern | URLResolver] = [
    path("q/<str:token>/", asked.asked, name="asked"),
    path("q/<str:token>/<int:question_id>/", asked.answer, name="asked-answer"),
    path(f"{BUSINESS}questions/", pages.questions, name="questions"),
    path(f"{BUSINESS}questions/ask/", pages.ask, name="question-ask"),
    path(f"{BUSINESS}questions/links/", links.make, name="question-link"),
    path(f"{LINK}withdraw/", links.withdraw, name="question-link-withdraw"),
    path(f"{LINK}extend/", links.extend, name="question-link-extend"),
    path(f"{QUESTION}answer/", pages.answer, name="question-answer"),
    path(f"{QUESTION}decide/", deciding.decide, name="question-decide"),
    path(f"{QUESTION}resolve/", pages.resolve, name="question-resolve"),
    path(f"{QUESTION}withdraw/", pages.withdraw, name="question-withdraw"),
    path(f"{BUSINESS}receipts/", papers.receipts, name="receipts"),
    path(f"{BUSINESS}receipts/add/", papers.add, name="paper-add"),
    path(f"{BUSINESS}receipts/<int:paper_id>/", papers.paper, name="paper"),
    path(f"{BUSINESS}receipts/<int:paper_id>/place/", papers.put, name="paper-place"),
    path(f"{BUSINESS}receipts/<int:paper_id>/remove/", papers.remove, name="paper-remove"),
    path(f"{BUSINESS}receipts/<int:paper_id>/restore/", papers.restore, name="paper-restore"),
    path(f"{BUSINESS}notes/add/", papers.note, name="note-add"),
    path(f"{BUSINESS}rules/", listing.rules, name="rules"),
    path(f"{BUSINESS}rules/new/", editing.new, name="rule-new"),
    path(f"{BUSINESS}rules/preview/", editing.preview, name="rule-preview"),
    path(f"{BUSINESS}rules/group/", listing.group, name="rule-group"),
    path(f"{BUSINESS}rules/export/", moving.export, name="rules-export"),
    path(f"{BUSINESS}rules/import/", moving.read, name="rules-import"),
    path(f"{BUSINESS}rules/undo/<int:batch_id>/", listing.undo, name="rules-undo"),
    path(RULE, editing.rule, name="rule"),
    path(f"{RULE}move/", listing.move, name="rule-move"),
    path(f"{RULE}switch/", listing.switch, name="rule-switch"),
    path(f"{RULE}remove/", listing.remove, name="rule-remove"),
    path(f"{RULE}answer/", listing.answer, name="rule-answer"),
    path(f"{RULE}apply/", listing.apply, name="rule-apply"),
    path(f"{BUSINESS}payees/", payees.payees, name="payees"),
    path(PAYEE, payees.payee, name="payee"),
    path(f"{PAYEE}rename/", payees.rename, name="payee-rename"),
    path(f"{PAYEE}merge/", payees.merge, name="payee-merge"),
    path(f"{PAYEE}split/", payees.split, name="payee-split"),
    path(f"{BUSINESS}recurring/", recurring.recurring, name="recurring"),
]
