"""A search server that is down is left alone, then tried once."""

import threading

import pytest

from tools.errors import ToolFailed
from tools.search_tool.breaker import Breaker, breaker_of

DOWN = ToolFailed("It is down.", hint="Start it.")


@pytest.fixture
def now():
    return [1_000.0]


@pytest.fixture
def breaker(now):
    return Breaker(clock=lambda: now[0])


def fail(breaker, times):
    for _ in range(times):
        breaker.check()
        breaker.failed(DOWN)


def test_three_failures_in_a_row_open_it_and_two_do_not(breaker):
    fail(breaker, 2)
    breaker.check()
    breaker.worked()
    fail(breaker, 2)
    breaker.check()
    breaker.failed(DOWN)
    with pytest.raises(ToolFailed) as caught:
        breaker.check()
    assert "60 s more" in caught.value.message
    assert "It is down." in caught.value.message
    assert caught.value.hint == "Start it."


def test_after_a_minute_one_request_tries_and_the_others_wait(breaker, now):
    fail(breaker, 3)
    now[0] += 59.9
    with pytest.raises(ToolFailed):
        breaker.check()
    now[0] += 0.2
    breaker.check()
    with pytest.raises(ToolFailed):
        breaker.check()


def test_the_try_that_works_closes_it(breaker, now):
    fail(breaker, 3)
    now[0] += 61
    breaker.check()
    breaker.worked()
    fail(breaker, 2)
    breaker.check()


def test_the_try_that_fails_opens_it_for_another_minute(breaker, now):
    fail(breaker, 3)
    now[0] += 61
    breaker.check()
    breaker.failed(DOWN)
    now[0] += 59
    with pytest.raises(ToolFailed, match="4 failures"):
        breaker.check()
    now[0] += 2
    breaker.check()


def test_a_try_that_never_reports_back_blocks_nobody_for_good(breaker, now):
    fail(breaker, 3)
    now[0] += 61
    breaker.check()
    now[0] += 61
    breaker.check()


def test_each_server_has_its_own():
    assert breaker_of("http://a.example") is breaker_of("http://a.example")
    assert breaker_of("http://a.example") is not breaker_of("http://b.example")


def test_of_many_threads_one_gets_to_try(breaker, now):
    fail(breaker, 3)
    now[0] += 61
    let_through, ready = [], threading.Barrier(8)

    def work():
        ready.wait(5)
        try:
            breaker.check()
        except ToolFailed:
            return
        let_through.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert let_through == [1]
