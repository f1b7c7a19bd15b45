"""What was merged and why: the lines that report a fact known before.

Here: one read in a firm's scope. Not here: deciding it (dedupe.py).
"""

from django.db.models import QuerySet

from ledgerflow.firms.models import Business
from ledgerflow.statements.dedupe import RULE_NEW
from ledgerflow.statements.models import LineMatch


def merges(business: Business) -> QuerySet[LineMatch]:
    """Matches of live statements that merged a line, with line and file, by file and row."""
    return (
        LineMatch.objects.filter(business=business, line__statement__withdrawn_by=None)
        .exclude(rule=RULE_NEW)
        .select_related("line__statement__file")
        .order_by("line__statement__file_id", "line__position")
    )
