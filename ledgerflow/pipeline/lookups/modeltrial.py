"""One small question to a language model by an operator: does it answer, and in the right shape?

Here: an invented question of the payee kind, without tools, through the same runner as every run.
Not here: the pages that ask for it. Nothing of any firm is sent, and nothing is written.
"""

from decimal import Decimal

from ledgerflow.agents.context import operator_context
from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.masking import masked
from ledgerflow.agents.records import AgentSpec, ModelSpec, Question, RunOutcome
from ledgerflow.agents.runner.run import agent_run
from ledgerflow.agents.toolbox.calling import Toolbox

SECONDS_MAX = 25
"""A page waits for it: no longer than visitors and proxies do."""

TOKENS_MAX = 6_000
COST_MAX = Decimal("0.10")
KIND = "payee"


def model_try(model: ModelSpec, description: str) -> RunOutcome:
    """How a model answers; never raises for what its server does. US dollars and milliseconds in
    the outcome are those of this one question."""
    fields = {
        "industry": "an invented shop",
        "currency": "USD",
        "direction": "out",
        "payee": masked(description),
        "count": 1,
    }
    spec = AgentSpec(
        id=0,
        name="try",
        kind=KIND,
        model=model,
        prompt_id=0,
        prompt_version=0,
        prompt=KINDS[KIND].default_prompt,
        max_tool_calls=0,
        max_seconds=min(model.request_seconds, SECONDS_MAX),
        max_tokens=TOKENS_MAX,
        max_cost_per_run=COST_MAX,
    )
    context = operator_context()
    toolbox = Toolbox((), context, max_calls=0, on_refusal=lambda refusal: None)
    return agent_run(spec, Question(KIND, fields=fields), toolbox=toolbox, context=context)
