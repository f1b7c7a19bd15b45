"""The best ways to decide a row of the queue: at most three, with their reasons in words.

Here: what the newest suggestion says, what it set aside, and what the business did with the payee
before; two queries for a page. Not here: finding suggestions (classification).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Max, Sum

from ledgerflow.classification.facts import NOTHING, TRANSFERS_KEY
from ledgerflow.classification.models import PayeeMemory, Suggestion
from ledgerflow.classification.payees import normalise
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.review.choices import kind_of
from ledgerflow.review.models import Decision, WaitingTransaction
from ledgerflow.review.queue_records import Alternative
from ledgerflow.review.wording import TRANSFER, suggestion_place

SHOWN = 3
REASON_MAX = 200
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Habit:
    """How often people put a payee's money into an account, of how many decisions in all."""

    account_id: int
    count: int
    total: int

    @property
    def confidence(self) -> Decimal:
        """The share of the decisions, with one more that went elsewhere."""
        return round(Decimal(self.count) / (self.total + 1), 5)

    @property
    def reason(self) -> str:
        """ "decided so 3 of 4 times before"."""
        return f"decided so {self.count} of {self.total} times before"


def standing(row: WaitingTransaction) -> Suggestion | None:
    """The newest suggestion, unless it takes back what was suggested."""
    suggestion = row.suggestion
    return suggestion if suggestion is not None and suggestion.source != NOTHING else None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a page's alternatives are made of: habits by payee key, names of accounts by id."""

    habits: Mapping[str, Sequence[Habit]]
    names: Mapping[int, str]

    def of(self, row: WaitingTransaction, parts: Mapping[int, str]) -> tuple[Alternative, ...]:
        """The ways for a row, best first; `parts` names the accounts of splits."""
        suggestion = standing(row)
        found: dict[tuple[str, int | None], Alternative] = {}
        for one in self._all(row, suggestion, parts):
            found.setdefault((one.kind, one.account_id), one)
        first = [*found.values()][:1] if suggestion else []
        others = sorted([*found.values()][len(first) :], key=lambda a: -a.confidence)
        return (*first, *others)[:SHOWN]

    def _all(
        self, row: WaitingTransaction, suggestion: Suggestion | None, parts: Mapping[int, str]
    ) -> Iterator[Alternative]:
        if suggestion is not None:
            yield _suggested(suggestion, parts)
            yield from self._set_aside(suggestion)
        for habit in self.habits.get(payee_key(row), ()):
            if habit.account_id in self.names:
                yield Alternative(
                    habit.account_id,
                    Decision.Kind.CATEGORY.value,
                    self.names[habit.account_id],
                    habit.confidence,
                    habit.reason,
                )

    def _set_aside(self, suggestion: Suggestion) -> Iterator[Alternative]:
        for one in suggestion.alternatives:
            account_id, confidence = one.get("account_id"), _number(one.get("confidence"))
            reason = "; ".join(map(str, one.get("reasons", ())))[:REASON_MAX]
            partner = one.get("transfer_with")
            if partner is not None or one.get("account_key") == TRANSFERS_KEY:
                kind = Decision.Kind.TRANSFER.value
                yield Alternative(None, kind, TRANSFER, confidence, reason, partner)
            elif account_id in self.names:
                kind = Decision.Kind.CATEGORY.value
                yield Alternative(account_id, kind, self.names[account_id], confidence, reason)


def _suggested(suggestion: Suggestion, parts: Mapping[int, str]) -> Alternative:
    kind = kind_of(suggestion)
    is_category = kind == Decision.Kind.CATEGORY
    return Alternative(
        account_id=suggestion.account_id if is_category else None,
        kind=kind,
        label=suggestion_place(suggestion, parts),
        confidence=suggestion.confidence,
        reason="; ".join(map(str, suggestion.reasons))[:REASON_MAX],
        transfer_with_id=suggestion.transfer_with_id,
    )


def _number(text: Any) -> Decimal:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return _ZERO


def payee_key(row: WaitingTransaction) -> str:
    """The payee's key as it is remembered: the suggestion's, else that of the bank's words."""
    if row.suggestion is not None and row.suggestion.payee_key:
        return row.suggestion.payee_key
    said = row.transaction
    return normalise(said.description, said.counterparty).key[:200]


def choices_for(business: Business, waiting: Sequence[WaitingTransaction]) -> Choices:
    """What the alternatives of these rows need, read at once."""
    habits = _habits(business, {payee_key(row) for row in waiting} - {""})
    ids = {habit.account_id for of_payee in habits.values() for habit in of_payee}
    for row in waiting:
        aside = row.suggestion.alternatives if row.suggestion else ()
        ids |= {one.get("account_id") for one in aside} - {None}
    usable = Account.objects.filter(business=business, is_active=True, is_heading=False)
    return Choices(habits, dict(usable.filter(pk__in=ids).values_list("pk", "name")))


def _habits(business: Business, keys: Iterable[str]) -> dict[str, list[Habit]]:
    rows = (
        PayeeMemory.objects.filter(business=business, payee_key__in=list(keys), count__gt=0)
        .values_list("payee_key", "account_id")
        .annotate(times=Sum("count"), last=Max("last_date"))
        .order_by("payee_key", "-times", "-last", "account_id")
    )
    counts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, account_id, times, _ in rows:
        counts[key].append((account_id, times))
    return {
        key: [Habit(pk, times, sum(n for _, n in of_payee)) for pk, times in of_payee[:SHOWN]]
        for key, of_payee in counts.items()
    }
