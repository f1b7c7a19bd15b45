"""When a look-up stops, and what it says it went without."""

import pytest

from ledgerflow.agents.records import CallRecord, RunOutcome
from ledgerflow.pipeline.lookups.watching import Watch

ANSWERED = RunOutcome("answered", output={})


def ended(code, state="failed"):
    return RunOutcome(state, reason_code=code, reason=f"because of {code}")


def call(outcome, error=""):
    return CallRecord(1, "search_web", "tools.search_tool.search_web", {}, "", outcome, error)


@pytest.mark.parametrize("code", ["breaker_open", "no_key", "not_installed", "key_refused"])
def test_what_the_next_question_would_meet_too_stops_at_once(code):
    watch = Watch()
    watch.saw(ended(code))
    assert not watch.goes_on
    assert (watch.code, watch.reason) == (code, f"because of {code}")


def test_a_model_that_is_down_is_asked_three_times_and_no_more():
    watch = Watch()
    for outcome in (ended("model_down"), ended("too_slow"), ANSWERED, ended("model_down")):
        watch.saw(outcome)
    assert watch.goes_on, "an answer in between starts the count anew"
    watch.saw(ended("too_slow"))
    watch.saw(ended("model_down"))
    assert (watch.goes_on, watch.code) == (False, "model_down")


@pytest.mark.parametrize("code", ["no_answer", "tool_limit", "too_costly"])
def test_a_question_without_an_answer_stops_nothing(code):
    watch = Watch()
    for _ in range(20):
        watch.saw(ended(code, "review"))
    assert watch.goes_on


def test_the_first_reason_stands():
    watch = Watch()
    watch.stop("agent_budget", "the day is full")
    watch.saw(ended("breaker_open"))
    assert watch.code == "agent_budget"


def test_questions_count_as_suggested_or_left_to_a_person():
    watch = Watch(done=3, suggested=5, to_review=1)
    watch.counted(4)
    watch.counted(0)
    assert (watch.done, watch.suggested, watch.to_review) == (5, 9, 2)


def test_runs_that_failed_are_told_and_where_all_did_it_is_stopped():
    watch = Watch()
    watch.saw(ended("model_down"))
    watch.saw(ANSWERED)
    watch.is_over()
    assert watch.goes_on
    assert watch.went_without() == ("model_down", "1 of 2 runs failed: because of model_down")
    gone = Watch()
    gone.saw(ended("model_down"))
    gone.is_over()
    assert (gone.code, gone.reason) == ("model_down", "because of model_down")
    nothing = Watch()
    nothing.is_over()
    assert nothing.goes_on


def test_a_tool_that_was_away_is_named_with_its_reason():
    watch = Watch()
    assert watch.went_without() == ("", "")
    failed = RunOutcome("answered", calls=(call("failed", "The server is down."), call("ok")))
    for outcome in (failed, ANSWERED, failed):
        watch.saw(outcome)
    code, reason = watch.went_without()
    assert code == "tool_down"
    assert reason == "search_web failed in 2 of 3 runs: The server is down."
