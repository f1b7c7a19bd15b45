"""Asking about several groups of the review queue at once, one question each.

Here: groups to transactions, in a firm's scope. Not here: one question (asking.py), or which
groups are urgent (review/queueing.py).
"""

from collections.abc import Sequence

from django.db import transaction

from ledgerflow.core.errors import ConflictError
from ledgerflow.firms.models import Business
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.question_models import Question
from ledgerflow.review.questions.asking import ABOUT_MAX, question_ask
from ledgerflow.review.queue_conditions import group_parts


@transaction.atomic
def groups_ask(
    *, business: Business, keys: Sequence[str], text: str, user_id: int
) -> list[Question]:
    """One question for each group of waiting transactions; what is asked already is left out.

    Of a group with more than two hundred the newest are asked about. Raises ConflictError
    ("already_asked") where nothing is left to ask.
    """
    asked: list[Question] = []
    for key in dict.fromkeys(keys):
        ids = _waiting(business, key)
        if not ids:
            continue
        try:
            asked.append(
                question_ask(business=business, transaction_ids=ids, text=text, user_id=user_id)
            )
        except ConflictError:
            continue  # somebody else asked meanwhile
    if not asked:
        raise ConflictError(
            "There is nothing left to ask about: it is asked or decided already.",
            code="already_asked",
            hint="Look at the questions that wait.",
        )
    return asked


def _waiting(business: Business, key: str) -> list[int]:
    currency, group_key = group_parts(key)
    rows = WaitingTransaction.objects.filter(
        business=business, currency=currency, group_key=group_key
    )
    newest = rows.order_by("-date", "-transaction").values_list("transaction_id", flat=True)
    return list(newest[:ABOUT_MAX])
