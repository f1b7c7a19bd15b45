"""Running all checks, each for itself: one that fails or hangs is a finding, never a crash.

Here: the order, the time limit, and what became of a check. Not here: the list (checks.py).
"""

from collections.abc import Callable, Sequence

import psycopg

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.ops.backup.target import configured_target
from ledgerflow.ops.doctor.checks import CHECKS
from ledgerflow.ops.doctor.finding import Check, Finding, Installation, Said, failed, warning
from ledgerflow.ops.parallel import Answer, ask_all
from ledgerflow.ops.reachable import GONE, own_connection

SECONDS = 25.0
"""For all checks together; they run side by side."""

Found = list[Said]


def examine(checks: Sequence[Check] = CHECKS, seconds: float = SECONDS) -> list[Finding]:
    """Everything that was found, in the order of the checks. Starts the embedded database."""
    installation = installation_here()
    possible = [c for c in checks if installation.target is not None or not c.needs_database]
    questions = {check.name: _question(check, installation) for check in possible}
    answers = ask_all(questions, seconds)
    found: list[Finding] = []
    for check in checks:
        said = _said(answers[check.name], seconds) if check.name in answers else [_left_out()]
        found += [Finding(check.name, one.state, one.what, one.remedy) for one in said]
    return found


def installation_here() -> Installation:
    """The database of the settings, or why it does not answer."""
    try:
        target = configured_target()
        with own_connection():
            return Installation(target)
    except GONE as error:
        lines = str(error).strip().splitlines()
        return Installation(None, lines[0] if lines else type(error).__name__)


def _question(check: Check, installation: Installation) -> Callable[[], Found]:
    return lambda: list(check.look(installation))


def _left_out() -> Said:
    return warning("Not looked at: the database cannot be reached.", "See the check connections.")


def _said(answer: Answer[Found], seconds: float) -> Found:
    if answer.is_late:
        return [
            failed(f"No answer within {seconds:.0f} seconds.", "Run `ledgerflow doctor` again.")
        ]
    error = answer.error
    if isinstance(error, LedgerFlowError):
        return [failed(error.message, error.hint)]
    if isinstance(error, (*GONE, psycopg.OperationalError)):
        said = "The database went away during the check."
        return [failed(said, "See the check connections.")]
    if error is not None:
        said = f"The check itself failed: {type(error).__name__}: {error}"
        return [failed(said.splitlines()[0], "Report it with this line.")]
    return answer.value or []
