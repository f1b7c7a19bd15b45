"""A row of LanguageModel as a model of pydantic-ai."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pydantic_ai.direct import model_request
from pydantic_ai.messages import ModelRequest, ModelResponse

from ledgerflow.agents.records import ModelSpec
from ledgerflow.agents.runner import providers
from ledgerflow.agents.runner.endings import RunEnd
from ledgerflow.agents.runner.offering import offer_of
from tests.agents.runner import fake_openai as server
from tests.agents.runner.conftest import context_for, model_of
from tests.agents.runner.fake_openai import FakeOpenAI
from tools.errors import OutboundRefused

KEY = "sk-invented-0123456789"
SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"],
          "additionalProperties": False}  # fmt: skip


@contextmanager
def asked(spec: ModelSpec, fake: FakeOpenAI, mode: str = "tool") -> Iterator[ModelResponse]:
    opened = providers.model_opened(spec, context_for(fake.host), seconds=1)

    async def ask() -> ModelResponse:
        async with opened.closing:
            return await model_request(
                opened.model,
                [ModelRequest.user_text_prompt("Hello")],
                model_settings={"max_tokens": 70},
                model_request_parameters=offer_of(mode, SCHEMA, []),
            )

    yield asyncio.run(ask())


def test_the_key_goes_to_the_server_and_into_the_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALL_API_KEY", KEY)
    with FakeOpenAI(server.answers(a="x")) as fake:
        spec = model_of(fake.base_url, key_variable="SMALL_API_KEY")
        with asked(spec, fake):
            assert fake.asked[0].headers["authorization"] == f"Bearer {KEY}"
        assert providers.model_opened(spec, context_for(fake.host), seconds=1).secrets == (KEY,)


def test_a_server_without_a_key_gets_none() -> None:
    with FakeOpenAI(server.answers(a="x")) as fake, asked(model_of(fake.base_url), fake):
        assert "authorization" not in fake.asked[0].headers


def test_a_compatible_server_is_spoken_to_plainly() -> None:
    with FakeOpenAI(server.answers(a="x")) as fake, asked(model_of(fake.base_url), fake):
        body = fake.asked[0].body
    assert body["max_tokens"] == 70
    assert body["tool_choice"] == "required"
    assert "strict" not in body["tools"][0]["function"]


def test_a_tool_is_not_required_where_the_row_says_so() -> None:
    with FakeOpenAI(server.answers(a="x")) as fake:
        spec = model_of(fake.base_url, supports_required_tool=False)
        with asked(spec, fake):
            assert fake.asked[0].body["tool_choice"] == "auto"


def test_a_native_model_is_given_the_schema() -> None:
    with FakeOpenAI(server.answers(a="x")) as fake, asked(model_of(fake.base_url), fake, "native"):
        body = fake.asked[0].body
    assert body["response_format"]["json_schema"]["schema"]["required"] == ["a"]
    assert "tools" not in body


def test_a_prompted_model_is_sent_nothing_special() -> None:
    with FakeOpenAI(server.says("{}")) as fake, asked(model_of(fake.base_url), fake, "prompted"):
        body = fake.asked[0].body
    assert not {"response_format", "tools", "tool_choice"} & body.keys()


def test_openai_speaks_its_own_protocol(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with FakeOpenAI(server.answers(a="x")) as fake:
        spec = model_of(fake.base_url, provider="openai", key_variable="OPENAI_API_KEY")
        with asked(spec, fake) as response:
            assert response.tool_calls[0].tool_name == "answer"
        assert fake.asked[0].body["max_completion_tokens"] == 70


def test_anthropic_speaks_its_own_protocol(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    reply = {
        "id": "m-1", "type": "message", "role": "assistant", "model": "tiny-1",
        "stop_reason": "tool_use", "stop_sequence": None,
        "usage": {"input_tokens": 9, "output_tokens": 3},
        "content": [{"type": "tool_use", "id": "t-1", "name": "answer", "input": {"a": "x"}}],
    }  # fmt: skip
    with FakeOpenAI(server.sends(json.dumps(reply).encode())) as fake:
        base = fake.base_url.removesuffix("/v1")
        spec = model_of(base, provider="anthropic", key_variable="ANTHROPIC_API_KEY")
        with asked(spec, fake) as response:
            assert response.tool_calls[0].args == {"a": "x"}
            assert response.usage.input_tokens == 9
        headers = fake.asked[0].headers
        assert (headers["x-api-key"], "authorization" in headers) == (KEY, False)
        assert fake.asked[0].body["tool_choice"]["type"] in ("any", "tool")


@pytest.mark.parametrize(
    ("fields", "code", "named"),
    [
        ({"key_variable": "MISSING_API_KEY"}, "no_key", "MISSING_API_KEY"),
        ({"key_variable": "DATABASE_URL"}, "no_key", "DATABASE_URL"),
        ({}, "no_address", "small"),
    ],
)
def test_a_row_that_cannot_be_asked_says_what_to_change(
    fields: dict[str, str], code: str, named: str
) -> None:
    with pytest.raises(RunEnd) as end:
        providers.model_opened(model_of("", **fields), context_for(), seconds=1)
    assert (end.value.ending.state, end.value.ending.code) == ("failed", code)
    assert named in end.value.ending.reason


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:11434/v1",
        "http://169.254.169.254/v1",
        "http://10.0.0.1/v1",
        "http://user:word@127.0.0.1/v1",
        "ftp://127.0.0.1/v1",
    ],
)
def test_private_servers_are_reached_only_if_listed(url: str) -> None:
    with pytest.raises(OutboundRefused):
        providers.model_opened(model_of(url), context_for(), seconds=1)


@pytest.mark.parametrize(
    ("provider", "module"), [("compatible", "openai"), ("anthropic", "anthropic")]
)
def test_only_the_provider_s_library_is_loaded(
    provider: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(providers, "import_module", loaded.append)
    providers.library_load(model_of(provider=provider))
    assert loaded == [f"pydantic_ai.models.{module}"]
