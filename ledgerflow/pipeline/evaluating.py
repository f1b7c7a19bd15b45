"""How well the learner would have served a business so far, on its own decisions.

Here: the one call for the command line and the pages. Not here: the figures
(classification/evaluation), or which decisions teach (review/learning.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledgerflow.classification.evaluation.promises import Kept, kept
from ledgerflow.classification.evaluation.records import Example
from ledgerflow.classification.evaluation.report import figures, learn_times
from ledgerflow.classification.evaluation.stream import Stream
from ledgerflow.classification.facts import AccountFacts
from ledgerflow.classification.learned import account_facts
from ledgerflow.classification.learning.learner import Learner
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.selectors import facts_of
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.review.learning import ROWS_AT_ONCE, teaching


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Figures as `classification.evaluation.report` gives them, and what was accepted.

    `at_target` is what would have been accepted at the business's own target error rate.
    """

    business: str
    target_error_rate: Decimal
    decisions: int
    figures: dict[str, Any]
    at_target: Kept
    learn_times: dict[str, float | None]


def business_evaluate(place: Place) -> Evaluated:
    """Ask a new learner about every decision of a person before it learns it; writes nothing.

    Decisions come in the order they were made: those that stand, to one account. Rules, transfers
    and what the firm's other businesses decided are left out, so it is the business's own
    decisions alone that are measured. Opens its own transaction in the place's firm.
    """
    with working_in(place):
        business = Business.objects.get(pk=place.business_id)
        accounts = {account.id: account for account, _ in account_facts(business)}
        industry = business.industry

        def make(_client: str, known: Mapping[int, AccountFacts]) -> Learner:
            return Learner.new(known, industry=industry)

        # The chart is the business's own choice and is there before its first decision.
        stream = Stream(make, accounts, whole_chart=True)
        outcomes = stream.run(_examples(business))
    promised = float(1 - business.target_error_rate)
    return Evaluated(
        business=place.business_slug,
        target_error_rate=business.target_error_rate,
        decisions=len(outcomes),
        figures=figures(outcomes),
        at_target=kept(outcomes, promised),
        learn_times=learn_times(stream.learn_seconds),
    )


def _examples(business: Business) -> Iterator[Example]:
    decisions = teaching(business).select_related("transaction__bank_account")
    for decision in decisions.iterator(ROWS_AT_ONCE):
        if decision.account_id is not None:
            facts = facts_of(decision.transaction)
            payee = normalise(facts.description, facts.counterparty)
            yield Example(business.slug, facts, payee, decision.account_id)
