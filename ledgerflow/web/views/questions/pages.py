"""The page of a business's questions: the bookkeeper's desk, or the client's own questions.

Here: parsing requests and rendering. Not here: links (links.py), deciding (deciding.py), the
page without an account (views/asked.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import InputError, LedgerFlowError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.review.questions.asking import question_ask, question_resolve, question_withdraw
from ledgerflow.review.questions.bundling import groups_ask
from ledgerflow.review.questions.selectors import questions_of
from ledgerflow.web.access import business_page, person_of, writer_page
from ledgerflow.web.books.choices import accounts_offered
from ledgerflow.web.selectors.questions import (
    BUNDLED,
    closed_questions,
    question_page,
    unknown_groups,
)
from ledgerflow.web.shownonce import once_shown
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.questions.answers import USES, answer_take, typed_of
from ledgerflow.web.views.statements.doors import uploader_page

LINK_KEY = "question_link"
SHOWN = 100


@require_safe
@never_cache
@business_page
def questions(request: HttpRequest, place: Place) -> HttpResponseBase:
    """What is asked: for staff with all that can be done, for a client to answer."""
    business = Business(pk=place.business_id, firm_id=place.firm_id)
    if place.is_client:
        return _client_page(request, place, business)
    if request.GET.get("closed") == "1":
        context = {"place": place, "closed": closed_questions(business)}
        return render(request, "web/questions/closed.html", context)
    context = {
        "place": place,
        "page": question_page(business),
        "accounts": accounts_offered(place.business_id),
        "link": once_shown(request, LINK_KEY, business_id=place.business_id),
        "text": _("What was this, and was it for the business?"),
    }
    return render(request, "web/questions/questions.html", context)


@require_POST
@writer_page
def ask(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Ask about what is chosen: groups, transactions, or the most urgent unknown groups."""
    business, user_id = Business.objects.get(pk=place.business_id), person_of(request).pk
    text = request.POST.get("text", "")
    sent = map(number_of, request.POST.getlist("transaction"))
    ids = [pk for pk in sent if pk is not None]
    if ids:
        question_ask(business=business, transaction_ids=ids, text=text, user_id=user_id)
        count = 1
    else:
        keys = _keys(request, place)
        count = len(groups_ask(business=business, keys=keys, text=text, user_id=user_id))
    said = ngettext("%(count)s question is asked.", "%(count)s questions are asked.", count)
    hint = _("Make a link below, so that your client can answer.")
    messages.success(request, f"{said % {'count': count}} {hint}")
    return redirect("web:questions", business_id=place.business_id)


@require_POST
@writer_page
def withdraw(request: HttpRequest, place: Place, question_id: int) -> HttpResponseBase:
    """Take a question back."""
    question_withdraw(business=Business.objects.get(pk=place.business_id), question_id=question_id)
    messages.success(request, _("The question is withdrawn; your client does not see it any more."))
    return redirect("web:questions", business_id=place.business_id)


@require_POST
@writer_page
def resolve(request: HttpRequest, place: Place, question_id: int) -> HttpResponseBase:
    """Close a question without deciding anything by it."""
    question_resolve(business=Business.objects.get(pk=place.business_id), question_id=question_id)
    messages.success(request, _("The question is resolved."))
    return redirect("web:questions", business_id=place.business_id)


@require_POST
@uploader_page
def answer(request: HttpRequest, place: Place, question_id: int) -> HttpResponseBase:
    """A client with an account answers, or staff that writes does so for the client."""
    business = Business.objects.get(pk=place.business_id)
    try:
        answer_take(request, business, question_id, user_id=person_of(request).pk)
    except LedgerFlowError as fault:
        if not place.is_client or fault.status == 404:
            raise
        more = {"fault": fault, "faulty": question_id, "typed": typed_of(request)}
        return _client_page(request, place, business, more, status=fault.status)
    messages.success(request, _("Your answer is saved. You can change it until it is settled."))
    return redirect("web:questions", business_id=place.business_id)


def _client_page(
    request: HttpRequest,
    place: Place,
    business: Business,
    more: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "place": place,
        "asked": questions_of(business, limit=100),
        "bare": False,
        "uses": USES,
    }
    return render(request, "web/questions/client.html", context | (more or {}), status=status)


def _keys(request: HttpRequest, place: Place) -> list[str]:
    """The groups that are chosen, or the most urgent ones for the button that takes them."""
    if request.POST.get("bundle"):
        return [group.key for group in unknown_groups(place.business_id)[:BUNDLED]]
    keys = request.POST.getlist("group")
    if not keys:
        raise InputError(
            _("Nothing is chosen to ask about."),
            code="bad_question",
            hint=_("Tick some payees, or ask about the most urgent ones."),
        )
    return keys
