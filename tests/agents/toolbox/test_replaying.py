"""Recorded calls answer again."""

import pytest

from ledgerflow.agents.records import CallRecord, Refusal
from ledgerflow.agents.toolbox.replaying import Recording, refusal_of


def record(position, name, arguments, result="", error=""):
    return CallRecord(position, name, f"tools.{name}", arguments, result, "ok", error)


def test_each_answer_is_given_once_in_order():
    recording = Recording(
        [record(2, "lamp", {"q": "a"}, "second"), record(1, "lamp", {"q": "a"}, "first")]
    )
    taken = [recording.take("lamp", {"q": "a"}) for _ in range(3)]
    assert [one and one.result for one in taken] == ["first", "second", None]


def test_calls_that_ran_side_by_side_may_come_in_another_order():
    recording = Recording([record(1, "lamp", {"q": "a"}, "A"), record(2, "oil", {"q": "b"}, "B")])
    assert recording.take("oil", {"q": "b"}).result == "B"
    assert recording.take("lamp", {"q": "other"}) is None
    assert recording.take("lamp", {"q": "a"}).result == "A"


def test_texts_that_were_sent_are_known():
    recording = Recording([record(1, "lamp", {"q": "https://a.example/1", "n": 3})])
    assert recording.sent("https://a.example/1")
    assert not recording.sent("https://a.example/2")


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        ("tool_limit: no more", Refusal("tool_limit", "no more")),
        ("url_not_found: at: x", Refusal("url_not_found", "at: x")),
        ("failed: it broke", None),
        ("tool_limit", None),
        ("", None),
    ],
)
def test_a_refused_call_is_refused_again(error, refusal):
    assert refusal_of(record(1, "lamp", {}, error=error)) == refusal
