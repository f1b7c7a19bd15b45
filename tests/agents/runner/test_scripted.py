"""A model that a function plays."""

from typing import Any

import pytest

from ledgerflow.agents.records import RunOutcome
from ledgerflow.agents.runner.run import agent_run
from ledgerflow.agents.runner.scripted import (
    Answer,
    Call,
    Result,
    Say,
    Script,
    View,
    call,
    scripted,
)
from tests.agents.runner.conftest import (
    GOOD,
    LOOK,
    QUESTION,
    agent_of,
    context_for,
    model_of,
    toolbox_for,
)


def played(script: Script, **row: Any) -> RunOutcome:
    spec = agent_of(model_of("https://nowhere.example", **row), tools=(LOOK,))
    context = context_for()
    return agent_run(
        spec, QUESTION, toolbox=toolbox_for(spec, context), context=context, model=scripted(script)
    )


@pytest.mark.parametrize("mode", ["tool", "native", "prompted"])
def test_it_goes_through_tools_and_checks_in_every_mode(mode: str) -> None:
    views: list[View] = []

    def script(view: View) -> Any:
        views.append(view)
        if not view.results:
            return call("lookup_merchant", name=view.fields["descriptions"][0])
        return Answer(GOOD)

    outcome = played(script, output_mode=mode)
    assert (outcome.state, len(outcome.calls)) == ("answered", 1)
    first, second = views
    assert first.fields == QUESTION.fields
    assert first.accounts == QUESTION.accounts
    assert first.tools == ("lookup_merchant",)
    assert "Rules that nothing changes" in first.system
    assert "bakery" in second.results[0].text


def test_it_hears_what_was_wrong_with_its_answers() -> None:
    heard: list[tuple[str, ...]] = []

    def script(view: View) -> Any:
        heard.append(view.told)
        return [Say("Meals."), Answer(GOOD | {"confidence": 7}), Answer(GOOD)][len(view.told)]

    assert played(script).state == "answered"
    assert [len(told) for told in heard] == [0, 1, 2]
    assert "confidence" in heard[2][1]


def test_it_may_call_several_tools_at_once() -> None:
    both = Call((("lookup_merchant", {"name": "A"}), ("no_such_tool", {})))
    outcome = played(lambda view: Answer(GOOD) if view.results else both)
    assert [one.outcome for one in outcome.calls] == ["ok", "refused"]


def test_its_tokens_are_counted() -> None:
    outcome = played(lambda _view: Answer(GOOD))
    assert outcome.usage.input_tokens > 50
    assert outcome.usage.output_tokens > 5
    assert outcome.outbound == ()


def test_a_result_reads_as_json_where_it_is() -> None:
    assert Result("t", '{"a": 1}').value == {"a": 1}
    assert Result("t", "words").value == "words"
