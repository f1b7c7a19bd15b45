"""A service that is away is left alone for a while, and is told what it missed."""

import logging

import pytest

from ledgerflow.core import outage
from ledgerflow.core.outage import MISSED_MAX, PAUSE_SECONDS, Outage


@pytest.fixture
def now(monkeypatch):
    """A clock that only moves when told to."""
    clock = [1000.0]
    monkeypatch.setattr(outage.time, "monotonic", lambda: clock[0])
    return clock


@pytest.fixture
def probes(monkeypatch):
    """The probes that were started; they run when a test calls them."""
    started = []

    class Recorded:
        def __init__(self, target, name, daemon):
            self.target = target

        def start(self):
            started.append(self.target)

    monkeypatch.setattr(outage, "Thread", Recorded)
    return started


def probe():
    """What asks Redis whether it is back."""


def test_after_a_failure_nobody_waits_for_it_again_until_the_pause_is_over(now, probes):
    known = Outage()
    assert known.may_ask(probe)
    known.failed(TimeoutError())
    assert not known.may_ask(probe)
    now[0] += PAUSE_SECONDS - 0.1
    assert not known.may_ask(probe)
    assert probes == []


def test_after_the_pause_it_is_asked_once_beside_the_pages_which_go_on_without(now, probes):
    known = Outage()
    known.failed(TimeoutError())
    now[0] += PAUSE_SECONDS
    assert [known.may_ask(probe) for _ in range(3)] == [False, False, False]
    assert probes == [probe]
    known.worked()
    assert [known.may_ask(probe) for _ in range(3)] == [True, True, True]
    assert probes == [probe]


def test_an_outage_is_told_once_and_so_is_its_end(now, caplog):
    caplog.set_level(logging.INFO)
    known = Outage()
    known.worked()
    for _ in range(5):
        known.failed(ConnectionError("redis://:hunter2@redis:6379 refused"))
        now[0] += PAUSE_SECONDS
    known.worked()
    known.worked()
    assert [record.getMessage() for record in caplog.records] == [
        "Redis does not answer (ConnectionError). Work goes on without it.",
        "Redis answers again.",
    ]


def test_missed_keys_are_handed_over_once():
    known = Outage()
    known.miss(["a", "b"])
    known.miss(["b"])
    assert known.missed() == {"a", "b"}
    assert known.missed() == set()


def test_a_long_outage_does_not_fill_the_memory():
    known = Outage()
    for number in range(MISSED_MAX + 500):
        known.miss([str(number)])
    assert len(known.missed()) == MISSED_MAX + 1
