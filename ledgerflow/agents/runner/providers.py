"""Model objects of pydantic-ai from a row of LanguageModel.

Here: which class, profile and settings each provider gets, over our own wire (transport.py). Not
here: asking (asking.py). A profile says what the row says: what a server cannot do is not sent.
"""

import socket
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module

import httpx2
from pydantic_ai.models import Model
from pydantic_ai.profiles import InlineDefsJsonSchemaTransformer

from ledgerflow.agents.context import RunContext
from ledgerflow.agents.keys import key_fault, secret_of_variable
from ledgerflow.agents.records import ModelSpec
from ledgerflow.agents.runner.endings import failed
from ledgerflow.agents.runner.transport import PinnedTransport
from tools.outbound.addresses import checked_target
from tools.outbound.resolving import within

HOMES = {"openai": "https://api.openai.com/v1", "anthropic": "https://api.anthropic.com"}
# The libraries want a key; ours is put on by the transport alone.
NO_KEY = "not-here"


@dataclass(frozen=True, slots=True)
class Opened:
    """A model ready to be asked, what it must never say, and how to close it."""

    model: Model
    secrets: tuple[str, ...]
    closing: AsyncExitStack


def library_load(spec: ModelSpec) -> None:
    """Import what the provider needs: seconds, once per process, which are no run's fault.

    Raises ImportError where it is not installed.
    """
    name = "anthropic" if spec.provider == "anthropic" else "openai"
    import_module(f"pydantic_ai.models.{name}")


def model_opened(spec: ModelSpec, context: RunContext, *, seconds: float) -> Opened:
    """The model of a row; its server's name is looked up and checked in at most `seconds`.

    Raises RunEnd (failed: no_key, no_address), OutboundRefused, ToolFailed (nobody there).
    """
    key = _key_of(spec)
    base_url = spec.base_url or HOMES.get(spec.provider, "")
    if not base_url:
        raise failed("no_address", f"The model {spec.name} has no base URL: give its row one.")
    resolve = within(socket.getaddrinfo, seconds)
    target = checked_target(base_url, context.policy, resolve)
    transport = PinnedTransport(target, _auth(spec, key), context.outbound_add)
    client = httpx2.AsyncClient(transport=transport, trust_env=False, follow_redirects=False)
    make = _anthropic if spec.provider == "anthropic" else _openai
    closing = AsyncExitStack()
    closing.push_async_callback(client.aclose)
    return Opened(make(spec, base_url, client), (key,) if key else (), closing)


def _key_of(spec: ModelSpec) -> str:
    """The key's text; "" for a server without one. RunEnd where the variable is not set."""
    if not spec.key_variable:
        return ""
    secret = secret_of_variable(spec.key_variable)
    if secret is None or not secret.get_secret_value():
        raise failed(
            "no_key",
            f"The model {spec.name} has no key in {spec.key_variable}:"
            f" {key_fault(spec.key_variable)}. Set it for the web and the worker, and start them"
            " again.",
        )
    return secret.get_secret_value().strip()


def _auth(spec: ModelSpec, key: str) -> Mapping[str, str]:
    if not key:
        return {}
    if spec.provider == "anthropic":
        return {"x-api-key": key}
    return {"authorization": f"Bearer {key}"}


def _openai(spec: ModelSpec, base_url: str, client: httpx2.AsyncClient) -> Model:
    from openai import AsyncOpenAI
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.profiles.openai import OpenAIModelProfile
    from pydantic_ai.providers.openai import OpenAIProvider

    asked = AsyncOpenAI(api_key=NO_KEY, base_url=base_url, http_client=client, max_retries=0)
    profile = OpenAIModelProfile(
        supports_forced_tool_choice=spec.supports_required_tool, supports_json_schema_output=True
    )
    if spec.provider == "compatible":
        profile = OpenAIModelProfile(
            **profile,
            json_schema_transformer=InlineDefsJsonSchemaTransformer,
            openai_supports_strict_tool_definition=False,
            openai_chat_supports_max_completion_tokens=False,
            openai_system_prompt_role="system",
        )
    return OpenAIChatModel(
        spec.model_name, provider=OpenAIProvider(openai_client=asked), profile=profile
    )


def _anthropic(spec: ModelSpec, base_url: str, client: httpx2.AsyncClient) -> Model:
    from anthropic import AsyncAnthropic
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.profiles.anthropic import AnthropicModelProfile
    from pydantic_ai.providers.anthropic import AnthropicProvider

    asked = AsyncAnthropic(api_key=NO_KEY, base_url=base_url, http_client=client, max_retries=0)
    profile = AnthropicModelProfile(supports_forced_tool_choice=spec.supports_required_tool)
    return AnthropicModel(
        spec.model_name, provider=AnthropicProvider(anthropic_client=asked), profile=profile
    )
