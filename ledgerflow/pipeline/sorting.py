"""A person splits a merge or joins two transactions; then what is new is suggested for.

Here: numbers to rows, and which of two keeps its decision. Not here: moving lines
(statements/sorting.py) or deciding (review).
"""

from dataclasses import dataclass

from ledgerflow.core.errors import AccessError, AlreadyDecided
from ledgerflow.firms.access import Place, working_in
from ledgerflow.pipeline.stages import business_settle
from ledgerflow.review.selectors import live_decision
from ledgerflow.statements.models import BankTransaction, StatementLine
from ledgerflow.statements.sorting import transaction_split, transactions_join


@dataclass(frozen=True, slots=True)
class Sorted:
    """The transaction that a person's word made or kept, and the other one."""

    transaction_id: int
    other_id: int


def merge_split(place: Place, line_id: int, *, reason: str, user_id: int | None) -> Sorted:
    """The line and the rest of its transaction are two. A decision stays with the older one.

    Raises AccessError for an unknown line, and what `transaction_split` raises.
    """
    with working_in(place, user_id):
        lines = StatementLine.objects.filter(business_id=place.business_id, pk=line_id)
        line = lines.select_related("match__transaction", "statement").first()
        if line is None:
            raise AccessError(
                f"{place.business_name} has no statement line {line_id}.",
                code="unknown_line",
                hint="`ledgerflow merges list` shows the lines with their numbers.",
            )
        before = line.match.transaction_id
        made = transaction_split(line=line, reason=reason)
    business_settle(place, user_id)
    return Sorted(made.pk, before)


def merge_join(
    place: Place, first_id: int, second_id: int, *, reason: str, user_id: int | None
) -> Sorted:
    """The two transactions are one: the one that is decided is kept, else the older.

    Raises AccessError for an unknown number, AlreadyDecided where both are decided, and what
    `transactions_join` raises.
    """
    with working_in(place, user_id):
        kept, given = (_transaction(place, pk) for pk in sorted((first_id, second_id)))
        decided = [one for one in (kept, given) if live_decision(one) is not None]
        if len(decided) > 1 and kept != given:
            raise AlreadyDecided(
                f"Bank transactions {kept.pk} and {given.pk} are both decided.",
                hint="Undo the decision of the one that is too many, then join them.",
            )
        if decided == [given]:
            kept, given = given, kept
        transactions_join(kept=kept, given=given, reason=reason)
    return Sorted(kept.pk, given.pk)


def _transaction(place: Place, number: int) -> BankTransaction:
    """The transaction, held: nobody decides it meanwhile."""
    found = BankTransaction.objects.select_for_update().filter(business_id=place.business_id)
    row = found.filter(pk=number).first()
    if row is None:
        raise AccessError(
            f"{place.business_name} has no bank transaction {number}.",
            code="unknown_transaction",
            hint="`ledgerflow merges list` shows the numbers.",
        )
    return row
