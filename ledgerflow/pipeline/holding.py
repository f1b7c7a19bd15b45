"""What a stroke decides about, held fast: what still waits, as it was shown, with its other halves.

Here: reads in a firm's scope once the rows are locked: whoever is second sees what the first one
did. Not here: what a wish comes to (wishes.py) or deciding (deciding.py).
"""

from collections.abc import Iterable, Mapping, Sequence

from ledgerflow.core.errors import ConflictError
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.picking import Picked
from ledgerflow.pipeline.wishes import Wish, partner_of
from ledgerflow.review.bulk import transactions_lock
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.queue_alternatives import standing
from ledgerflow.review.selectors import Waiting
from ledgerflow.review.suggested import mark_of


def rows_held(business: Business, ids: Sequence[int], wish: Wish) -> dict[int, WaitingTransaction]:
    """Those that wait, and the other halves that they name, held until the transaction ends.

    They are read again once they are held: somebody may have been first.
    """
    held = {*ids, *(pk for pk in _partners(business, ids, wish) if pk is not None)}
    transactions_lock(business, held)
    rows = WaitingTransaction.objects.filter(business=business, transaction__in=held)
    rows = rows.select_related("transaction__bank_account", "suggestion__account")
    return {row.transaction_id: row for row in rows.order_by("date", "transaction_id")}


def waiting_of(rows: Mapping[int, WaitingTransaction]) -> dict[int, Waiting]:
    """Held rows with the suggestions that stand, numbered in their order."""
    return {
        pk: Waiting(number, row.transaction, standing(row))
        for number, (pk, row) in enumerate(rows.items(), 1)
    }


def unlike_shown(picked: Picked, rows: Iterable[WaitingTransaction]) -> set[int]:
    """Those that are not suggested as the person saw it, which stay where many were looked over.

    ConflictError otherwise: a group is accepted as it was shown, or looked at again.
    """
    unlike = {row.transaction_id for row in rows if not _is_as_shown(row, picked)}
    if unlike and picked.bar is None and picked.since is None:
        raise ConflictError(
            "The suggestion changed meanwhile: look again.", code="suggestion_changed"
        )
    return unlike


def _is_as_shown(row: WaitingTransaction, picked: Picked) -> bool:
    if picked.shown is not None and mark_of(row) not in picked.shown:
        return False
    if picked.bar is not None and row.confidence < picked.bar:
        return False
    if picked.since is None:
        return True
    return row.suggestion is not None and row.suggestion.created_at <= picked.since


def halves_gone(waiting: Mapping[int, Waiting], ids: Iterable[int], wish: Wish) -> dict[int, int]:
    """The other halves that do not wait, of the transfers that it would come to."""
    halves = {pk: partner_of(waiting[pk], wish) for pk in ids}
    return {pk: half for pk, half in halves.items() if half is not None and half not in waiting}


def _partners(business: Business, ids: Sequence[int], wish: Wish) -> Iterable[int | None]:
    if wish.transfer_with_id is not None:
        return [wish.transfer_with_id]
    rows = WaitingTransaction.objects.filter(business=business, transaction__in=ids)
    named = rows.filter(suggestion__transfer_with__isnull=False)
    return named.values_list("suggestion__transfer_with_id", flat=True)
