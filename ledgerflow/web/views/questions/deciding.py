"""Deciding what a client answered: one click, by a bookkeeper.

Here: an answer to a wish. Not here: deciding (pipeline/deciding.py): it resolves the question when
nothing of it waits any more.
"""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ledgerflow.core.errors import InputError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.deciding import Outcome, Picked, Wish, picked_decide
from ledgerflow.review.choices import ALL
from ledgerflow.review.question_models import Answer
from ledgerflow.review.questions.asking import question_find
from ledgerflow.review.questions.selectors import AskedQuestion, question_shown
from ledgerflow.web.access import person_of, writer_page
from ledgerflow.web.selectors.review import account_codes

OWNER = "owner_draw"


@require_POST
@writer_page
def decide(request: HttpRequest, place: Place, question_id: int) -> HttpResponseBase:
    """Decide all transactions of a question as it is answered, or by the account that is typed."""
    business = Business.objects.get(pk=place.business_id)
    asked = question_shown(business, question_find(business, question_id))
    if not asked.waiting_ids:
        raise InputError(
            _("Nothing of this question waits for a decision."),
            code="not_in_queue",
            hint=_("Resolve the question; somebody was first."),
        )
    wish = _wish(business, asked, request.POST.get("account", "").strip())
    outcome = picked_decide(
        place, Picked(ids=asked.waiting_ids), wish, user_id=person_of(request).pk
    )
    _tell(request, outcome)
    return redirect("web:questions", business_id=place.business_id)


def _wish(business: Business, asked: AskedQuestion, typed: str) -> Wish:
    """What is typed stands before the answer: the bookkeeper has the last word.

    The desk shows no business share, so an account takes all of the money.
    """
    base = Wish(payee_name=asked.question.payee_name, business_percent=ALL)
    if typed:
        code = account_codes(business.pk).get(typed.casefold(), typed)
        return replace(base, account=code)
    answer = asked.answer
    use = answer.use if answer else ""
    if use == Answer.Use.PRIVATE:
        return replace(base, account=account_by_key(business, OWNER).code)
    if use == Answer.Use.TRANSFER:
        return Wish(is_transfer=True)
    if answer is not None and answer.account is not None:
        return replace(base, account=answer.account.code)
    raise InputError(
        _("The answer names no account."),
        code="account_missing",
        hint=_("Choose the account that it belongs to."),
    )


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    said = ngettext(
        "%(count)s transaction is decided.", "%(count)s transactions are decided.", outcome.decided
    )
    messages.success(request, said % {"count": outcome.decided})
    if outcome.conflicts:
        count = len(outcome.conflicts)
        said = ngettext(
            "%(count)s was decided by somebody else meanwhile.",
            "%(count)s were decided by somebody else meanwhile.",
            count,
        )
        messages.warning(request, said % {"count": count})
