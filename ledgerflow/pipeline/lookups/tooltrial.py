"""One call of a tool by an operator, as an agent would make it.

Here: the call through the toolbox with a row's own limits, and what it sent. Not here: the pages
and commands that ask for it. The operator's word stands for the search that a run would need: an
address among the arguments counts as found. The guard before every connection holds as always.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledgerflow.agents.context import operator_context
from ledgerflow.agents.records import CallRecord, OutboundRecord, Refusal, ToolSpec
from ledgerflow.agents.toolbox.calling import Toolbox
from ledgerflow.classification.asking.sources import merchant_facts
from ledgerflow.firms.access import Place
from ledgerflow.pipeline.lookups.asking_one import run_context


@dataclass(frozen=True, slots=True)
class ToolTrial:
    """What a call gave, what left the machine for it, and what was refused."""

    call: CallRecord
    outbound: tuple[OutboundRecord, ...]
    refusals: tuple[Refusal, ...]


def tool_try(tool: ToolSpec, arguments: Mapping[str, Any], *, place: Place | None) -> ToolTrial:
    """Call a tool once; never raises for what the tool does.

    Without a place there are no books to look into. Not to be called within a transaction: it may
    take as long as the tool's timeout.
    """
    context = run_context(place) if place else operator_context(merchants=merchant_facts)
    context.found_add([value for value in arguments.values() if isinstance(value, str)])
    refused: list[Refusal] = []
    toolbox = Toolbox((tool,), context, max_calls=1, on_refusal=refused.append)
    call = toolbox.call(tool.name, arguments)
    return ToolTrial(call, tuple(context.outbound), tuple(refused))
