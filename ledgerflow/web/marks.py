"""States as a word, a shape and a tone, so that no meaning hangs on colour alone.

Here: how the state of a file, a transaction, a proof or a look-up, and a confidence are shown. Not
here: what they mean (statements/models.py, proof.py, agents/run_models.py).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext_noop as word

from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.statements.models import Statement, StatementFile

type Tone = Literal["good", "bad", "warn", "wait", "plain"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as it is shown; `word` is English, and translated where it is drawn."""

    word: str
    shape: str
    tone: Tone


FILE_MARKS = {
    StatementFile.State.RECEIVED: Mark(word("In work"), "◔", "wait"),
    StatementFile.State.NEEDS_ACCOUNT: Mark(word("Which account?"), "?", "warn"),
    StatementFile.State.NEEDS_PASSWORD: Mark(word("Needs its password"), "?", "warn"),
    StatementFile.State.NOT_PROVED: Mark(word("Stopped"), "■", "bad"),
    StatementFile.State.FAILED: Mark(word("Not readable"), "■", "bad"),
    StatementFile.State.PUBLISHED: Mark(word("Taken in"), "●", "plain"),
    StatementFile.State.WITHDRAWN: Mark(word("Undone"), "↩", "plain"),
}

VERDICT_MARKS = {
    Statement.Verdict.PROVED: Mark(word("Proved"), "✓", "good"),
    Statement.Verdict.NOT_PROVED: Mark(word("Not proved"), "✗", "bad"),
    Statement.Verdict.NOT_PROVABLE: Mark(word("Not provable"), "○", "warn"),
}

LOOK_UP_MARKS = {
    LookUp.State.WAITING: Mark(word("Waiting"), "◔", "wait"),
    LookUp.State.RUNNING: Mark(word("Asking"), "◔", "wait"),
    LookUp.State.DONE: Mark(word("Done"), "✓", "good"),
    LookUp.State.CANCELLED: Mark(word("Cancelled"), "○", "plain"),
    LookUp.State.STOPPED: Mark(word("Stopped"), "■", "bad"),
}

RUN_MARKS = {
    AgentRun.State.RUNNING: Mark(word("Asking"), "◔", "wait"),
    AgentRun.State.ANSWERED: Mark(word("Answered"), "✓", "good"),
    AgentRun.State.REVIEW: Mark(word("To you"), "?", "warn"),
    AgentRun.State.FAILED: Mark(word("Failed"), "■", "bad"),
    AgentRun.State.CANCELLED: Mark(word("Cancelled"), "○", "plain"),
}

TRANSACTION_MARKS = {
    "waiting": Mark(word("Waiting"), "◔", "wait"),
    "booked": Mark(word("Booked"), "✓", "plain"),
    "excluded": Mark(word("Excluded"), "○", "plain"),
}

HOLDS, FAILS = Mark(word("Holds"), "✓", "good"), Mark(word("Does not hold"), "✗", "bad")


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


def transaction_mark(state: str) -> Mark:
    """How it is shown whether a transaction is in the books."""
    return TRANSACTION_MARKS[state]


def check_mark(holds: bool) -> Mark:
    """How a single check is shown."""
    return HOLDS if holds else FAILS


def sureness(confidence: Decimal) -> str:
    """A confidence (0..1) as three dots: "●●○"."""
    full = sum(confidence >= bar for bar in (Decimal("0.4"), Decimal("0.7"), Decimal("0.95")))
    return "●" * full + "○" * (3 - full)
