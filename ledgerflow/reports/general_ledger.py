"""General ledger: every account's lines of a period with the running balance.

Here: the report. Not here: an account's rows (ledger_rows.py) or reading (registers.py).
"""

from collections.abc import Sequence

from ledgerflow.reports.engine import report_make
from ledgerflow.reports.inputs import RegisterAccount, ReportHeader
from ledgerflow.reports.ledger_rows import COLUMNS, account_sections
from ledgerflow.reports.spec import Report, ReportKind


def build_general_ledger(header: ReportHeader, accounts: Sequence[RegisterAccount]) -> Report:
    """The lines from `header.start` to `header.end`, an account a section, by code."""
    return report_make(REPORT, header, COLUMNS, account_sections(header, accounts))


REPORT = ReportKind(
    id="general_ledger",
    title="General ledger",
    description="Every account's lines of a period, with the balance after each.",
    needs="ledger",
    builder=build_general_ledger,
)
