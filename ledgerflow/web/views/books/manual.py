"""Writing an entry by hand. Here: the form's ways. Not here: reading what was typed
(web/books/manualform.py) or posting (ledger/manual.py).
"""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ledgerflow.core.errors import AccessError, LedgerFlowError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import DESCRIPTION_MAX, NOTE_MAX
from ledgerflow.ledger.manual import WrittenEntry, entry_write
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.papers.storing import paper_store
from ledgerflow.web.access import person_of, writer_page
from ledgerflow.web.books.choices import accounts_as_json, accounts_usable
from ledgerflow.web.books.manualform import (
    LineFields,
    ManualForm,
    form_blank,
    form_copied,
    form_sent,
)
from ledgerflow.web.selectors.asking import decimal_mark
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.papers import uploaded
from ledgerflow.web.views.sentfiles import files_sent, tell_elsewhere

PAPERS_MAX = 10


@require_http_methods(["GET", "HEAD", "POST"])
@writer_page
def new(request: HttpRequest, place: Place) -> HttpResponseBase:
    """An empty form, one filled from an entry (`?copy=17`), or what was sent."""
    if request.method == "POST":
        return _sent(request, place)
    copied = request.GET.get("copy", "")
    form = _copied(place, copied) if copied else form_blank(timezone.localdate())
    return _page(request, place, form, accounts_usable(place.business_id))


@require_safe
@writer_page
def line(request: HttpRequest, place: Place) -> HttpResponseBase:
    """One more blank line, for the form as it stands."""
    context = {"place": place, "line": LineFields(), "note_max": NOTE_MAX}
    return render(request, "web/books/_manual_line.html", context)


def _sent(request: HttpRequest, place: Place) -> HttpResponseBase:
    form, usable = form_sent(request.POST), accounts_usable(place.business_id)
    if "more" in request.POST:
        form.more_lines()
        return _page(request, place, form, usable)
    business = Business.objects.get(pk=place.business_id)
    written = form.read(business, usable)
    if written is None:
        return _page(request, place, form, usable, status=422)
    try:
        entry, known = _posted(request, business, written)
    except LedgerFlowError as fault:
        return _page(request, place, form, usable, fault=fault)
    messages.success(request, _("Entry %(number)s is posted.") % {"number": entry.number})
    for paper in known:
        tell_elsewhere(request, paper)
    if "again" in request.POST:
        return redirect("web:entry-new", place.business_id)
    return redirect("web:entry", place.business_id, entry.number)


@transaction.atomic
def _posted(
    request: HttpRequest, business: Business, written: WrittenEntry
) -> tuple[JournalEntry, list[Attachment]]:
    """The entry with its receipts, all of it or nothing; and those that lie elsewhere already."""
    papers = files_sent(request, "papers", PAPERS_MAX)
    entry = entry_write(business=business, written=written, today=timezone.localdate())
    kept = [_keep(paper, business, entry, person_of(request).pk) for paper in papers]
    return entry, [paper for paper in kept if paper.entry_id != entry.pk]


def _keep(
    paper: "UploadedFile[bytes]", business: Business, entry: JournalEntry, user_id: int
) -> Attachment:
    name, data = uploaded(paper)
    return paper_store(business=business, name=name, data=data, user_id=user_id, entry_id=entry.pk)


def _copied(place: Place, number: str) -> ManualForm:
    """A form filled from an entry; AccessError where the business has none with that number."""
    entries = JournalEntry.objects.filter(business_id=place.business_id)
    entry = entries.filter(number=number_of(number) or 0).first()
    if entry is None:
        raise AccessError(
            f"The books of {place.business_name} have no entry {number[:20]!r}.",
            hint="Copy one from its page.",
        )
    lines = list(entry.lines.select_related("account").order_by("position"))
    return form_copied(entry, lines, timezone.localdate())


def _page(
    request: HttpRequest,
    place: Place,
    form: ManualForm,
    usable: list[Account],
    *,
    fault: LedgerFlowError | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """The form with what was typed, and what stands against it."""
    context = {
        "place": place,
        "form": form,
        "fault": fault,
        "accounts": accounts_as_json(usable),
        "decimal": decimal_mark(),
        "description_max": DESCRIPTION_MAX,
        "note_max": NOTE_MAX,
    }
    status = fault.status if fault else status
    return render(request, "web/books/manual.html", context, status=status)
