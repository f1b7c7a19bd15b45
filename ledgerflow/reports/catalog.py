"""The reports that can be asked for: one file each, one line in REPORTS.

Here: the list and how one is found. Not here: building (the files) or reading what they need
(the selectors, wired by each report's `needs`).
"""

from ledgerflow.core.errors import InputError
from ledgerflow.reports import profit_and_loss, schedule_c_worksheet, trial_balance
from ledgerflow.reports.spec import ReportKind

REPORTS: tuple[ReportKind, ...] = (
    profit_and_loss.REPORT,
    trial_balance.REPORT,
    schedule_c_worksheet.REPORT,
)


def report_get(report_id: str) -> ReportKind:
    """The report with this id; InputError naming the known ones otherwise."""
    for kind in REPORTS:
        if kind.id == report_id:
            return kind
    raise InputError(
        f'There is no report called "{report_id}".',
        code="unknown_report",
        hint="Choose one of: " + ", ".join(k.id for k in REPORTS) + ".",
    )
