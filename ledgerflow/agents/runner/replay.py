"""A run once more, from its record: no network, no tool called, the same outcome.

Here: recorded replies stand in for the model, recorded results for the tools. Not here: reading
the record from its rows. Our own part is not recorded but done again: checks, limits, refusals;
so a replay under changed code shows what the change does.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ledgerflow.agents.context import RunContext
from ledgerflow.agents.kinds.kind import Kind
from ledgerflow.agents.records import AgentSpec, CallRecord, Question, Refusal, RunOutcome
from ledgerflow.agents.runner.endings import Ending, RunEnd
from ledgerflow.agents.runner.run import agent_run
from ledgerflow.agents.toolbox.calling import Toolbox
from tools.outbound.addresses import OutboundPolicy

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelMessage, ModelResponse
    from pydantic_ai.models import Model
    from pydantic_ai.models.function import AgentInfo

NOT_RECORDED = Ending(
    "failed", "not_recorded", "The run goes further than its record: the code has changed since."
)


def run_replay(
    spec: AgentSpec,
    question: Question,
    messages: Sequence[Mapping[str, Any]],
    calls: Sequence[CallRecord],
    *,
    kind: Kind | None = None,
) -> RunOutcome:
    """Repeat a run from AgentRun.messages (transcript.py) and its calls.

    A run that ended from outside (time, server, cancel) ends in the same words once its recorded
    replies are used up. Requests that were sent again are not counted again.
    """
    context = RunContext(searxng_url=None, policy=OutboundPolicy())
    refused: list[Refusal] = []
    toolbox = Toolbox(
        spec.tools,
        context,
        max_calls=spec.max_tool_calls,
        on_refusal=refused.append,
        recorded=calls,
    )
    return agent_run(
        spec, question, toolbox=toolbox, context=context, model=_recorded(messages), kind=kind
    )


def _recorded(messages: Sequence[Mapping[str, Any]]) -> "Model":
    """A model that replies as it once did, and then ends as the run did."""
    from pydantic_ai.models.function import FunctionModel

    from ledgerflow.agents.runner.transcript import response_of

    replies: Iterator[Mapping[str, Any]] = iter([m for m in messages if m["role"] == "model"])
    ends = [Ending(m["state"], m["code"], m["text"]) for m in messages if m["role"] == "end"]

    async def play(_messages: "list[ModelMessage]", _info: "AgentInfo") -> "ModelResponse":
        entry = next(replies, None)
        if entry is None:
            raise RunEnd(ends[-1] if ends else NOT_RECORDED)
        return response_of(entry)

    return FunctionModel(play, model_name="recorded")
