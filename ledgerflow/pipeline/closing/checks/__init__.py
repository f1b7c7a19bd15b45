"""The checks that a period is asked before it is closed, in the order people see them.

Here: the list and asking it. Not here: any check (one file each), or what follows from the
answers (pipeline/closing/services.py).
"""

from ledgerflow.pipeline.closing.checks import (
    closed_accounts,
    coverage,
    earlier_months,
    month_balances,
    negative_cash,
    over,
    reconciled,
    trial_balance,
    undecided,
    unproved,
    zero_accounts,
)
from ledgerflow.pipeline.closing.checks.records import Books, Check, CheckResult

CHECKS: tuple[Check, ...] = (
    over.CHECK,
    earlier_months.CHECK,
    coverage.CHECK,
    unproved.CHECK,
    undecided.CHECK,
    reconciled.CHECK,
    zero_accounts.CLEARING,
    zero_accounts.SUSPENSE,
    negative_cash.CHECK,
    closed_accounts.CHECK,
    trial_balance.CHECK,
    month_balances.CHECK,
)


def checks_run(books: Books) -> tuple[CheckResult, ...]:
    """Ask every check that fits, in the firm's scope."""
    found = []
    for check in CHECKS:
        if books.is_year or not check.year_only:
            said = check.find(books)
            result = CheckResult(check.id, check.label, said.state, said.detail, said.todo)
            found.append(result)
    return tuple(found)
