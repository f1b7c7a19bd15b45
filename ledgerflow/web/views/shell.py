"""Changing the firm or business.

Here: the list behind the switcher, as a page and as a fragment. Not here: what is found
(selectors/switching.py).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledgerflow.web.access import person_of, signed_in
from ledgerflow.web.selectors.switching import switch_list
from ledgerflow.web.shell.navigation import SECTIONS, every

TEXT_MAX = 100


@require_safe
@signed_in
def switch(request: HttpRequest) -> HttpResponse:
    """The person's businesses by firm; `q` narrows them, `section` is kept on the way there."""
    asked = request.GET.get("section", "")
    section = asked if asked in {item.path for item in every(SECTIONS)} else ""
    text = request.GET.get("q", "").strip()[:TEXT_MAX]
    found = switch_list(person_of(request), text)
    context = {"found": found, "text": text, "section": section}
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "web/shell/switch.html", context)
    part = "_switch_list" if "q" in request.GET else "_switch"
    return render(request, f"web/shell/{part}.html", context)
