"""States as a word, a shape and a tone, so that no meaning hangs on colour alone.

Here: how a file's state, a proof, a look-up and a confidence are shown. Not here: what they mean
(statements/models.py, proof.py, agents/run_models.py).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.statements.models import Statement, StatementFile

type Tone = Literal["good", "bad", "warn", "wait", "plain"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as it is shown."""

    word: str
    shape: str
    tone: Tone


FILE_MARKS = {
    StatementFile.State.RECEIVED: Mark("In work", "◔", "wait"),
    StatementFile.State.NEEDS_ACCOUNT: Mark("Which account?", "?", "warn"),
    StatementFile.State.NEEDS_PASSWORD: Mark("Needs its password", "?", "warn"),
    StatementFile.State.NOT_PROVED: Mark("Stopped", "■", "bad"),
    StatementFile.State.FAILED: Mark("Not readable", "■", "bad"),
    StatementFile.State.PUBLISHED: Mark("Taken in", "●", "plain"),
    StatementFile.State.WITHDRAWN: Mark("Undone", "↩", "plain"),
}

VERDICT_MARKS = {
    Statement.Verdict.PROVED: Mark("Proved", "✓", "good"),
    Statement.Verdict.NOT_PROVED: Mark("Not proved", "✗", "bad"),
    Statement.Verdict.NOT_PROVABLE: Mark("Not provable", "○", "warn"),
}

LOOK_UP_MARKS = {
    LookUp.State.WAITING: Mark("Waiting", "◔", "wait"),
    LookUp.State.RUNNING: Mark("Asking", "◔", "wait"),
    LookUp.State.DONE: Mark("Done", "✓", "good"),
    LookUp.State.CANCELLED: Mark("Cancelled", "○", "plain"),
    LookUp.State.STOPPED: Mark("Stopped", "■", "bad"),
}

RUN_MARKS = {
    AgentRun.State.RUNNING: Mark("Asking", "◔", "wait"),
    AgentRun.State.ANSWERED: Mark("Answered", "✓", "good"),
    AgentRun.State.REVIEW: Mark("To you", "?", "warn"),
    AgentRun.State.FAILED: Mark("Failed", "■", "bad"),
    AgentRun.State.CANCELLED: Mark("Cancelled", "○", "plain"),
}

HOLDS, FAILS = Mark("Holds", "✓", "good"), Mark("Does not hold", "✗", "bad")


def file_mark(state: str) -> Mark:
    """How a file's state is shown."""
    return FILE_MARKS[StatementFile.State(state)]


def verdict_mark(verdict: str) -> Mark:
    """How a proof is shown."""
    return VERDICT_MARKS[Statement.Verdict(verdict)]


def look_up_mark(state: str) -> Mark:
    """How a look-up's state is shown."""
    return LOOK_UP_MARKS[LookUp.State(state)]


def run_mark(state: str) -> Mark:
    """How a run's state is shown."""
    return RUN_MARKS[AgentRun.State(state)]


def check_mark(holds: bool) -> Mark:
    """How a single check is shown."""
    return HOLDS if holds else FAILS


def sureness(confidence: Decimal) -> str:
    """A confidence (0..1) as three dots: "●●○"."""
    full = sum(confidence >= bar for bar in (Decimal("0.4"), Decimal("0.7"), Decimal("0.95")))
    return "●" * full + "○" * (3 - full)
