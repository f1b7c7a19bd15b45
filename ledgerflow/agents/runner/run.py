"""The way in: an agent asks a model one question, and always comes back with an outcome.

Here: `agent_run`. Not here: its steps (session.py, conversation.py), opening and closing the run's
rows (../services.py), what becomes of the answer. No database is touched here, and nothing that a
model, a server or a tool does raises.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ledgerflow.agents.context import RunContext
from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.kinds.kind import Kind
from ledgerflow.agents.records import AgentSpec, Question, RunOutcome
from ledgerflow.agents.runner.breaker import Gate, gate_of
from ledgerflow.agents.runner.budget import Budget
from ledgerflow.agents.runner.pacing import REAL, Deadline, Pace
from ledgerflow.agents.toolbox.calling import Toolbox

if TYPE_CHECKING:
    from pydantic_ai.models import Model

NOT_INSTALLED = RunOutcome(
    state="failed",
    reason_code="not_installed",
    reason="The clients of language models are not installed: run `make llm`, or build the"
    " image with WITH_LLM=1.",
)


def never() -> bool:
    """Nobody cancels."""
    return False


def agent_run(
    spec: AgentSpec,
    question: Question,
    *,
    toolbox: Toolbox,
    context: RunContext,
    cancelled: Callable[[], bool] = never,
    pace: Pace = REAL,
    model: "Model | None" = None,
    kind: Kind | None = None,
) -> RunOutcome:
    """Ask `question` as `spec` says; how it ended, with all that was said, called and used.

    Works in the calling thread, which must run no event loop. `cancelled` is asked between steps
    and while waiting. `model` stands in for the provider's (scripted.py, replay.py), `kind` for
    that of KINDS. Ends within spec.max_seconds, plus the wait for one of the model's slots.
    """
    if find_spec("pydantic_ai") is None:
        return NOT_INSTALLED
    # pydantic-ai takes seconds to import, and the base installation does without it.
    from ledgerflow.agents.runner.asking import Limits
    from ledgerflow.agents.runner.conversation import Task
    from ledgerflow.agents.runner.session import Session

    # A given model is no server: it is never down, and waits for nobody.
    named = spec.model
    gate = gate_of(named.name, named.concurrency) if model is None else Gate(1)
    deadline = Deadline(spec.max_seconds, pace)
    limits = Limits(Budget(spec), deadline, pace, gate, cancelled)
    task = Task(spec, kind or KINDS[spec.kind], question, toolbox)
    return Session(task, context, limits, model).run()
