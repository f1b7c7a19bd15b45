"""A name server that takes its time does not take ours."""

import socket
import threading
import time

import pytest

from tools.outbound.failures import TooSlow
from tools.outbound.resolving import within


def test_the_answer_is_handed_on():
    asked = []

    def resolve(host, port, **how):
        asked.append((host, port, how))
        return ["answer"]

    assert within(resolve, 5)("a.example", 443, type=1) == ["answer"]
    assert asked == [("a.example", 443, {"type": 1})]


def test_waiting_ends_with_the_time():
    never = threading.Event()
    began = time.monotonic()
    with pytest.raises(TooSlow, match=r"a\.example"):
        within(lambda *_, **__: never.wait(10), 0.05)("a.example", 443)
    never.set()
    assert time.monotonic() - began < 5


def test_errors_of_the_resolver_arrive_as_they_are():
    def fails(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    def times_out(*_, **__):
        raise TimeoutError("the resolver's own")

    with pytest.raises(socket.gaierror):
        within(fails, 5)("a.example", 443)
    with pytest.raises(TimeoutError, match="own"):
        within(times_out, 5)("a.example", 443)


def test_without_time_nobody_is_asked():
    with pytest.raises(TooSlow):
        within(lambda *_, **__: pytest.fail("asked"), 0)("a.example", 443)


def test_questions_that_hang_do_not_pile_up_without_end():
    never, asked, slots = threading.Event(), [], threading.BoundedSemaphore(2)

    def hangs(host, port):
        asked.append(host)
        never.wait(10)

    for host in ("a.example", "b.example", "c.example"):
        with pytest.raises(TooSlow):
            within(hangs, 0.05, slots)(host, 443)
    never.set()
    assert asked == ["a.example", "b.example"]
