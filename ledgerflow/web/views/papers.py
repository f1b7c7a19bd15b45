"""Receipts and notes: adding, placing, taking away, the file itself, the ones that lie loose.

Here: parsing requests and rendering. Not here: what is kept, and how (review/papers).
"""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import AccessError, FileTooLarge, InputError, LedgerFlowError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.review.papers.notes import note_add
from ledgerflow.review.papers.selectors import paper_bytes
from ledgerflow.review.papers.sniffing import SHOWN_INLINE
from ledgerflow.review.papers.storing import (
    PAPER_BYTES_MAX,
    paper_find,
    paper_place,
    paper_remove,
    paper_restore,
    paper_store,
)
from ledgerflow.statements.models import BankTransaction
from ledgerflow.web.access import business_page, person_of, staff_page, writer_page
from ledgerflow.web.selectors.receipts import inbox_of
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.sentfiles import tell_elsewhere

FILES_MAX = 20
CLOSED_POLICY = "default-src 'none'; sandbox"
"""Receipts come from outside: a browser must not run anything in them."""


@require_safe
@staff_page
def receipts(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The receipts that lie loose, each with where it may belong."""
    after, text = request.GET.get("after", ""), request.GET.get("text", "").strip()
    business = Business(pk=place.business_id, firm_id=place.firm_id)
    inbox = inbox_of(business, after=number_of(after) or 0, text=text)
    return render(request, "web/papers/receipts.html", {"place": place, "inbox": inbox})


@require_POST
@writer_page
def add(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Keep one or more receipts, beside a transaction or an entry or loose."""
    where, business = _where(request), Business.objects.get(pk=place.business_id)
    try:
        for file in _files(request):
            name, data = uploaded(file)
            kept = paper_store(
                business=business, name=name, data=data, user_id=person_of(request).pk, **where
            )
            _tell_elsewhere(request, kept, where)
    except LedgerFlowError as fault:
        return _refused(request, place, fault)
    return _done(request, place, _("The receipt is kept."))


@require_POST
@writer_page
def note(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Write a note beside a transaction or an entry."""
    business, text = Business.objects.get(pk=place.business_id), request.POST.get("text", "")
    try:
        note_add(business=business, text=text, user_id=person_of(request).pk, **_where(request))
    except LedgerFlowError as fault:
        return _refused(request, place, fault, typed=text)
    return _done(request, place, _("The note is added."))


@require_POST
@writer_page
def put(request: HttpRequest, place: Place, paper_id: int) -> HttpResponseBase:
    """Put a receipt beside what was chosen for it."""
    business, where = Business.objects.get(pk=place.business_id), _where(request)
    if not where:
        raise InputError(
            _("Nothing is chosen."),
            code="bad_answer",
            hint=_("Choose the transaction that the receipt belongs to."),
        )
    paper = paper_place(business=business, paper_id=paper_id, **where)
    messages.success(request, _("%(name)s is put where it belongs.") % {"name": paper.name})
    return redirect(_next(request, place))


@require_POST
@writer_page
def remove(request: HttpRequest, place: Place, paper_id: int) -> HttpResponseBase:
    """Take a receipt away; the answer offers to bring it back."""
    paper_remove(business=Business.objects.get(pk=place.business_id), paper_id=paper_id)
    if _is_part(request):
        return _fragment(request, place, {"removed": paper_id})
    parts = urlsplit(_next(request, place))
    query = QueryDict(parts.query, mutable=True)
    query["removed"] = str(paper_id)
    return redirect(urlunsplit(parts._replace(query=query.urlencode())))


@require_POST
@writer_page
def restore(request: HttpRequest, place: Place, paper_id: int) -> HttpResponseBase:
    """Bring a receipt back that was taken away."""
    paper_restore(business=Business.objects.get(pk=place.business_id), paper_id=paper_id)
    return _done(request, place, _("The receipt is back."))


@require_safe
@business_page
def paper(request: HttpRequest, place: Place, paper_id: int) -> HttpResponseBase:
    """The file as it came: shown where it is an image, else handed out; nothing in it runs.

    A client gets those of questions alone.
    """
    kept = paper_find(Business(pk=place.business_id, firm_id=place.firm_id), paper_id)
    if place.is_client and kept.question_id is None:
        raise AccessError(_("There is no such receipt."), hint=_("Look at the questions again."))
    is_shown = kept.media_type in SHOWN_INLINE
    response = HttpResponse(
        paper_bytes(kept),
        content_type=kept.media_type if is_shown else "application/octet-stream",
    )
    disposition = content_disposition_header(as_attachment=not is_shown, filename=kept.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = CLOSED_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def uploaded(file: "UploadedFile[bytes]") -> tuple[str, bytes]:
    """Name and bytes of a receipt that was sent; FileTooLarge before anything is read."""
    if (file.size or 0) > PAPER_BYTES_MAX:
        raise FileTooLarge(
            _("%(name)s is larger than 15 MB.") % {"name": file.name},
            hint=_("Take the photo at a lower resolution, or scan fewer pages at once."),
        )
    return file.name or "", file.read()


def _files(request: HttpRequest) -> "list[UploadedFile[bytes]]":
    files: list[Any] = request.FILES.getlist("file")
    if not 0 < len(files) <= FILES_MAX:
        raise InputError(
            _("Choose one to %(most)s files.") % {"most": FILES_MAX},
            code="no_receipt",
            hint=_("A receipt is a photo or a PDF."),
        )
    return files


def _where(request: HttpRequest) -> dict[str, int]:
    """What a receipt or note is put beside, as the services take it; {} for nothing."""
    for name in ("transaction", "entry"):
        number = number_of(request.POST.get(name, ""))
        if number is not None:
            return {f"{name}_id": number}
    return {}


def _tell_elsewhere(request: HttpRequest, kept: Any, where: dict[str, int]) -> None:
    """The same file lies beside something else already: it stays there, and that is said."""
    if any(getattr(kept, name) != pk for name, pk in where.items()):
        tell_elsewhere(request, kept)


def _refused(
    request: HttpRequest, place: Place, fault: LedgerFlowError, *, typed: str = ""
) -> HttpResponseBase:
    """Beside the form where only that is exchanged; else the page of the fault."""
    if not getattr(request, "htmx", False):
        raise fault
    return _fragment(request, place, {"fault": fault, "typed": typed})


def _is_part(request: HttpRequest) -> bool:
    """True where only what stands beside a transaction or an entry is exchanged."""
    return bool(getattr(request, "htmx", False) and _where(request))


def _done(request: HttpRequest, place: Place, said: str) -> HttpResponseBase:
    if _is_part(request):
        return _fragment(request, place, {})
    messages.success(request, said)
    return redirect(_next(request, place))


def _fragment(request: HttpRequest, place: Place, more: dict[str, Any]) -> HttpResponseBase:
    where = _where(request)
    rows = BankTransaction.objects.filter(business_id=place.business_id)
    entries = JournalEntry.objects.filter(business_id=place.business_id)
    context = {
        "place": place,
        "transaction": rows.filter(pk=where.get("transaction_id", 0)).first(),
        "entry": entries.filter(pk=where.get("entry_id", 0)).first(),
        "next": request.POST.get("next", ""),
    }
    return render(request, "web/papers/_papers.html", context | more)


def _next(request: HttpRequest, place: Place) -> str:
    """Back to the page that the form stood on, if it is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if wanted and is_ours else f"/b/{place.business_id}/receipts/"
