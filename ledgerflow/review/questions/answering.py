"""Writes of answers: what a client says the money was.

Here: one transaction, in a firm's scope, audited. Not here: deciding anything: an answer is told
to the bookkeeper, who decides (pipeline/deciding.py).
"""

from dataclasses import dataclass

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import InputError, LimitError
from ledgerflow.firms.models import Business
from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.papers.storing import paper_store
from ledgerflow.review.question_models import Answer, Question
from ledgerflow.review.questions.asking import question_find, refuse_closed
from ledgerflow.review.questions.selectors import question_shown

TEXT_MAX = 1000
ANSWERS_MAX = 20
PAPERS_MAX = 10
"""Of one question: a link is in the hands of whoever has it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a client answers; `account_id` is one of those that were offered, or None."""

    use: str
    account_id: int | None = None
    text: str = ""


@transaction.atomic
def answer_give(
    *,
    business: Business,
    question_id: int,
    said: Said,
    user_id: int | None = None,
    link_id: int | None = None,
) -> Answer:
    """Keep an answer; a second one stands beside the first and counts from then on.

    Raises AccessError for a question of elsewhere, ConflictError for one that is closed,
    InputError for an answer that is none, LimitError after too many of them.
    """
    question = question_find(business, question_id, lock=True)
    refuse_closed(question)
    _refuse_unsaid(said)
    if Answer.objects.filter(question=question).count() >= ANSWERS_MAX:
        raise LimitError(
            "This question was answered too often.",
            code="too_many_answers",
            hint="Tell your bookkeeper in another way.",
        )
    _refuse_unoffered(business, question, said.account_id)
    answer = Answer.objects.create(
        firm_id=business.firm_id,
        business=business,
        question=question,
        use=said.use,
        account_id=said.account_id if said.use == Answer.Use.BUSINESS else None,
        text=said.text.strip(),
        link_id=link_id,
        answered_by_id=user_id,
    )
    question.state = Question.State.ANSWERED
    question.save(update_fields=["state"])
    event_record(
        firm_id=business.firm_id,
        business_id=business.pk,
        action="question_answer",
        subject="question",
        subject_id=question.pk,
        detail={"use": answer.use, "link": link_id},
    )
    return answer


@transaction.atomic
def answer_paper(
    *,
    business: Business,
    question_id: int,
    name: str,
    data: bytes,
    user_id: int | None = None,
    link_id: int | None = None,
) -> Attachment:
    """Keep a receipt that came with an answer: beside the transaction where it is about one.

    Raises what `answer_give` and `paper_store` raise.
    """
    question = question_find(business, question_id, lock=True)
    refuse_closed(question)
    if Attachment.objects.filter(question=question).count() >= PAPERS_MAX:
        raise LimitError(
            f"This question has {PAPERS_MAX} receipts already.",
            code="too_many_receipts",
            hint="Send the others to your bookkeeper in another way.",
        )
    about = list(question.asked_about.values_list("transaction_id", flat=True)[:2])
    return paper_store(
        business=business,
        name=name,
        data=data,
        user_id=user_id,
        transaction_id=about[0] if len(about) == 1 else None,
        question_id=question.pk,
        link_id=link_id,
    )


def _refuse_unsaid(said: Said) -> None:
    if said.use not in Answer.Use.values:
        raise InputError(
            "Nothing is chosen.",
            code="bad_answer",
            hint="Choose one of the answers; “I do not know” is one too.",
        )
    if len(said.text.strip()) > TEXT_MAX:
        raise InputError(
            f"The text is longer than {TEXT_MAX} characters.",
            code="bad_answer",
            hint="Shorten it.",
        )


def _refuse_unoffered(business: Business, question: Question, account_id: int | None) -> None:
    """An account that was not offered was not chosen on the page."""
    if account_id is None:
        return
    offered = {account.pk for account in question_shown(business, question).offered}
    if account_id not in offered:
        raise InputError(
            "This category is not one of those to choose from.",
            code="bad_answer",
            hint="Look at the question again; the choice may have changed.",
        )
