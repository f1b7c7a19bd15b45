"""What a person picked of the queue, and what others decided of it meanwhile.

Here: picking as ids, conflicts as records, in a firm's scope. Not here: deciding (deciding.py).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business
from ledgerflow.reports.figures import grouped
from ledgerflow.review.models import Decision, WaitingTransaction
from ledgerflow.review.queue_conditions import group_parts
from ledgerflow.review.wording import decision_place

DECIDED_MAX = 5_000
"""So many at once: a group that is larger is decided in several strokes, oldest first."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What a person picked: some transactions by id, or a whole group by its key.

    `shown`: the marks of the suggestions that the person saw and accepts (review/suggested.py);
    None where that is not held against what is suggested now. `bar`: the least confidence that the
    page promised for each, `since`: when a list of many groups was read. With one of these, what
    changed, arrived or fell below the bar is left waiting; without, nothing is decided. `seen`:
    rows that stood before the person's eyes; what somebody decided of them meanwhile is told,
    whether the group still has it or not.
    """

    ids: tuple[int, ...] = ()
    group: str = ""
    shown: frozenset[str] | None = None
    bar: Decimal | None = None
    since: dt.datetime | None = None
    seen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A transaction that was decided meanwhile: its line, by whom, when, and where that put it."""

    transaction_id: int
    line: str
    who: str
    when: dt.datetime
    what: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided; `batch_id` takes it back. `next_hint` is the group's key where more of it
    waits than one stroke decides. `left` counts what is not suggested any more as it was shown.
    """

    batch_id: int | None
    decided: int
    conflicts: tuple[Conflict, ...]
    next_hint: str = ""
    left: int = 0


def picked_ids(business: Business, picked: Picked) -> list[int]:
    """What is picked, oldest first for a group."""
    if not (picked.ids or picked.group) and picked.seen:
        return []
    if bool(picked.ids) == bool(picked.group):
        raise InputError(
            "Nothing is picked, or both a group and some of its rows.",
            code="nothing_picked",
            hint="Pick a group or some rows.",
        )
    if len(picked.ids) > DECIDED_MAX:
        raise InputError(
            f"{len(picked.ids):,} transactions are picked; at most {DECIDED_MAX:,} at once.",
            code="too_many_picked",
            hint="Pick fewer.",
        )
    if picked.ids:
        return list(dict.fromkeys(picked.ids))
    currency, key = group_parts(picked.group)
    rows = WaitingTransaction.objects.filter(business=business, currency=currency, group_key=key)
    ordered = rows.order_by("date", "transaction_id")
    return list(ordered.values_list("transaction_id", flat=True)[:DECIDED_MAX])


def conflicts_of(business: Business, ids: Sequence[int]) -> tuple[Conflict, ...]:
    """Who decided these, and as what. InputError where one of them does not wait otherwise."""
    told = decided_meanwhile(business, ids)
    gone = len(ids) - len(told)
    if gone:
        raise InputError(
            f"{gone:,} of the picked transactions do not wait for a decision any more.",
            code="not_in_queue",
            hint="Look at the queue again: an import may have been undone.",
        )
    return told


def decided_meanwhile(business: Business, ids: Sequence[int]) -> tuple[Conflict, ...]:
    """Those of these that somebody decided; what does not wait for another reason is left out."""
    found = _standing(business, ids) if ids else {}
    return tuple(_conflict(found[pk]) for pk in ids if pk in found)


def halves_decided(business: Business, halves: Mapping[int, int]) -> dict[int, Conflict]:
    """Transfers whose other half stands as something else: by the transaction that waits.

    `halves` has the other half of each that does not wait itself. Booked alone, the transfer would
    leave money on its way for good.
    """
    if not halves:
        return {}
    found = {
        pk: decision
        for pk, decision in _standing(business, list(halves.values())).items()
        if decision.kind != Decision.Kind.TRANSFER
    }
    return {
        pk: replace(one, transaction_id=pk, what=f"its other half, {one.what}")
        for pk, half in halves.items()
        if half in found
        for one in [_conflict(found[half])]
    }


def _standing(business: Business, ids: Sequence[int]) -> dict[int, Decision]:
    """The decisions that stand, by transaction; one query."""
    rows = Decision.objects.filter(business=business, transaction__in=ids)
    newest = rows.order_by("transaction_id", "-version").distinct("transaction_id")
    return {
        d.transaction_id: d
        for d in newest.select_related("decided_by", "account", "transaction")
        if d.kind != Decision.Kind.UNDO
    }


def _conflict(decision: Decision) -> Conflict:
    person, fact = decision.decided_by, decision.transaction
    return Conflict(
        transaction_id=decision.transaction_id,
        line=f"{fact.date} {grouped(fact.amount, fact.currency)} {fact.currency}"
        f" {fact.description[:60]}".strip(),
        who=(person.name or person.email) if person else decision.policy,
        when=decision.decided_at,
        what=decision_place(decision, lambda a, currency: f"{grouped(a, currency)} {currency}"),
    )
