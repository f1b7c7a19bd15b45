"""Waiting before a request is sent again, and the end of a run's time."""

import pytest

from ledgerflow.agents.runner.pacing import Deadline, Pace


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("retry", "chance", "asked_for", "seconds"),
    [
        (0, 0.0, None, 0.25),
        (0, 1.0, None, 0.5),
        (3, 1.0, None, 4.0),
        (30, 1.0, None, 20.0),
        (0, 1.0, 7.0, 7.0),  # the server's word is more than ours
        (5, 1.0, 1.0, 16.0),  # and never makes us faster
    ],
)
def test_the_wait_doubles_by_chance_up_to_the_longest(
    retry: int, chance: float, asked_for: float | None, seconds: float
) -> None:
    pace = Pace(chance=lambda: chance)
    assert pace.wait_before(retry, asked_for) == seconds


def test_a_run_s_time_ends_and_does_not_go_below_nothing() -> None:
    clock = Clock()
    deadline = Deadline(5, Pace(clock=clock))
    clock.now += 3
    assert deadline.left == 2
    clock.now += 30
    assert deadline.left == 0


def test_waiting_in_our_own_queue_costs_no_time() -> None:
    clock = Clock()
    deadline = Deadline(5, Pace(clock=clock))
    with deadline.paused():
        clock.now += 60
    assert deadline.left == 5
