"""The search over names, as a dialog's answers and as a page.

Here: what was typed and where. Not here: what is found (selectors/search.py).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledgerflow.web.access import person_of, signed_in
from ledgerflow.web.selectors.search import search_everything
from ledgerflow.web.typed import number_of

TEXT_MAX = 100


@require_safe
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """The page: works without JavaScript."""
    return render(request, "web/shell/search.html", _found(request))


@require_safe
@signed_in
def palette(request: HttpRequest) -> HttpResponse:
    """The answers of the dialog."""
    return render(request, "web/shell/_found.html", _found(request))


def _found(request: HttpRequest) -> dict[str, object]:
    text = request.GET.get("q", "").strip()[:TEXT_MAX]
    business_id = number_of(request.GET.get("business", ""))
    groups = search_everything(person_of(request), text, business_id)
    return {"groups": groups, "text": text, "business": business_id}
