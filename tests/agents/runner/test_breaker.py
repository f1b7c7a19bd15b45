"""A model that is down is left alone; one that is up is not stampeded."""

from ledgerflow.agents.runner.breaker import FAILURES, PAUSE, Gate, gate_of, gates_forget


def shut_gate() -> Gate:
    gate = Gate(1)
    for _ in range(FAILURES):
        gate.failed(100.0)
    return gate


def test_failures_in_a_row_shut_it() -> None:
    gate = Gate(1)
    for _ in range(FAILURES - 1):
        gate.failed(100.0)
    assert gate.is_open(100.0)
    gate.failed(100.0)
    assert not gate.is_open(100.0)


def test_an_answer_between_failures_keeps_it_open() -> None:
    gate = Gate(1)
    for _ in range(FAILURES * 3):
        gate.failed(100.0)
        gate.succeeded()
    assert gate.is_open(100.0)


def test_after_the_pause_one_request_may_try() -> None:
    gate = shut_gate()
    assert gate.standing(100.0 + PAUSE - 1) == "shut"
    assert gate.is_open(100.0 + PAUSE)
    assert gate.standing(100.0 + PAUSE) == "tried", "the others wait for its end"
    gate.failed(100.0 + PAUSE + 1)
    assert gate.standing(100.0 + PAUSE + 1) == "shut"


def test_the_trial_opens_or_shuts_it_again() -> None:
    gate = shut_gate()
    assert gate.is_open(100.0 + PAUSE)
    gate.failed(100.0 + PAUSE)
    assert not gate.is_open(100.0 + PAUSE + 1)
    assert gate.is_open(100.0 + PAUSE * 2)
    gate.succeeded()
    assert gate.is_open(100.0 + PAUSE * 2)


def test_a_trial_that_never_reports_back_blocks_no_longer_than_a_pause() -> None:
    gate = shut_gate()
    assert gate.is_open(100.0 + PAUSE)
    assert gate.is_open(100.0 + PAUSE * 2)


def test_a_trial_that_told_nothing_leaves_the_next_request_to_try() -> None:
    gate = shut_gate()
    assert gate.is_open(100.0 + PAUSE)
    gate.told_nothing()
    assert gate.standing(100.0 + PAUSE) == "open"
    assert gate.standing(100.0 + PAUSE) == "tried"


def test_one_gate_per_model_and_concurrency() -> None:
    assert gate_of("small", 4) is gate_of("small", 4)
    assert gate_of("small", 4) is not gate_of("small", 2)
    assert gate_of("small", 4) is not gate_of("large", 4)
    before = gate_of("small", 4)
    gates_forget()
    assert gate_of("small", 4) is not before
