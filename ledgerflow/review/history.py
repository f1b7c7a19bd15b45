"""Reads of review: what earlier decisions say, as far as the undecided need it.

Here: decisions to the frozen record that classification takes, in a firm's scope. Not here:
pairing and matching (classification/transfers.py, refunds.py).
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.history import History
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.selectors import facts_of
from ledgerflow.firms.models import Business, Membership
from ledgerflow.review.judging import track_record_of
from ledgerflow.review.learning import learner_of
from ledgerflow.review.models import Decision
from ledgerflow.review.movements import movements_of
from ledgerflow.review.selectors import live_decisions
from ledgerflow.statements.models import BankTransaction

NEAR = dt.timedelta(days=7)
"""The other half of a transfer lies no farther away."""
PAIRS_REMEMBERED = 2_000


def history_of(business: Business, rows: Sequence[BankTransaction]) -> History:
    """Earlier decisions as far as the undecided `rows` (with their bank accounts) need them."""
    if not rows:
        return History()
    dates = [row.date for row in rows]
    return History(
        accepted_pairs=_accepted_pairs(business),
        open_halves=tuple(_open_halves(business, min(dates) - NEAR, max(dates) + NEAR)),
        movements=movements_of(business, rows),
        own_names=own_names(business),
        learner=learner_of(business),
        agents=track_record_of(business),
        waiting=tuple(facts_of(row) for row in rows),
    )


def own_names(business: Business) -> tuple[str, ...]:
    """The business and the persons it belongs to: its clients; its owners where it is alone."""
    members = Membership.objects.filter(business=business, role=Membership.Role.CLIENT)
    names = list(members.values_list("user__name", flat=True))
    if Business.objects.filter(firm_id=business.firm_id).count() == 1:
        owners = Membership.objects.filter(firm_id=business.firm_id, role=Membership.Role.OWNER)
        names += owners.values_list("user__name", flat=True)
    return tuple(dict.fromkeys(name for name in (business.name, *names) if name))


def _accepted_pairs(business: Business) -> frozenset[tuple[str, str]]:
    """Payee keys out and in of the transfers that persons paired, the newest of them."""
    rows = (
        live_decisions(business)
        .filter(kind=Decision.Kind.TRANSFER, policy="", transfer_with__isnull=False)
        .order_by("-pk")
        .values_list(
            "transaction__amount",
            "transaction__description",
            "transaction__counterparty",
            "transfer_with__description",
            "transfer_with__counterparty",
        )[:PAIRS_REMEMBERED]
    )
    found = set()
    for amount, *texts in rows:
        this, other = normalise(*texts[:2]).key, normalise(*texts[2:]).key
        found.add((this, other) if amount < 0 else (other, this))
    return frozenset(found)


def _open_halves(business: Business, first: dt.date, last: dt.date) -> Iterable[TransactionFacts]:
    """Lines that were decided as a transfer and that no other half is known of."""
    decided = list(
        live_decisions(business)
        .filter(kind=Decision.Kind.TRANSFER, transaction__date__range=(first, last))
        .select_related("transaction__bank_account")
        .order_by("transaction_id")
    )
    named = {d.transfer_with_id for d in decided}
    for decision in decided:
        if decision.transfer_with_id is None and decision.transaction_id not in named:
            yield facts_of(decision.transaction)
