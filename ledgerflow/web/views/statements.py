"""Statement files: upload, progress, the file's page, its original, taking an import back.

Here: parsing requests and rendering. Not here: processing (pipeline) or reading the page
(selectors/files.py).
"""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from ledgerflow.core.errors import FileTooLarge
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.undo import UndoReport, batch_undo
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.formats import FILE_BYTES_MAX
from ledgerflow.statements.models import BankAccount
from ledgerflow.statements.storage import original_load
from ledgerflow.web.access import business_page, person_of, writer_page
from ledgerflow.web.forms import NEW, UploadForm
from ledgerflow.web.selectors.files import file_of, file_view
from ledgerflow.web.selectors.overview import file_row_of

ITEMS_TOLD = 10
CLOSED_POLICY = "default-src 'none'; sandbox"
"""Originals come from outside: a browser must neither run nor show anything in them."""


@require_POST
@writer_page
def upload(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Store a file and leave it to the jobs; back to the page of the business."""
    business = Business.objects.get(pk=place.business_id)
    accounts = list(BankAccount.objects.filter(business=business))
    form = UploadForm(request.POST, request.FILES, accounts=accounts)
    form.refuse_invalid()
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    name = file.name or ""
    if (file.size or 0) > FILE_BYTES_MAX:
        raise FileTooLarge(
            f"{name}: {file.size:,} bytes; at most {FILE_BYTES_MAX:,}.",
            hint="Export a shorter period.",
        )
    account = _account(business, form.cleaned_data)
    statement_submit(
        place, Upload(name, file.read()), account=account, user_id=person_of(request).pk
    )
    messages.success(request, f"{name} is received. Its proof appears below.")
    return redirect("web:business", business_id=place.business_id)


def _account(business: Business, chosen: dict[str, Any]) -> str:
    """The id of the chosen account as text, a new one's too; "" lets the file say."""
    if chosen["account"] != NEW:
        return str(chosen["account"])
    kind = chosen["new_kind"] or BankAccount.Kind.CHECKING
    added = bank_account_add(business=business, name=chosen["new_name"].strip(), kind=kind)
    return str(added.pk)


@require_safe
@never_cache
@business_page
def state(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """The file's row in the list; once it is out of work the whole page is read again."""
    row = file_row_of(place.business_id, file_id)
    if row is None or not row.in_work:
        return HttpResponseClientRefresh()
    seconds = int((timezone.now() - row.file.received_at).total_seconds())
    context = {"place": place, "row": row, "seconds": seconds}
    return render(request, "web/_file_row.html", context)


@require_safe
@business_page
def statement(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """One file: proofs, faults, lines, merges."""
    view = file_view(place, file_id, request.GET.get("page"))
    return render(request, "web/statement.html", {"place": place, "view": view})


@require_safe
@business_page
def original(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """The file as it came, as an attachment that no browser opens by itself."""
    file = file_of(place, file_id)
    data = original_load(file.firm_id, file.stored_as, file.sha256)
    response = HttpResponse(data, content_type="application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = CLOSED_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@writer_page
def undo(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """Take the import that brought a file back; say what could not be taken back."""
    file = file_of(place, file_id)
    report = batch_undo(
        place, file.batch_id, reason="undone on the page", user_id=person_of(request).pk
    )
    _tell(request, report)
    return redirect("web:business", business_id=place.business_id)


def _tell(request: HttpRequest, report: UndoReport) -> None:
    said = (
        f"The import is undone: {report.withdrawn} bank transactions withdrawn,"
        f" {report.reversed} entries reversed."
    )
    messages.success(request, said)
    for item in (*report.kept, *report.blocked)[:ITEMS_TOLD]:
        messages.warning(request, f"Kept: {item.what}: {item.reason} {item.hint}")
    more = len(report.kept) + len(report.blocked) - ITEMS_TOLD
    if more > 0:
        messages.warning(request, f"Kept: {more} more.")
