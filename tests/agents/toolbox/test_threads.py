"""Work that hangs is given up, and not too often."""

import threading
import time

import pytest

from ledgerflow.agents.toolbox import threads
from ledgerflow.agents.toolbox.threads import NoThreadLeft, abandoned_count, run_within


@pytest.fixture
def gate():
    """An event that ends all hanging work of a test."""
    event = threading.Event()
    yield event
    event.set()
    deadline = time.monotonic() + 5
    while abandoned_count() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert abandoned_count() == 0


def test_a_value_comes_back():
    ended = run_within(5, lambda: "lit")
    assert (ended.value, ended.error, ended.is_late) == ("lit", None, False)


@pytest.mark.parametrize("kind", [ValueError, SystemExit, KeyboardInterrupt, RecursionError])
def test_whatever_is_raised_is_contained(kind):
    def work():
        raise kind

    assert isinstance(run_within(5, work).error, kind)


def test_work_that_hangs_is_given_up(gate):
    began = time.monotonic()
    ended = run_within(0.05, lambda: gate.wait(3_600))
    assert ended.is_late
    assert time.monotonic() - began < 2
    assert abandoned_count() == 1


def test_after_too_much_hanging_work_no_more_is_begun(gate, monkeypatch):
    monkeypatch.setattr(threads, "ABANDONED_MAX", 2)
    for _ in range(2):
        assert run_within(0.02, lambda: gate.wait(3_600)).is_late
    ran = []
    with pytest.raises(NoThreadLeft):
        run_within(5, lambda: ran.append(1))
    assert ran == []


def test_hanging_work_that_ends_after_all_no_longer_counts(gate, monkeypatch):
    monkeypatch.setattr(threads, "ABANDONED_MAX", 1)
    run_within(0.02, lambda: gate.wait(3_600))
    gate.set()
    deadline = time.monotonic() + 5
    while abandoned_count() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert run_within(5, lambda: "lit").value == "lit"


def test_hanging_work_does_not_keep_the_process_alive(gate):
    run_within(0.02, lambda: gate.wait(3_600))
    assert [t.daemon for t in threading.enumerate() if t.name == "tool"] == [True]
