"""`agents replay`: the same or not, told in words, in JSON and by the exit code."""

import json

import pytest

from tests.agents.asked import agent as agent_row
from tests.agents.ended import ended_run

SYSTEM = {"role": "system", "text": "Words of an older version."}


def reply(**answer):
    call = {"id": "a", "name": "answer", "arguments": json.dumps(answer)}
    return {"role": "model", "text": "", "calls": [call], "finish": "stop"}


@pytest.fixture
def recorded(books):
    """`recorded(output, ...)`: the number of a run that answered that nothing is known."""

    def make(output, **fields):
        with books.scope():
            messages = [SYSTEM, reply(account=None, confidence=0.25)]
            run = ended_run(
                books, agent_row("classification"), messages=messages, output=output, **fields
            )
        return run.pk

    return make


OUTPUT = {
    "account": None,
    "business_percent": "100",
    "payee_name": "",
    "confidence": 0.25,
    "reason": "",
    "questions": [],
    "sources": [],
}


def test_a_run_that_comes_to_the_same_is_told_so(cli, recorded):
    done = cli("agents", "replay", recorded(OUTPUT))
    assert done.code == 0
    assert "it comes out the same (answered)" in done.text
    assert "recorded under another version" in done.text


def test_differences_are_listed_and_the_exit_code_says_so(cli, recorded):
    done = cli("agents", "replay", recorded(OUTPUT | {"account": "7", "confidence": 0.9}))
    assert done.code == 1
    assert "it comes out otherwise" in done.text
    assert "account 7 null" in done.text
    assert "confidence 0.9 0.25" in done.text


def test_json_has_all_of_it(cli, recorded):
    run = recorded(OUTPUT | {"account": "7"})
    done = cli("agents", "replay", run, "--json")
    found = json.loads(done.out)
    assert (done.code, found["run"], found["same"]) == (1, run, False)
    assert found["differences"] == [{"what": "account", "recorded": "7", "repeated": None}]
    assert found["recorded_under_another_version"] is True
