"""Rules as a file: out to be kept, in with a look at what would change first.

Here: parsing requests and rendering. Not here: the file's shape (classification/rulefile.py), what
it does (pipeline/rules/files.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ledgerflow.core.errors import FileTooLarge, InputError, LedgerFlowError
from ledgerflow.firms.access import Place, require_writer
from ledgerflow.pipeline.rules.files import rules_export, rules_import
from ledgerflow.web.access import person_of, staff_page

BYTES_MAX = 2_000_000


@require_safe
@staff_page
def export(request: HttpRequest, place: Place) -> HttpResponseBase:
    """All rules as a text file."""
    response = HttpResponse(rules_export(place), content_type="text/plain; charset=utf-8")
    name = f"rules-{place.business_slug}.yaml"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def read(request: HttpRequest, place: Place) -> HttpResponseBase:
    """A file of rules: first what it would add and change, then, confirmed, all of it."""
    require_writer(place)
    context: dict[str, object] = {"place": place, "text": "", "report": None, "fault": None}
    if request.method != "POST":
        return render(request, "web/rules/import.html", context)
    confirmed = request.POST.get("confirm") == "1"
    try:
        context["text"] = text = _text(request)
        report = rules_import(place, text, dry_run=not confirmed, user_id=person_of(request).pk)
    except LedgerFlowError as fault:
        context["fault"] = fault
        return render(request, "web/rules/import.html", context, status=fault.status)
    if not confirmed:
        return render(request, "web/rules/import.html", context | {"report": report})
    said = _("%(added)s rules are added, %(changed)s changed.")
    counts = {"added": len(report.added), "changed": len(report.changed)}
    messages.success(request, said % counts)
    return redirect("web:rules", business_id=place.business_id)


def _text(request: HttpRequest) -> str:
    """What was chosen or pasted. Raises FileTooLarge, or InputError for what is no text."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")
    if (file.size or 0) > BYTES_MAX:
        raise FileTooLarge(_("The file is larger than 2 MB."), hint=_("Send rules in parts."))
    try:
        return str(file.read(), "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(
            _("The file is no text."),
            code="rules_file",
            hint=_("Choose a file that rules were exported to."),
        ) from fault
