"""What was merged and why: the lines that report a fact known before; and what a person changed.

Here: reads in a firm's scope. Not here: deciding it (dedupe.py) or changing it (sorting.py).
"""

from django.db.models import QuerySet

from ledgerflow.firms.models import Business
from ledgerflow.statements.knownlines import RULE_NEW, RULE_SPLIT, UNSURE
from ledgerflow.statements.models import LineMatch, MatchChange


def merges(business: Business, *, unsure: bool = False) -> QuerySet[LineMatch]:
    """Matches of live statements that merged a line, with line and file, by file and row.

    `unsure`: only those for which no words speak, but the count of lines does.
    """
    found = (
        LineMatch.objects.filter(business=business, line__statement__withdrawn_by=None)
        .exclude(rule__in=(RULE_NEW, RULE_SPLIT))
        .select_related("line__statement__file", "transaction")
        .order_by("line__statement__file_id", "line__position")
    )
    return found.filter(rule__in=UNSURE) if unsure else found


def changes(business: Business) -> QuerySet[MatchChange]:
    """What people split and joined, oldest first."""
    return (
        MatchChange.objects.filter(business=business)
        .select_related("line", "decided_by")
        .order_by("pk")
    )
