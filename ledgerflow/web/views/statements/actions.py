"""What a person does to a file: its account, a repair, an override, taking the import back.

Here: parsing and the answers. Not here: what is done (pipeline), a password (views/unlocking.py),
columns (columns.py), merges (merges.py).
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ledgerflow.core.errors import InputError, LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.rereading import statement_assign
from ledgerflow.pipeline.services import statement_override, statement_repair
from ledgerflow.pipeline.stages import FileRun
from ledgerflow.pipeline.undo import UndoReport, batch_undo, batch_undo_preview
from ledgerflow.statements.models import StatementFile
from ledgerflow.web.access import person_of, writer_page
from ledgerflow.web.selectors.files import file_of
from ledgerflow.web.typed import day_of, number_of
from ledgerflow.web.views.statements.accountwish import account_wished
from ledgerflow.web.views.statements.doors import long_page

ITEMS_TOLD = 10


@require_POST
@writer_page
def assign(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """The file is of the chosen account; a job reads it again."""
    business = Business.objects.get(pk=place.business_id)
    account = account_wished(place, business, request.POST.dict())
    if not account:
        raise InputError(
            _("No account is chosen."), hint=_("Go back and choose one, or name a new one.")
        )
    statement_assign(place, file_id, account, user_id=person_of(request).pk)
    messages.success(request, _("The file is read again, of that account."))
    return redirect("web:statement", business_id=place.business_id, file_id=file_id)


@require_POST
@long_page
def repair(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """Accept a proposed repair with a reason; the file is read and proved anew."""
    said = request.POST

    def accept() -> FileRun:
        return statement_repair(
            place,
            file_id,
            number=number_of(said.get("number", "")) or 0,
            reason=said.get("reason", ""),
            date=day_of(said.get("date", "")),
            description=said.get("description", ""),
            user_id=person_of(request).pk,
        )

    return _judged(request, place, file_id, accept)


@require_POST
@long_page
def override(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """Take a file in whose proof failed: a person's word with a reason."""

    def accept() -> FileRun:
        reason = request.POST.get("reason", "")
        return statement_override(place, file_id, reason=reason, user_id=person_of(request).pk)

    return _judged(request, place, file_id, accept)


def _judged(
    request: HttpRequest, place: Place, file_id: int, accept: Callable[[], FileRun]
) -> HttpResponseBase:
    """Do it, and say what became of the file; a refusal is said on its page, nothing is lost."""
    with working_in(place):
        file_of(place, file_id)  # of this business, or not there
    try:
        run = accept()
    except InputError as fault:
        messages.error(request, f"{fault.message} {fault.hint}")
    else:
        if run.state == StatementFile.State.PUBLISHED:
            messages.success(request, _("%(name)s is taken in.") % {"name": run.name})
        else:
            messages.warning(request, _("%(name)s still waits; see why.") % {"name": run.name})
    return redirect("web:statement", business_id=place.business_id, file_id=file_id)


@require_http_methods(["GET", "HEAD", "POST"])
@writer_page
def undo(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """GET: what taking the import back would do. POST: take it back; say what stays."""
    file = file_of(place, file_id)
    user_id = person_of(request).pk
    if request.method != "POST":
        try:
            report = batch_undo_preview(place, file.batch_id, user_id=user_id)
        except LedgerFlowError as fault:
            context = {"place": place, "file": file, "fault": fault}
            return render(request, "web/statements/undo.html", context, status=fault.status)
        context = {"place": place, "file": file, "report": report}
        return render(request, "web/statements/undo.html", context)
    report = batch_undo(place, file.batch_id, reason="undone on the page", user_id=user_id)
    _tell(request, report)
    return redirect("web:statement", business_id=place.business_id, file_id=file_id)


def _tell(request: HttpRequest, report: UndoReport) -> None:
    withdrawn = ngettext(
        "%(n)d bank transaction withdrawn", "%(n)d bank transactions withdrawn", report.withdrawn
    ) % {"n": report.withdrawn}
    entries = ngettext("%(n)d entry reversed", "%(n)d entries reversed", report.reversed) % {
        "n": report.reversed
    }
    said = _("The import is undone: %(withdrawn)s, %(entries)s.")
    messages.success(request, said % {"withdrawn": withdrawn, "entries": entries})
    kept = _("Kept: %(what)s: %(why)s")
    for item in (*report.kept, *report.blocked)[:ITEMS_TOLD]:
        why = f"{item.reason} {item.hint}".strip()
        messages.warning(request, kept % {"what": item.what, "why": why})
    more = len(report.kept) + len(report.blocked) - ITEMS_TOLD
    if more > 0:
        messages.warning(request, _("Kept: %(n)d more.") % {"n": more})
