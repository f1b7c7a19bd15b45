"""The start page: every business that a person may see, by what needs attention.

Here: parsing and rendering. Not here: reading (selectors/home.py) or one business (overview.py).
"""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from ledgerflow.pipeline.attention import DECISIONS_MAX, POINTS
from ledgerflow.web.access import person_of, signed_in
from ledgerflow.web.selectors.home import home_filter, home_of


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponseBase:
    """The person's businesses, the most urgent first; the list alone for a fragment's request."""
    wanted = home_filter(request.GET.dict())
    context = {
        "home": home_of(person_of(request), wanted),
        "wanted": wanted,
        "points": POINTS,
        "decisions_max": DECISIONS_MAX,
    }
    is_fragment = getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]
    name = "_list.html" if is_fragment else "home.html"
    return render(request, f"web/businesses/{name}", context)


@require_safe
def icon(request: HttpRequest) -> HttpResponseBase:
    """Browsers ask here where a page names no icon."""
    return redirect(static("web/icon.svg"), permanent=False)
