"""One error for a journal that cannot be imported: its first fault, and all of them as data.

Here: from faults to the error a person meets. Not here: the faults (journals/).
"""

from collections.abc import Sequence
from dataclasses import asdict

from ledgerflow.core.errors import (
    CurrencyMismatch,
    InputError,
    LedgerFlowError,
    LockedPeriod,
    RuleError,
    UnbalancedEntry,
)
from ledgerflow.statements.parsed import Fault

_KINDS: dict[str, type[LedgerFlowError]] = {
    "journal_unbalanced": UnbalancedEntry,
    "journal_account_currency": CurrencyMismatch,
    "journal_locked_month": LockedPeriod,
    "journal_date_out_of_range": RuleError,
    "journal_too_many_decimals": RuleError,
    "journal_balance": RuleError,
}


def refusal(name: str, faults: Sequence[Fault]) -> LedgerFlowError:
    """What is raised for a file with errors: nothing of it is imported.

    `extra["faults"]` has all of them as {"code", "message", "hint", "line", …}.
    """
    errors = [fault for fault in faults if fault.severity == "error"]
    first, more = errors[0], len(errors) - 1
    behind = f" {more:,} more {'fault' if more == 1 else 'faults'} after it." if more else ""
    return _KINDS.get(first.code, InputError)(
        f"{name}: {first.message}{behind} Nothing was imported.",
        hint=first.hint,
        extra={"faults": [asdict(fault) for fault in errors]},
    )
