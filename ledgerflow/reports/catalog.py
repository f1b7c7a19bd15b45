"""The reports that can be asked for: one file each, one line in REPORTS.

Here: the list and how one is found. Not here: building (the files) or reading what they need
(the selectors, wired by each report's `needs`).
"""

from ledgerflow.core.errors import InputError
from ledgerflow.reports import (
    account_register,
    balance_sheet,
    changed_after_close,
    general_ledger,
    profit_and_loss,
    schedule_c_worksheet,
    trial_balance,
    unrealised_gains,
)
from ledgerflow.reports.spec import ReportKind

REPORTS: tuple[ReportKind, ...] = (
    profit_and_loss.REPORT,
    balance_sheet.REPORT,
    trial_balance.REPORT,
    unrealised_gains.REPORT,
    account_register.REPORT,
    general_ledger.REPORT,
    schedule_c_worksheet.REPORT,
    changed_after_close.REPORT,
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
