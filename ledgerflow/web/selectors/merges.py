"""One merge: the line, all lines that report its transaction, and what people said about them.

Here: reads in a firm's scope. Not here: lists of merges (statements/merges.py).
"""

from dataclasses import dataclass

from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place
from ledgerflow.statements.knownlines import UNSURE
from ledgerflow.statements.models import BankTransaction, LineMatch, MatchChange, StatementLine

REPORTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class MergeView:
    """`reports` are the matches of the line's transaction, its own among them, oldest first."""

    line: StatementLine
    transaction: BankTransaction
    reports: tuple[LineMatch, ...]
    changes: tuple[MatchChange, ...]
    is_unsure: bool

    @property
    def can_split(self) -> bool:
        """True where another line that counts reports the same transaction."""
        standing = [m for m in self.reports if m.line.statement.withdrawn_by_id is None]
        return len(standing) > 1 and self.line.statement.withdrawn_by_id is None

    @property
    def split_from(self) -> int | None:
        """The transaction that a person split the line from, where that word stands."""
        newest = self.changes[0] if self.changes else None
        if newest is None or newest.kind != MatchChange.Kind.SPLIT:
            return None
        both = {newest.from_transaction_id, newest.to_transaction_id}
        return next(iter(both - {self.transaction.pk}), None)


def merge_of(place: Place, line_id: int) -> MergeView:
    """The merge of a line of this business; AccessError where there is no such line."""
    lines = StatementLine.objects.filter(business_id=place.business_id, pk=line_id)
    line = lines.select_related("statement__file", "match__transaction__bank_account").first()
    if line is None:
        raise AccessError(
            f"{place.business_name} has no statement line {line_id}.",
            code="unknown_line",
            hint="Choose one on the page of its statement.",
        )
    reports = LineMatch.objects.filter(transaction=line.match.transaction_id)
    reports = reports.select_related("line__statement__file").order_by("pk")
    changes = MatchChange.objects.filter(line=line).select_related("decided_by").order_by("-pk")
    return MergeView(
        line=line,
        transaction=line.match.transaction,
        reports=tuple(reports[:REPORTS_SHOWN]),
        changes=tuple(changes),
        is_unsure=line.match.rule in UNSURE,
    )
