"""Opening questions again whose transactions wait again, because their decision was undone.

Here: one write in a firm's scope, audited. Not here: resolving them once all is decided
(asking.py). What a person resolved or withdrew stays closed: only that deciding had settled a
question stops being true.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef

from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.audit.services import event_record
from ledgerflow.firms.models import Business
from ledgerflow.review.models import Decision, WaitingTransaction
from ledgerflow.review.question_models import Answer, Question, QuestionTransaction

RESOLVE, REOPEN = "question_resolve", "question_reopen"


@transaction.atomic
def questions_reopen(*, business: Business, batch: Batch) -> int:
    """Open the questions again that the decisions had resolved which a batch undid; how many.

    One that has an answer is answered again. One query where there is none.
    """
    undone = Decision.objects.filter(batch=batch, kind=Decision.Kind.UNDO).values("transaction")
    waits = WaitingTransaction.objects.filter(transaction=OuterRef("transaction"))
    asked = QuestionTransaction.objects.filter(
        question=OuterRef("pk"), transaction__in=undone
    ).filter(Exists(waits))
    closed = Question.objects.filter(business=business, state=Question.State.RESOLVED)
    found = list(closed.filter(Exists(asked)).order_by("pk").select_for_update(of=("self",)))
    settled = _settled_by_deciding(found)
    for question in settled:
        _reopen(question, batch)
    return len(settled)


def _settled_by_deciding(questions: list[Question]) -> list[Question]:
    """Those that nobody closed: the newest time they were resolved came of a decision."""
    if not questions:
        return []
    events = AuditEvent.objects.filter(
        firm_id=questions[0].firm_id,
        subject="question",
        subject_id__in=[question.pk for question in questions],
        action=RESOLVE,
    )
    newest = events.order_by("subject_id", "-pk").distinct("subject_id")
    decided = {one.subject_id for one in newest if one.detail.get("because") == "decided"}
    return [question for question in questions if question.pk in decided]


def _reopen(question: Question, batch: Batch) -> None:
    is_answered = Answer.objects.filter(question=question).exists()
    question.state = Question.State.ANSWERED if is_answered else Question.State.WAITING
    question.resolved_at = question.resolved_by_id = None
    question.save(update_fields=["state", "resolved_at", "resolved_by"])
    event_record(
        firm_id=question.firm_id,
        business_id=question.business_id,
        action=REOPEN,
        subject="question",
        subject_id=question.pk,
        batch_id=batch.pk,
        detail={"because": "undone"},
    )
