"""The learner of a business: a fold over the decisions of persons that stand.

Here: which decisions teach, in which order, and going on from a kept state. Not here: learning
(classification/learning) or the state's safety (classification/learned.py). Undoing decisions
leaves exactly the learner that never saw them: a kept state counts only while the decisions that
it holds are those that stand.
"""

from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from ledgerflow.classification.learned import (
    accounts_tell,
    learner_new,
    shared_of,
    state_keep,
    state_load,
    states_of,
)
from ledgerflow.classification.learning.learner import Learner
from ledgerflow.classification.learning.shared import SharedCounts
from ledgerflow.classification.payee_selectors import payee_aliases
from ledgerflow.classification.payees import payee_of
from ledgerflow.classification.selectors import facts_of
from ledgerflow.firms.models import Business
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import live_decisions

KEEP_EVERY = 200
"""So many decisions are learned anew at most before the state is kept again."""

ROWS_AT_ONCE = 2_000


def teaching(business: Business) -> QuerySet[Decision]:
    """The decisions that teach, in the order they were made: persons', into one account."""
    kind = Decision.Kind.CATEGORY
    return live_decisions(business).filter(kind=kind, policy="").order_by("pk")


def learner_of(business: Business) -> Learner:
    """The learner after all decisions that stand now; keeps its state now and then."""
    shared = shared_of(business)
    learner, upto, held = _newest_state(business, shared)
    aliases = payee_aliases(business)
    fresh = teaching(business).filter(pk__gt=upto)
    learned, ids_sum = 0, 0
    for decision in fresh.select_related("transaction__bank_account").iterator(ROWS_AT_ONCE):
        facts = facts_of(decision.transaction)
        payee = payee_of(facts, aliases)
        if decision.account_id is not None:
            learner.learn(facts, payee, decision.account_id)
        learned, ids_sum, upto = learned + 1, ids_sum + decision.pk, decision.pk
    if learned >= KEEP_EVERY:
        state_keep(
            business=business,
            learner=learner,
            upto=upto,
            decisions=held[0] + learned,
            ids_sum=held[1] + ids_sum,
        )
    return learner


def _newest_state(
    business: Business, shared: SharedCounts | None
) -> tuple[Learner, int, tuple[int, Decimal]]:
    """A kept learner that the decisions bear out (else a new one), its `upto`, what it holds."""
    for row in states_of(business):
        held = (row.decisions, row.ids_sum)
        if held != _standing(business, row.upto):
            continue
        learner = state_load(row, shared)
        if learner is not None:
            accounts_tell(learner, business)
            return learner, row.upto, held
    return learner_new(business, shared), 0, (0, Decimal(0))


def _standing(business: Business, upto: int) -> tuple[int, Decimal]:
    """How many teaching decisions up to an id stand, and the sum of their ids."""
    found = teaching(business).filter(pk__lte=upto).order_by()
    told = found.aggregate(count=Count("pk"), total=Sum("pk"))
    return int(told["count"]), Decimal(told["total"] or 0)
