"""Writes of questions: asking, resolving, withdrawing.

Here: one transaction each, in a firm's scope, audited. Not here: the client's answer
(answering.py), the link that shows them (links.py), or deciding (pipeline/deciding.py).
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.question_models import Question, QuestionTransaction
from ledgerflow.review.selectors import newest_suggestions
from ledgerflow.statements.models import BankTransaction

ABOUT_MAX = 200
TEXT_MAX = 500
PAYEE_MAX = 200
OPEN = (Question.State.WAITING, Question.State.ANSWERED)


@transaction.atomic
def question_ask(
    *, business: Business, transaction_ids: Sequence[int], text: str, user_id: int
) -> Question:
    """Ask the client about transactions of one payee; `text` is the bookkeeper's.

    What an open question already asks about is left out. Raises InputError without text or with
    too many transactions, AccessError for one of elsewhere, ConflictError("already_asked") where
    nothing is left to ask.
    """
    said, ids = _text(text), sorted(set(transaction_ids))
    if not 0 < len(ids) <= ABOUT_MAX:
        raise InputError(
            f"A question is about 1 to {ABOUT_MAX} transactions, not {len(ids)}.",
            code="bad_question",
            hint="Choose fewer; one answer then helps to decide the others.",
        )
    # One at a time in a business: two people asking at once would ask the same twice.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    rows = {t.pk: t for t in BankTransaction.objects.filter(business=business, pk__in=ids)}
    if len(rows) != len(ids):
        raise AccessError(
            f"{business.name} has no such transaction.",
            code="unknown_transaction",
            hint="Choose transactions of this business.",
        )
    asked = set(_open_about(business, ids).values_list("transaction_id", flat=True))
    about = [pk for pk in ids if pk not in asked]
    if not about:
        raise ConflictError(
            "An open question asks about this already.",
            code="already_asked",
            hint="Wait for its answer, or withdraw it first.",
        )
    question = Question.objects.create(
        firm_id=business.firm_id,
        business=business,
        text=said,
        payee_name=_payee(rows[about[0]]),
        asked_by_id=user_id,
    )
    QuestionTransaction.objects.bulk_create(
        QuestionTransaction(
            firm_id=business.firm_id, business=business, question=question, transaction_id=pk
        )
        for pk in about
    )
    _record(question, "question_ask", {"transactions": len(about)})
    return question


@transaction.atomic
def question_resolve(*, business: Business, question_id: int) -> Question:
    """Nobody needs its answer any more. Raises AccessError, or ConflictError where it is closed."""
    return _close(business, question_id, Question.State.RESOLVED, "question_resolve")


@transaction.atomic
def question_withdraw(*, business: Business, question_id: int) -> Question:
    """Take a question back: the client does not see it any more; what was answered stays."""
    return _close(business, question_id, Question.State.WITHDRAWN, "question_withdraw")


@transaction.atomic
def questions_resolve_decided(*, business: Business) -> int:
    """Resolve the questions whose transactions are all decided; returns how many. One query
    where none is open."""
    open_ones = Question.objects.filter(business=business, state__in=OPEN)
    if not open_ones.exists():
        return 0
    waits = WaitingTransaction.objects.filter(
        business=business, transaction=OuterRef("transaction")
    )
    asked = QuestionTransaction.objects.filter(question=OuterRef("pk")).filter(Exists(waits))
    settled = list(open_ones.exclude(Exists(asked)).order_by("pk").select_for_update(of=("self",)))
    if not settled:
        return 0
    Question.objects.filter(pk__in=[question.pk for question in settled]).update(
        state=Question.State.RESOLVED, resolved_at=Now(), resolved_by_id=current_user_id()
    )
    for question in settled:
        _record(question, "question_resolve", {"because": "decided"})
    return len(settled)


def question_find(business: Business, question_id: int, *, lock: bool = False) -> Question:
    """A question of this business; AccessError for any other number."""
    rows = Question.objects.filter(business=business, pk=question_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise AccessError(
            "There is no such question.",
            code="unknown_question",
            hint="Look at the list of questions again.",
        )
    return found


def refuse_closed(question: Question) -> None:
    """ConflictError unless the question still waits for an answer or a decision."""
    if question.state not in OPEN:
        raise ConflictError(
            f"This question is {question.get_state_display().lower()} already.",
            code="question_closed",
            hint="Nothing needs to be done; ask again where something is still unclear.",
        )


def _close(business: Business, question_id: int, state: str, action: str) -> Question:
    question = question_find(business, question_id, lock=True)
    refuse_closed(question)
    question.state = state
    question.resolved_by_id = current_user_id()
    question.save(update_fields=["state", "resolved_by"])
    Question.objects.filter(pk=question.pk).update(resolved_at=Now())
    _record(question, action)
    return question


def _open_about(business: Business, ids: Sequence[int]) -> QuerySet[QuestionTransaction]:
    return QuestionTransaction.objects.filter(
        business=business, transaction_id__in=ids, question__state__in=OPEN
    )


def _payee(row: BankTransaction) -> str:
    """The payee as it is suggested, else what the bank says of the other side."""
    suggestion = newest_suggestions([row.pk]).get(row.pk)
    name = suggestion.payee_name if suggestion else ""
    return (name or row.counterparty or row.description)[:PAYEE_MAX]


def _text(text: str) -> str:
    said = " ".join(text.split())
    if not 0 < len(said) <= TEXT_MAX:
        raise InputError(
            f"A question has 1 to {TEXT_MAX} characters, not {len(said)}.",
            code="bad_question",
            hint="Say shortly what you want to know.",
        )
    return said


def _record(question: Question, action: str, detail: dict[str, object] | None = None) -> None:
    event_record(
        firm_id=question.firm_id,
        business_id=question.business_id,
        action=action,
        subject="question",
        subject_id=question.pk,
        detail=detail or {},
    )
