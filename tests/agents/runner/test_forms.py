"""Asking a server for less, and remembering what it needs."""

import pytest

from ledgerflow.agents.runner.forms import KEPT_SECONDS, form_keep, known_form, left_out, weaker
from tests.agents.runner import fake_openai as server
from tests.agents.runner.conftest import GOOD, Ask, model_of


def test_less_and_less_until_nothing_is_left_to_leave_out() -> None:
    form, steps = model_of(), []
    while (less := weaker(form, has_tools=True)) is not None:
        steps.append(left_out(form, less))
        form = less
    assert [len(steps), form.output_mode, form.supports_tools] == [3, "prompted", False]
    assert ["required" in steps[0], "prompted" in steps[1], "tools off" in steps[2]] == [True] * 3


def test_a_native_model_falls_back_to_the_prompt() -> None:
    less = weaker(model_of(output_mode="native"), has_tools=False)
    assert less is not None
    assert less.output_mode == "prompted"
    assert weaker(less, has_tools=False) is None


def test_the_form_that_worked_is_known_for_a_while() -> None:
    row = model_of()
    less = weaker(row, has_tools=False)
    assert less is not None
    form_keep(row, less, 100.0)
    assert known_form(row, 101.0) == less
    assert known_form(model_of(concurrency=9), 101.0) == model_of(concurrency=9)
    assert known_form(row, 100.0 + KEPT_SECONDS) == row


def test_the_row_s_own_form_needs_no_memory() -> None:
    form_keep(model_of(), model_of(), 100.0)
    assert known_form(model_of(), 100.0) == model_of()


@pytest.mark.parametrize("status", [400, 500])
def test_the_next_run_asks_in_the_known_form_at_once(status: int, ask: Ask) -> None:
    def fussy(body: server.Body) -> server.Reply:
        wants_less = server.wants_required_tool(body)
        return server.fails(status)(body) if wants_less else server.answers(**GOOD)(body)

    first = ask(fussy)
    notes = [one["text"] for one in first.outcome.messages if one["role"] == "note"]
    assert first.outcome.state == "answered"
    assert "switch its required tool off in its row" in notes[-1]
    # The same row again: FakeOpenAI listens elsewhere, so the memory is asked by the row it had.
    assert not known_form(first.spec.model, 0.0).supports_required_tool
