"""Answers to what was done on the review pages: the next group, and what changed beside it.

Here: rendering after a decision, a question or a refusal. Not here: doing it (deciding.py). With a
script the answer is the next panel and the parts of the page that changed; without one the page
of the next group.
"""

import json
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledgerflow.core.errors import ConflictError, LedgerFlowError
from ledgerflow.firms.access import Place
from ledgerflow.pipeline.deciding import Conflict
from ledgerflow.web.selectors.review import first_token, progress_of
from ledgerflow.web.selectors.review_desk import Desk, Token
from ledgerflow.web.selectors.review_next import whats_next
from ledgerflow.web.selectors.review_picks import group_sums
from ledgerflow.web.shell.figures import count
from ledgerflow.web.views.review.asking import Asked
from ledgerflow.web.views.review.pages import panel_context, whole

CONFLICTS_SHOWN = 10
CHANGED = "suggestion_changed"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a form. `stay`: the group to stay at while something of it waits.

    `is_cut`: one stroke decides no more than it did, so that more of it may wait.
    """

    said: str
    touched: tuple[Token, ...] = ()
    stay: Token | None = None
    next: Token | None = None
    batch_id: int | None = None
    conflicts: tuple[Conflict, ...] = ()
    is_asked: bool = False
    is_cut: bool = False


def answered(
    request: HttpRequest, desk: Desk, asked: Asked, place: Place, done: Done
) -> HttpResponseBase:
    """The next group; in a firm's scope."""
    sums = group_sums(done.touched)
    gone = [token for token in done.touched if token not in sums]
    rest = sum(one.count for one in sums.values())
    if done.is_cut and rest:
        more = ngettext("%(count)s more waits.", "%(count)s more wait.", rest)
        done = replace(done, said=f"{done.said} {more % {'count': count(rest)}}")
    token = done.stay if done.stay in sums else done.next
    if token in gone:
        token = None
    if not request.htmx:  # type: ignore[attr-defined]
        _tell(request, done)
        token = token or first_token(desk, asked.wanted)
        return redirect(desk.link(asked.query, group=token or ""))
    context = _panel(desk, asked, token)
    context |= {
        "desk": desk,
        "asked": asked,
        "place": place,
        "changed": list(sums.items()),
        "is_asked": done.is_asked,
        "progress": progress_of(desk),
        "conflicts": done.conflicts[:CONFLICTS_SHOWN],
        "conflicts_more": max(0, len(done.conflicts) - CONFLICTS_SHOWN),
    }
    answer = render(request, "web/review/_answered.html", context)
    answer["HX-Trigger"] = json.dumps({"review:done": _event(place, done, gone)})
    return answer


def _panel(desk: Desk, asked: Asked, token: Token | None) -> dict[str, Any]:
    """The panel of the next group; the first of the queue where that waits no more."""
    context: dict[str, Any] = panel_context(desk, asked, token) if token else {"panel": None}
    if context["panel"] is None:
        token = first_token(desk, asked.wanted)
        context = panel_context(desk, asked, token) if token else context
    if context["panel"] is None:
        context["next"] = whats_next(desk)
    return context


def _event(place: Place, done: Done, gone: list[Token]) -> dict[str, Any]:
    """What the script tells in a note; plain ASCII, since it travels in a header."""
    event: dict[str, Any] = {"text": done.said, "business": place.business_id}
    event["gone"] = [token.dom_id for token in gone]
    if done.batch_id is not None:
        address = reverse("web:review-undo-batch", args=[place.business_id, done.batch_id])
        event |= {"undo": address, "label": _("Undo")}
    return event


def _tell(request: HttpRequest, done: Done) -> None:
    messages.success(request, done.said)
    for one in done.conflicts[:CONFLICTS_SHOWN]:
        messages.warning(
            request,
            f"{one.line}: "
            + _("%(who)s was first (%(when)s): %(what)s")
            % {"who": one.who, "when": f"{one.when:%Y-%m-%d %H:%M}", "what": one.what},
        )


def refused(
    request: HttpRequest, desk: Desk, asked: Asked, token: Token | None, error: LedgerFlowError
) -> HttpResponse:
    """Why it was not done, beside what was typed; in a firm's scope.

    Where another suggestion stands than was shown, the group is shown anew instead: what was typed
    beside the old one does not hold for it.
    """
    if error.code == CHANGED:
        error = ConflictError(_("The suggestion changed meanwhile: look again."), code=CHANGED)
    typed = {} if error.code == CHANGED else request.POST
    context: dict[str, Any] = {"error": error, "desk": desk, "asked": asked}
    if request.htmx and error.code == CHANGED and token is not None:  # type: ignore[attr-defined]
        context |= panel_context(desk, asked, token)
        return render(request, "web/review/_panel.html", context)
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "web/review/_refused.html", context)
        answer["HX-Retarget"] = "#review-notice"
        answer["HX-Reswap"] = "innerHTML"
        return answer
    if token is None:
        messages.error(request, f"{error.message} {error.hint}")
        return HttpResponse(status=303, headers={"Location": desk.link(asked.query)})
    context |= whole(desk, replace(asked, group=token)) | {"typed": typed}
    return render(request, "web/review/review.html", context, status=error.status)
