"""One step: cancelled, paced, queued, counted."""

import threading
import time
from collections.abc import Iterator

import pytest

from ledgerflow.agents.runner import asking
from ledgerflow.agents.runner.breaker import FAILURES, PAUSE, gate_of
from ledgerflow.agents.runner.pacing import Pace
from tests.agents.runner import fake_openai as server
from tests.agents.runner.conftest import GOOD, LOOK, Ask

good = server.answers(**GOOD)
look = server.calls("lookup_merchant", name="Corner Bakery")


def after(steps: int) -> Iterator[bool]:
    yield from [False] * steps
    while True:
        yield True


def test_a_cancelled_run_asks_nothing(ask: Ask) -> None:
    ran = ask(good, cancelled=lambda: True)
    assert (ran.outcome.state, ran.outcome.reason_code) == ("cancelled", "cancelled")
    assert ran.requests == 0


def test_a_run_is_cancelled_between_its_steps(ask: Ask) -> None:
    wanted = after(3)
    ran = ask(look, good, tools=(LOOK,), cancelled=lambda: next(wanted))
    assert (ran.outcome.state, ran.outcome.output) == ("cancelled", None)
    assert ran.requests == 1


def test_a_run_is_cancelled_while_it_waits(ask: Ask) -> None:
    wanted = after(2)
    waits: list[float] = []
    pace = Pace(first_wait=0.0, sleep=waits.append)
    ran = ask(server.fails(429, Retry_After="2"), agent={"max_seconds": 60}, pace=pace,
              cancelled=lambda: next(wanted))  # fmt: skip
    assert ran.outcome.state == "cancelled"
    assert waits in ([], [1.0])


def test_a_run_is_cancelled_while_its_model_thinks(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LOOK_SECONDS", 0.05)
    wanted = after(2)
    ran = ask(server.hangs(), request_seconds=30, agent={"max_seconds": 30},
              cancelled=lambda: next(wanted), output_price=10)  # fmt: skip
    assert (ran.outcome.state, ran.requests) == ("cancelled", 1)
    assert ran.seconds < 2
    assert ran.outcome.usage.cost > 0, "its server may bill the reply that nobody waited for"
    (left,) = ran.outcome.outbound
    assert (left.status, left.sent_bytes > 0) == (None, True)


def test_the_server_s_wait_is_kept(ask: Ask) -> None:
    waits: list[float] = []
    ran = ask(server.fails(429, Retry_After="2"), good, agent={"max_seconds": 60},
              pace=Pace(sleep=waits.append))  # fmt: skip
    assert (ran.outcome.state, sum(waits)) == ("answered", 2.0)


def test_a_wait_beyond_the_run_s_time_is_not_begun(ask: Ask) -> None:
    waits: list[float] = []
    ran = ask(server.fails(429, Retry_After="90"), good, pace=Pace(sleep=waits.append))
    assert (ran.outcome.reason_code, waits, ran.requests) == ("model_busy", [], 1)


def test_a_run_sends_again_so_often_and_no_more(ask: Ask) -> None:
    pace = Pace(first_wait=0.0, retries=2)
    assert ask(server.fails(503), pace=pace).requests == 3


def test_each_retry_is_noted(ask: Ask) -> None:
    ran = ask(server.fails(503), good)
    notes = [one["text"] for one in ran.outcome.messages if one["role"] == "note"]
    assert len(notes) == 1
    assert "(503)" in notes[0]


def test_a_model_that_is_down_is_left_alone_by_the_next_runs(ask: Ask) -> None:
    first = ask(server.fails(503))
    assert first.requests == FAILURES
    second = ask(good)
    assert (second.outcome.state, second.outcome.reason_code) == ("failed", "breaker_open")
    assert second.requests == 0
    assert ask(good, name="another").outcome.state == "answered"


@pytest.mark.parametrize(
    ("is_up", "ended"), [(True, ("answered", "")), (False, ("failed", "breaker_open"))]
)
def test_runs_wait_for_the_one_that_tries_a_server_that_was_down(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, is_up: bool, ended: tuple[str, str]
) -> None:
    monkeypatch.setattr(asking, "LOOK_SECONDS", 0.02)
    now = time.monotonic()
    gate = gate_of("small", 1)
    for _ in range(FAILURES):
        gate.failed(now - PAUSE)
    assert gate.is_open(now), "another run's request is the trial"
    report = gate.succeeded if is_up else lambda: gate.failed(time.monotonic())
    threading.Timer(0.2, report).start()
    ran = ask(good, concurrency=1)
    assert (ran.outcome.state, ran.outcome.reason_code) == ended
    assert ran.outcome.milliseconds >= 100


def test_refused_keys_do_not_open_the_breaker(ask: Ask) -> None:
    for _ in range(FAILURES + 1):
        ask(server.fails(401))
    assert ask(good).outcome.state == "answered"


def test_waiting_for_a_slot_is_no_time_of_the_run(ask: Ask) -> None:
    gate = gate_of("small", 1)
    gate.slots.acquire()
    timer = threading.Timer(0.5, gate.slots.release)
    timer.start()
    ran = ask(good, concurrency=1, agent={"max_seconds": 0.4})
    assert (ran.outcome.state, ran.outcome.milliseconds >= 400) == ("answered", True)


def test_a_queued_run_can_be_cancelled(ask: Ask) -> None:
    gate = gate_of("small", 1)
    gate.slots.acquire()
    wanted = after(2)
    ran = ask(good, concurrency=1, cancelled=lambda: next(wanted))
    assert (ran.outcome.state, ran.requests) == ("cancelled", 0)


def test_the_slot_is_free_again_however_a_request_ends(ask: Ask) -> None:
    for behaviour in (server.hangs(), server.resets(), server.fails(401), good):
        ask(behaviour, concurrency=1, request_seconds=0.1, pace=Pace(retries=0))
    assert gate_of("small", 1).slots.acquire(blocking=False)


def test_a_reply_may_cost_what_is_left_and_no_more(ask: Ask) -> None:
    ran = ask(good, input_price=1, output_price=100)
    # five cents, less what goes out, at a hundred dollars a million
    assert 450 < ran.server.asked[0].body["max_tokens"] < 500


def test_a_lost_reply_is_paid_for_in_the_budget(ask: Ask) -> None:
    ran = ask(server.hangs(), request_seconds=0.1, output_price=30, pace=Pace(first_wait=0.0))
    assert ran.outcome.reason_code == "too_costly"
    # Two cents left bought a second, shorter reply; nothing useful was left after that one.
    assert ran.requests == 2
    assert 0.03 <= ran.outcome.usage.cost <= 0.05


@pytest.mark.parametrize("seconds", [0.2, 0.4])
def test_the_run_s_time_is_the_end_of_a_request_too(seconds: float, ask: Ask) -> None:
    ran = ask(server.hangs(), request_seconds=30, agent={"max_seconds": seconds})
    assert ran.outcome.reason_code == "too_slow"
    assert seconds <= ran.seconds < seconds + 0.8
