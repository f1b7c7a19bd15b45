"""Account register: one account's lines of a period with the running balance.

Here: the report. Not here: an account's rows (ledger_rows.py), reading (registers.py) or paging
through an account of any length (ledger/register.py).
"""

from collections.abc import Sequence

from ledgerflow.reports.engine import report_make
from ledgerflow.reports.inputs import RegisterAccount, ReportHeader
from ledgerflow.reports.ledger_rows import COLUMNS, account_sections
from ledgerflow.reports.spec import Report, ReportKind


def build_account_register(header: ReportHeader, accounts: Sequence[RegisterAccount]) -> Report:
    """The lines of the account that was named; of every bank account and card where none was."""
    return report_make(REPORT, header, COLUMNS, account_sections(header, accounts))


REPORT = ReportKind(
    id="account_register",
    title="Account register",
    description="One account's lines with the balance after each; else those of all banks.",
    needs="register",
    builder=build_account_register,
)
