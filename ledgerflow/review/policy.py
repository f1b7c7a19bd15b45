"""What the policy decides without a person: suggestions that are sure enough, of proved money.

Here: which ones, and accepting them together. Not here: one decision (services.py).
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.selectors import active_rules
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.models import Business
from ledgerflow.review.bulk import newest_decisions
from ledgerflow.review.choices import choice_of
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import is_proved, newest_suggestions, undecided
from ledgerflow.review.services import decision_accept
from ledgerflow.statements.models import BankTransaction

POLICY = "auto-accept/1"
"""Name and version of the policy below, kept with each decision it makes."""

RULE = "rule"
"""A person's rule is that person's decision in advance; others need measured confidence."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a policy run did: decisions made, and those refused with the rule that refused."""

    decisions: tuple[Decision, ...]
    refused: tuple[tuple[BankTransaction, LedgerFlowError], ...]


@transaction.atomic
def suggestions_accept(*, business: Business, batch: Batch) -> Accepted:
    """Accept what the business's policy allows; never money from an unproved statement.

    A rule of a person is accepted while it stands as it was when it suggested; any other source
    needs a measured confidence of at least 1 minus the business's target error rate. Both halves of
    a transfer are accepted, or neither. One refusal (a locked month, say) does not stop the others.
    """
    transactions = {t.pk: t for t in undecided(business)}
    ready = _acceptable(business, transactions)
    decisions: list[Decision] = []
    refused: list[tuple[BankTransaction, LedgerFlowError]] = []
    for group in _groups(_whole(ready, transactions), transactions):
        try:
            with transaction.atomic():
                made = [
                    decision_accept(
                        bank_transaction=transactions[s.transaction_id],
                        choice=choice_of(s, policy=POLICY),
                        batch=batch,
                    )
                    for s in group
                ]
        except LedgerFlowError as error:
            refused += [(transactions[s.transaction_id], error) for s in group]
        else:
            decisions += made
    return Accepted(tuple(decisions), tuple(refused))


def suggestions_acceptable(business: Business) -> dict[int, Suggestion]:
    """What `suggestions_accept` would try, by transaction id; writes nothing."""
    waiting = {t.pk for t in undecided(business)}
    ready = _acceptable(business, waiting)
    groups = _groups(_whole(ready, waiting), waiting)
    return {s.transaction_id: s for group in groups for s in group}


def _acceptable(business: Business, transaction_ids: Iterable[int]) -> dict[int, Suggestion]:
    if not business.auto_accept:
        return {}
    bar = 1 - business.target_error_rate
    rules = {(str(rule.pk), str(rule.version)) for rule in active_rules(business)}
    wanted = {
        pk: s
        for pk, s in newest_suggestions(transaction_ids).items()
        if ((s.source_ref, s.version) in rules if s.source == RULE else _is_sure(s, bar))
    }
    proved = is_proved(wanted)
    return {pk: s for pk, s in wanted.items() if pk in proved}


def _is_sure(suggestion: Suggestion, bar: Decimal) -> bool:
    """True for a measured confidence that reaches the bar: one that was only stated never does."""
    measured = suggestion.hit_rate is not None
    return measured and suggestion.confidence >= bar and not _lacks_its_half(suggestion)


def _lacks_its_half(suggestion: Suggestion) -> bool:
    """True for a transfer of which no other half, or several, are known: a person says which."""
    placed = suggestion.account_id or suggestion.splits or suggestion.is_exclusion
    return not placed and suggestion.transfer_with_id is None


def _whole(ready: dict[int, Suggestion], waiting: Container[int]) -> dict[int, Suggestion]:
    """Without transfers whose other half was decided as something else: a person says which holds.

    One query, and only where such a half does not wait.
    """
    halves = {s.transfer_with_id for s in ready.values() if s.transfer_with_id is not None}
    decided = [pk for pk in halves if pk not in waiting]
    if not decided:
        return ready
    no_transfer = {
        pk
        for pk, newest in newest_decisions(decided).items()
        if newest.kind not in (Decision.Kind.TRANSFER, Decision.Kind.UNDO)
    }
    return {pk: s for pk, s in ready.items() if s.transfer_with_id not in no_transfer}


def _groups(ready: dict[int, Suggestion], waiting: Container[int]) -> list[list[Suggestion]]:
    """Suggestions to accept together: a transfer's two halves, any other alone.

    A half whose other half was decided as a transfer before, when this one was not known yet,
    stands alone.
    """
    groups: list[list[Suggestion]] = []
    for pk, suggestion in sorted(ready.items()):
        partner = suggestion.transfer_with_id
        if partner is None or partner not in waiting:
            groups.append([suggestion])
        elif pk < partner and partner in ready and ready[partner].transfer_with_id == pk:
            groups.append([suggestion, ready[partner]])
    return groups
