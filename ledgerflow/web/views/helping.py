"""Help: the docs of LedgerFlow as pages of the app.

Here: which page, and what is said where an installation has no docs. Not here: reading and
rendering them (shell/docs.py).
"""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from ledgerflow.web.access import signed_in
from ledgerflow.web.shell import docs

TEXT_MAX = 100


@require_safe
@signed_in
def page(request: HttpRequest, page: str = docs.START) -> HttpResponse:
    """A page of the docs with the list of all; `q` narrows the list by titles."""
    if docs.docs_folder() is None:
        return render(request, "web/shell/help_missing.html", {"path": page})
    html = docs.page_html(page)
    if html is None:
        raise Http404
    text = request.GET.get("q", "").strip()[:TEXT_MAX]
    now = next(one for one in docs.pages() if one.path == page)
    context = {
        "now": now,
        "html": mark_safe(html),  # noqa: S308  # our own docs, rendered without raw HTML
        "sections": _sections(text),
        "text": text,
    }
    return render(request, "web/shell/help.html", context)


@require_safe
@signed_in
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture of a page of the docs; 404 for any other file."""
    found = docs.picture(name)
    if found is None:
        raise Http404
    return FileResponse(found.open("rb"), content_type="image/jpeg")


def _sections(text: str) -> dict[str, list[docs.DocPage]]:
    """Pages by folder, in the order in which people look: how to, then the others."""
    found: dict[str, list[docs.DocPage]] = {}
    for one in sorted(docs.pages_titled(text), key=lambda p: (p.section != "howto", p.section)):
        found.setdefault(one.section, []).append(one)
    return found
