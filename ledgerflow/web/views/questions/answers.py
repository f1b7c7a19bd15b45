"""An answer as its form sends it, through a link or by somebody who signed in.

Here: parsing one form. Not here: what is kept of it (review/questions/answering.py).
"""

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ledgerflow.firms.models import Business
from ledgerflow.review.question_models import Answer
from ledgerflow.review.questions.answering import Said, answer_give, answer_paper
from ledgerflow.web.typed import number_of
from ledgerflow.web.views.papers import uploaded
from ledgerflow.web.views.sentfiles import files_sent, tell_elsewhere

FILES_MAX = 5
USES = (
    (Answer.Use.BUSINESS.value, _("For the business")),
    (Answer.Use.PRIVATE.value, _("Private")),
    (Answer.Use.TRANSFER.value, _("Between own accounts")),
    (Answer.Use.UNSURE.value, _("I do not know")),
)
"""The answers in the order of the page, in a client's words."""


def said_of(request: HttpRequest) -> Said:
    """What is chosen and typed. The value of a category is its account's id."""
    return Said(
        use=request.POST.get("use", ""),
        account_id=number_of(request.POST.get("account", "")),
        text=request.POST.get("text", ""),
    )


def typed_of(request: HttpRequest) -> dict[str, str]:
    """What was typed, to be shown again beside a fault."""
    return {name: request.POST.get(name, "") for name in ("use", "account", "text")}


@transaction.atomic
def answer_take(
    request: HttpRequest,
    business: Business,
    question_id: int,
    *,
    user_id: int | None = None,
    link_id: int | None = None,
) -> None:
    """Keep the answer and its photos, all or nothing; tell where one lies that was here before.

    Raises what the services raise, and InputError for more files than go at once.
    """
    files = files_sent(request, "file", FILES_MAX)
    answer_give(
        business=business,
        question_id=question_id,
        said=said_of(request),
        user_id=user_id,
        link_id=link_id,
    )
    known = []
    for file in files:
        name, data = uploaded(file)
        kept = answer_paper(
            business=business,
            question_id=question_id,
            name=name,
            data=data,
            user_id=user_id,
            link_id=link_id,
        )
        if kept.question_id != question_id:
            known.append(kept)
    for kept in known:
        tell_elsewhere(request, kept, staff=False)
