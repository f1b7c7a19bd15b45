"""The ways a run ends without an answer."""

import pytest

from ledgerflow.agents.runner.endings import RunEnd, cancelled, failed, review


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (review("tool_limit", "Too many."), "review"),
        (failed("no_key", "None."), "failed"),
        (cancelled(), "cancelled"),
    ],
)
def test_an_ending_says_state_word_and_sentence(end: RunEnd, state: str) -> None:
    assert (end.ending.state, bool(end.ending.code)) == (state, True)
    assert end.ending.reason.endswith(".")
