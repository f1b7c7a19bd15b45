"""The columns of a table: its first rows with a choice above each, a preview, and saving.

Here: requests and rendering. Not here: the form (web/columns.py), reading (pipeline/mapping.py).
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ledgerflow.core.errors import InputError, LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.mapping import (
    Preview,
    mapping_apply,
    mapping_preview,
    reading_of,
    require_mappable,
)
from ledgerflow.statements.glances import TableTop, table_top
from ledgerflow.statements.models import BankAccount, StatementFile
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.storage import original_load
from ledgerflow.web.access import person_of
from ledgerflow.web.columns import (
    column_choices,
    columns_said,
    decimal_words,
    order_words,
    role_words,
    sign_words,
)
from ledgerflow.web.marks import verdict_mark
from ledgerflow.web.selectors.filelines import read_page
from ledgerflow.web.selectors.files import file_of
from ledgerflow.web.views.statements.accountwish import account_wished
from ledgerflow.web.views.statements.doors import long_page

ROWS_SHOWN = 20
LINES_SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@long_page
def columns(request: HttpRequest, place: Place, file_id: int) -> HttpResponseBase:
    """GET: the first rows, what is chosen, and what the file says so. POST: read it so for good."""
    with working_in(place):
        file = file_of(place, file_id)
    require_mappable(file)
    data = original_load(file.firm_id, file.stored_as, file.sha256)
    top = table_top(SourceFile(file.name, data), ROWS_SHOWN)
    if not top.rows:
        raise InputError(
            _("%(name)s is no table with columns.") % {"name": file.name},
            code="no_table",
            hint=_("Columns can be named for CSV files and spreadsheets."),
        )
    if "preview" in request.POST:
        return _to_preview(request)
    if request.method == "POST":
        return _save(request, place, file, top)
    preview = _previewed(file, data, top, request.GET.dict())
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "web/statements/_preview.html", preview)
    return render(
        request, "web/statements/columns.html", _page(place, file, top, request) | preview
    )


def _page(place: Place, file: StatementFile, top: TableTop, request: HttpRequest) -> dict[str, Any]:
    with working_in(place):
        accounts = list(BankAccount.objects.filter(business_id=place.business_id))
    said = columns_said(top, request.GET.dict())
    given = request.GET.get("account")
    return {
        "place": place,
        "file": file,
        "top": top,
        "rows": list(zip(top.numbers, top.rows, strict=False)),
        "columns": column_choices(top, said),
        "said": said,
        "roles": role_words(),
        "orders": order_words(),
        "decimals": decimal_words(),
        "signs": sign_words(),
        "headers": [(str(n), number) for n, number in enumerate(top.numbers)],
        "accounts": accounts,
        "account": given if given is not None else str(file.bank_account_id or ""),
        "kinds": BankAccount.Kind.choices,
    }


def _to_preview(request: HttpRequest) -> HttpResponseBase:
    """Without scripts a preview is asked by the form, and stands at an address like any page."""
    query = request.POST.copy()
    for name in ("preview", "csrfmiddlewaretoken"):
        query.pop(name, None)
    return redirect(f"{request.path}?{query.urlencode()}")


def _previewed(
    file: StatementFile, data: bytes, top: TableTop, said: dict[str, str]
) -> dict[str, Any]:
    """The lines as they would be read, the proof of each statement, and every fault."""
    try:
        shown = mapping_preview(file, data, reading_of(top, columns_said(top, said)))
    except LedgerFlowError as error:
        shown = Preview(error=error)
    if shown.parsed is None:
        return {"error": shown.error}
    page = read_page(shown.parsed, 1)
    proofs = [
        {"mark": verdict_mark(p.verdict), "reason": p.reason, "lines": len(s.lines), "sum": s.sum,
         "currency": s.currency}
        for s, p in zip(shown.parsed.statements, shown.proofs, strict=True)
    ]  # fmt: skip
    return {
        "proofs": proofs,
        "lines": page.lines[:LINES_SHOWN],
        "more": max(page.total - LINES_SHOWN, 0),
        "faults": shown.parsed.faults[:ROWS_SHOWN],
        "fault_count": len(shown.parsed.faults),
    }


def _save(
    request: HttpRequest, place: Place, file: StatementFile, top: TableTop
) -> HttpResponseBase:
    said = request.POST.dict()
    reading = reading_of(top, columns_said(top, said))
    user_id = person_of(request).pk
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        account = account_wished(place, business, said)
    if not account:
        raise InputError(
            _("The columns are remembered for an account, and none is chosen."),
            hint=_("Go back and choose the account that the file is of."),
        )
    run = mapping_apply(place, file.pk, reading, account=account, user_id=user_id)
    if run.state == StatementFile.State.PUBLISHED:
        told = _("%(name)s is taken in, and the next files of the account are read alike.")
        messages.success(request, told % {"name": run.name})
    else:
        told = _("%(name)s is read with your columns, and still waits; see why.")
        messages.warning(request, told % {"name": run.name})
    return redirect("web:statement", business_id=place.business_id, file_id=run.file_id)
