"""The journal and the register of an account. Here: parsing and rendering. Not here: what they
ask and answer (selectors/journal.py).
"""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.web.access import staff_page
from ledgerflow.web.books.choices import SOURCE_WORDS, accounts_offered
from ledgerflow.web.selectors.journal import journal_asked, journal_view, register_view


@require_safe
@staff_page
def journal(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Entries newest first, a page at a time, narrowed by what the address asks."""
    question = journal_asked(place.business_id, request.GET)
    view = journal_view(place.business_id, question)
    rows = [(row, SOURCE_WORDS[row.source]) for row in view.page.rows]
    context = {"place": place, "view": view, "rows": rows, "sources": SOURCE_WORDS}
    if request.headers.get("HX-Target") == "journal":
        return render(request, "web/books/_journal.html", context)
    context |= {
        "kinds": JournalEntry.Kind.choices,
        "accounts": accounts_offered(place.business_id, with_closed=True),
    }
    return render(request, "web/books/journal.html", context)


@require_safe
@staff_page
def register(request: HttpRequest, place: Place, account_id: int) -> HttpResponseBase:
    """An account's lines with the running balance: the newest, or from a day on."""
    business = Business.objects.get(pk=place.business_id)
    view = register_view(business, account_id, request.GET)
    template = "web/books/register.html"
    if request.headers.get("HX-Target") == "register":
        template = "web/books/_register.html"
    return render(request, template, {"place": place, "view": view})
