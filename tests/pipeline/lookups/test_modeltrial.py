"""A model is tried with an invented question, without tools, and nothing is written."""

from ledgerflow.agents.records import ModelSpec
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.pipeline.lookups.modeltrial import model_try
from tests.agents.runner.fake_openai import FakeOpenAI, answers, sends

ANSWER = answers(
    payee_name="Harbor Light", what="A bar", trade="cafe", website="", confidence=0.9, sources=[],
    reason="Its name.",
)  # fmt: skip


def asked(server, settings, description="HARBOR LIGHT 0042"):
    settings.PRIVATE_HOSTS = frozenset({server.host})
    spec = ModelSpec("house", "compatible", "house-1", base_url=server.base_url, request_seconds=5)
    return model_try(spec, description)


def test_a_model_that_answers_in_shape_is_said_to_work(settings, books):
    with FakeOpenAI(ANSWER) as server:
        outcome = asked(server, settings)
        tools = [one["function"]["name"] for one in server.asked[0].body["tools"]]
    assert (outcome.state, outcome.output["payee_name"]) == ("answered", "Harbor Light")
    assert (outcome.usage.input_tokens, outcome.usage.requests) == (100, 1)
    assert tools == ["answer"]
    with books.scope():
        assert not AgentRun.objects.exists()


def test_what_is_typed_is_masked_before_it_leaves(settings):
    with FakeOpenAI(ANSWER) as server:
        asked(server, settings, "ZAHLUNG DE89370400440532013000 HARBOR")
        assert "0532013000" not in str(server.asked[0].body)


def test_a_model_that_does_not_answer_in_shape_is_a_reason_not_an_exception(settings):
    with FakeOpenAI(sends(b"<html>no</html>", "text/html")) as server:
        outcome = asked(server, settings)
    assert outcome.state in ("review", "failed")
    assert outcome.reason
