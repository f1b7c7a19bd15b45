"""The page of a question link: answering on a phone without an account.

Here: the only pages besides signing in that a stranger may open. A token that cannot be used ends
in one page with one status, whatever the reason, and guesses are counted by address. Not here:
the token (review/questions/links.py), or what is kept of an answer.

Nothing leads away from the page and nothing is fetched from elsewhere; the token stays out of
other sites' logs by the referrer policy. That is same-origin where there is a form: browsers that
may send no referrer at all send `Origin: null` with a form, which looks like another site's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import AccessError, LedgerFlowError, LimitError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business
from ledgerflow.review.questions.links import OpenLink, link_open
from ledgerflow.review.questions.selectors import questions_of
from ledgerflow.web.throttle import count_failure, refuse_guessing
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.questions.answers import USES, answer_take, typed_of

GUESSES = "question link"
SHOWN = 100

type LinkView[**P] = Callable[..., HttpResponse]


def link_page(view: LinkView[...]) -> LinkView[...]:
    """Open the link of a token for a view, or end in the one page of refusal."""

    @wraps(view)
    @never_cache
    def page(request: HttpRequest, token: str, *args: int, **kwargs: int) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        try:
            refuse_guessing(GUESSES, address)
            link = link_open(token)
        except AccessError:
            count_failure(GUESSES, address)
            return _refusal(request, 404, "same")
        except LimitError:
            return _refusal(request, 429, "wait")
        return _closed(view(request, token, link, *args, **kwargs), "same-origin")

    return page


@require_safe
@link_page
def asked(request: HttpRequest, token: str, link: OpenLink) -> HttpResponse:
    """The open questions of the link's business."""
    with _inside(link) as business:
        return _page(request, token, link, business)


@require_POST
@link_page
def answer(request: HttpRequest, token: str, link: OpenLink, question_id: int) -> HttpResponse:
    """Keep the answer to one question; what is wrong with it stands beside it."""
    with _inside(link) as business:
        try:
            answer_take(request, business, question_id, link_id=link.link_id)
        except LedgerFlowError as fault:
            more = {"fault": fault, "faulty": question_id, "typed": typed_of(request)}
            return _page(request, token, link, business, more, status=fault.status)
    response = redirect("web:asked", token=token)
    response["Location"] += f"?saved={question_id}#question-{question_id}"
    return response


@contextmanager
def _inside(link: OpenLink) -> Iterator[Business]:
    """One transaction in the link's firm, as nobody in particular."""
    with firm_scope(link.firm_id), transaction.atomic():
        yield Business.objects.get(pk=link.business_id)


def _page(
    request: HttpRequest,
    token: str,
    link: OpenLink,
    business: Business,
    more: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {
        "token": token,
        "link": link,
        "asked": questions_of(business, limit=SHOWN, with_offers=True),
        "bare": True,
        "uses": USES,
        "saved": number_of(request.GET.get("saved", "")) or 0,
    }
    return render(request, "web/questions/link.html", context | (more or {}), status=status)


def _refusal(request: HttpRequest, status: int, why: str) -> HttpResponse:
    context = {"why": why, "title": _("This link cannot be used")}
    response = render(request, "web/questions/link_refused.html", context, status=status)
    return _closed(response, "no-referrer")


def _closed(response: HttpResponse, referrer: str) -> HttpResponse:
    """Not kept, not found by search engines, not told to other sites."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = referrer
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
