"""The frozen records that agents work with; pure, no Django.

Here: what a run is given (AgentSpec, Question) and what comes of it (RunOutcome). Not here: rows
(models.py, run_models.py), running (runner/), or what a kind asks and takes (kinds/).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A row of LanguageModel; prices in US dollars per million tokens."""

    name: str
    provider: str
    model_name: str
    base_url: str = ""
    key_variable: str = ""
    is_local: bool = False
    output_mode: str = "tool"
    supports_tools: bool = True
    supports_required_tool: bool = True
    max_output_tokens: int = 1_000
    request_seconds: int = 30
    concurrency: int = 4
    input_price: Decimal = Decimal(0)
    output_price: Decimal = Decimal(0)

    def cost_of(self, input_tokens: int, output_tokens: int) -> Decimal:
        """US dollars for so many tokens, to six places."""
        spent = self.input_price * input_tokens + self.output_price * output_tokens
        return (spent / MILLION).quantize(Decimal("0.000001"))


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A row of Tool. `description` "" means: the function's docstring."""

    name: str
    module_path: str
    description: str = ""
    timeout_seconds: int = 10
    result_limit: int = 8_000
    calls_per_run: int = 4
    cache_seconds: int = 0


@dataclass(frozen=True, slots=True)
class AgentSpec:
    """A row of Agent with its model, its enabled tools and its current prompt."""

    id: int
    name: str
    kind: str
    model: ModelSpec
    prompt_id: int
    prompt_version: int
    prompt: str
    tools: tuple[ToolSpec, ...] = ()
    max_tool_calls: int = 6
    max_seconds: int = 60
    max_tokens: int = 20_000
    max_cost_per_run: Decimal = Decimal("0.05")
    max_cost_per_day: Decimal = Decimal(5)


@dataclass(frozen=True, slots=True)
class Question:
    """What an agent is asked about: data fields only, already masked; never instructions.

    `fields` are the values a prompt template may name and the model is shown as JSON. `accounts`
    are the ledger accounts that may be chosen, by id as text ("" for a kind that chooses none).
    `transactions` are ids for the record; they are not shown to the model.
    """

    kind: str
    subject_key: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    transactions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call of a tool: the columns of ToolCall. `outcome` is one of ToolCall.Outcome."""

    position: int
    tool_name: str
    module_path: str
    arguments: Mapping[str, Any]
    result: str
    outcome: str
    error: str = ""
    was_cut: bool = False
    from_cache: bool = False
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class OutboundRecord:
    """Something that left the machine, or was kept from it: the columns of OutboundCall."""

    purpose: str
    method: str
    url: str
    host: str
    address: str = ""
    status: int | None = None
    refused: str = ""
    sent_bytes: int = 0
    received_bytes: int = 0
    sent_sha256: str = ""
    sent_text: str = ""
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something a model attempted that is not allowed.

    `what` is one of: tool_unknown, tool_limit, arguments, url_not_found, outbound, account,
    quote, output, leak. `detail` is plain words, at most 300 characters, without bank data.
    """

    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run used; `cost` in US dollars."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended. `state` is "answered", "review", "failed" or "cancelled".

    `output` is the checked answer (kinds/), only when answered. `reason` is one sentence for a
    person, `reason_code` its word: "" when answered, else such as no_answer, tool_limit, too_slow,
    too_many_tokens, too_costly, model_down, model_refused, no_key, not_installed, breaker_open.
    """

    state: str
    output: Mapping[str, Any] | None = None
    reason_code: str = ""
    reason: str = ""
    messages: tuple[Any, ...] = ()
    calls: tuple[CallRecord, ...] = ()
    outbound: tuple[OutboundRecord, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    usage: Usage = Usage()
    milliseconds: int = 0
