"""One statement file: its page, its lines, the pages of a PDF, the original as it came.

Here: reads and rendering. Not here: what a person does to a file (actions.py, columns.py).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.pipeline.showing import file_as_read
from ledgerflow.statements.models import BankAccount, StatementFile, StatementLine
from ledgerflow.statements.pageimage import page_image
from ledgerflow.statements.storage import original_load
from ledgerflow.web.access import business_page
from ledgerflow.web.selectors.filelines import page_of_line, read_page
from ledgerflow.web.selectors.files import file_of, file_view
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.statements.doors import reading_page

CLOSED_POLICY = "default-src 'none'; sandbox"
"""Originals come from outside: a browser must neither run nor show anything in them."""


@require_safe
@business_page
def statement(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """One file: state and what to do, proofs, faults, lines beside the original."""
    line = _number(request.GET.get("line", ""), 0)
    if line:
        return _to_line(place, file_id, line)
    view = file_view(place, file_id, _number(request.GET.get("page", ""), 1))
    context = {
        "place": place,
        "view": view,
        "page": view.page,
        "kinds": BankAccount.Kind.choices,
    }
    return render(request, "web/statements/statement.html", context)


def _to_line(place: Place, file_id: int, line_id: int) -> HttpResponseBase:
    """The page of the file on which a line stands, at that line."""
    address = reverse("web:statement", args=[place.business_id, file_id])
    lines = StatementLine.objects.filter(
        business_id=place.business_id, statement__file_id=file_id, pk=line_id
    )
    line = lines.select_related("statement").first()
    if line is None:
        return redirect(address)
    return redirect(f"{address}?page={page_of_line(line)}#line-{line.pk}")


def _number(text: str, otherwise: int) -> int:
    number = number_of(text)
    return otherwise if number is None else number


@require_safe
@never_cache
@business_page
def state(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """How far a file is; once it is out of work the whole page is read again."""
    view = file_view(place, file_id)
    if not view.in_work:
        return HttpResponseClientRefresh()
    return render(request, "web/statements/_in_work.html", {"place": place, "view": view})


@require_safe
@never_cache
@reading_page
def lines(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """The lines of a file that is not taken in, read again; nothing of it is stored."""
    with working_in(place):
        file = file_of(place, file_id)
    context: dict[str, Any] = {"place": place, "file": file, "view": {"file": file}}
    try:
        parsed = file_as_read(place, file)
    except LedgerFlowError as fault:
        context["fault"] = fault
    else:
        context["page"] = read_page(parsed, _number(request.GET.get("page", ""), 1))
    whole = not request.htmx  # type: ignore[attr-defined]
    template = "web/statements/lines.html" if whole else "web/statements/_lines.html"
    return render(request, template, context)


@require_safe
@reading_page
def sheet(request: HttpRequest, place: Place, file_id: int, number: int) -> HttpResponseBase:
    """A page of a PDF as a picture, drawn in a process that can hurt nobody."""
    with working_in(place):
        file = file_of(place, file_id)
    response = HttpResponse(page_image(file, number), content_type="image/png")
    return _closed(response)


@require_safe
@business_page
def original(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """The file as it came, as an attachment that no browser opens by itself."""
    file = file_of(place, file_id)
    response = HttpResponse(_bytes_of(file), content_type="application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    response["Content-Disposition"] = disposition or "attachment"
    return _closed(response)


def _bytes_of(file: StatementFile) -> bytes:
    return original_load(file.firm_id, file.stored_as, file.sha256)


def _closed(response: HttpResponse) -> HttpResponse:
    """Nobody else keeps it, and no browser makes anything else of it."""
    response["Content-Security-Policy"] = CLOSED_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
