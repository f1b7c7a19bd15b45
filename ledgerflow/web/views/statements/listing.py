"""The statements of a business: the drop zone, files in work, the list, the months covered.

Here: the page, its fragment that is asked again while files are in work, and the plain form that
works without scripts. Not here: files in parts (uploads.py), one file (filepage.py).
"""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ledgerflow.core.errors import DuplicateFile, InputError, LedgerFlowError, LimitError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.statements.covering import coverage_of
from ledgerflow.statements.models import BankAccount
from ledgerflow.statements.uploading import refuse_size
from ledgerflow.web.access import business_page, person_of
from ledgerflow.web.selectors.coveragegrid import grid_of
from ledgerflow.web.selectors.statementlist import (
    Wanted,
    accounts_of,
    file_list,
    filter_choices,
    wanted_from,
)
from ledgerflow.web.views.statements.accountwish import account_wished
from ledgerflow.web.views.statements.doors import require_uploader

FILES_MAX = 100


@require_http_methods(["GET", "HEAD", "POST"])
@business_page
def statements(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The page; a POST is the plain form with its files."""
    if request.method == "POST":
        return _upload(request, place)
    wanted = wanted_from(request.GET.dict())
    accounts = accounts_of(place.business_id)
    context = {**_list(request, place, wanted), "accounts": accounts, "filters": filter_choices()}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "web/statements/_files.html", context)
    today = timezone.now().date()
    covered = coverage_of(Business(pk=place.business_id, firm_id=place.firm_id), today=today)
    grid = grid_of(covered, today=today, all_years="years" in request.GET)
    context |= {"grid": grid, "kinds": BankAccount.Kind.choices}
    return render(request, "web/statements/list.html", context)


@require_safe
@business_page
def work(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The list as it stands now, for a page that waits: one fragment for all files in work."""
    wanted = wanted_from(request.GET.dict())
    context = _list(request, place, wanted)
    return render(request, "web/statements/_files.html", context)


def _list(request: HttpRequest, place: Place, wanted: Wanted) -> dict[str, Any]:
    query = QueryDict(mutable=True)
    query.update({k: v for k, v in request.GET.dict().items() if k in ("state", "account")})
    return {
        "place": place,
        "wanted": wanted,
        "list": file_list(place.business_id, wanted),
        "query": query.urlencode(),
        "here": request.GET.urlencode(),
    }


def _upload(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Take in each file; one that cannot be is named, and the others go their way."""
    require_uploader(place)
    files = request.FILES.getlist("file")
    if not files:
        raise InputError(
            _("Choose a statement file first."), hint=_("Go back and choose one or several files.")
        )
    if len(files) > FILES_MAX:
        raise LimitError(
            f"{len(files)} files at once; at most {FILES_MAX} here.",
            code="too_many_files",
            hint="Send them in several parts.",
        )
    business = Business.objects.get(pk=place.business_id)
    account = account_wished(place, business, request.POST.dict())
    taken: list[int] = []
    for file in files:
        try:
            taken.append(_take(place, file, account, person_of(request).pk))
        except DuplicateFile as known:
            _tell_known(request, place, known)
        except LedgerFlowError as fault:
            if len(files) == 1:
                raise
            messages.error(request, f"{fault.message} {fault.hint}")
    if taken:
        said = ngettext("%(n)d file is received.", "%(n)d files are received.", len(taken))
        proof = _("Proofs appear below as they are read.")
        messages.success(request, f"{said % {'n': len(taken)}} {proof}")
    return redirect("web:statements", business_id=place.business_id)


def _take(place: Place, file: "UploadedFile[bytes]", account: str, user_id: int) -> int:
    name = file.name or ""
    refuse_size(name, file.size or 0)
    with transaction.atomic():
        return statement_submit(place, Upload(name, file.read()), account=account, user_id=user_id)


def _tell_known(request: HttpRequest, place: Place, known: DuplicateFile) -> None:
    """The file is there: say as which, and lead there."""
    link = redirect("web:statement", business_id=place.business_id, file_id=known.extra["file"])
    said = format_html('{} <a href="{}">{}</a>', known.message, link.url, _("Look at it"))
    messages.warning(request, said)
