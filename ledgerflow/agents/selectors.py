"""Reads of agents: what an agent is made of, which one is switched on.

Here: rows to the records that a run takes. Not here: writing (services.py), what runs left behind
(trail.py).
"""

from ledgerflow.agents.models import Agent, LanguageModel, Tool
from ledgerflow.agents.records import AgentSpec, ModelSpec, ToolSpec
from ledgerflow.core.errors import InputError

_MODEL = (
    "name", "provider", "model_name", "base_url", "key_variable", "is_local", "output_mode",
    "supports_tools", "supports_required_tool", "max_output_tokens", "request_seconds",
    "concurrency", "input_price", "output_price",
)  # fmt: skip
_TOOL = (
    "name", "module_path", "description", "timeout_seconds", "result_limit", "calls_per_run",
    "cache_seconds",
)  # fmt: skip


def enabled_agent(kind: str) -> Agent | None:
    """The agent of a kind that is switched on: the first by name, one with a model before others.

    An agent whose model is switched off is as good as one without a model.
    """
    found = list(
        Agent.objects.filter(kind=kind, is_enabled=True)
        .select_related("model", "prompt")
        .order_by("name")
    )
    return min(found, key=lambda one: not _has_model(one), default=None)


def agent_by_name(name: str) -> Agent:
    """The agent of this name; InputError that names those there are."""
    agent = Agent.objects.filter(name=name).select_related("model", "prompt").first()
    if agent is None:
        known = ", ".join(Agent.objects.values_list("name", flat=True)) or "none yet"
        raise InputError(
            f"There is no agent {name!r}. Known: {known}.",
            code="unknown_agent",
            hint="`ledgerflow agents list` shows them; `ledgerflow agents init` makes the shipped.",
        )
    return agent


def agent_spec(agent: Agent) -> AgentSpec:
    """An agent with its model, its enabled tools and its prompt, as a run takes it.

    Raises InputError where it has no model (or its model is off) or no prompt.
    """
    model = agent.model
    if model is None or not model.is_enabled:
        what = "has no language model" if model is None else f"has a model, {model}, that is off"
        raise InputError(
            f"Agent {agent.name} {what}.",
            code="agent_no_model",
            hint="Give it a model that is switched on, in the admin under Agents.",
        )
    if agent.prompt is None:
        raise InputError(
            f"Agent {agent.name} has no prompt.",
            code="agent_no_prompt",
            hint="Write one in the admin, or run `ledgerflow agents init` for the shipped ones.",
        )
    return AgentSpec(
        id=agent.pk,
        name=agent.name,
        kind=agent.kind,
        model=model_spec(model),
        prompt_id=agent.prompt.pk,
        prompt_version=agent.prompt.version,
        prompt=agent.prompt.text,
        tools=tuple(tool_spec(t) for t in agent.tools.filter(is_enabled=True).order_by("name")),
        max_tool_calls=agent.max_tool_calls,
        max_seconds=agent.max_seconds,
        max_tokens=agent.max_tokens,
        max_cost_per_run=agent.max_cost_per_run,
        max_cost_per_day=agent.max_cost_per_day,
    )


def model_spec(model: LanguageModel) -> ModelSpec:
    """A model's row as a record."""
    return ModelSpec(**{name: getattr(model, name) for name in _MODEL})


def tool_spec(tool: Tool) -> ToolSpec:
    """A tool's row as a record."""
    return ToolSpec(**{name: getattr(tool, name) for name in _TOOL})


def _has_model(agent: Agent) -> bool:
    return agent.model is not None and agent.model.is_enabled
