"""Several questions at a time, watched by one."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ledgerflow.pipeline.lookups.crew import hand_out


def hand(questions, ask, *, workers=2, at_once=0, goes_on=lambda: True, seconds=0.02):
    taken = []
    with ThreadPoolExecutor(workers) as pool:
        hand_out(
            questions,
            ask,
            executor=pool,
            at_once=at_once or workers,
            take=taken.append,
            goes_on=goes_on,
            seconds=seconds,
        )
    return taken


def test_every_question_is_answered_once_and_few_at_a_time():
    busy, most, lock = 0, 0, threading.Lock()

    def ask(n):
        nonlocal busy, most
        with lock:
            busy, most = busy + 1, max(most, busy + 1)
        time.sleep(0.01)
        with lock:
            busy -= 1
        return n

    assert sorted(hand(range(12), ask, workers=3)) == list(range(12))
    assert most == 3


def test_nothing_new_is_asked_once_it_is_to_stop_and_what_is_under_way_is_waited_for():
    asked, stop = [], threading.Event()

    def ask(n):
        asked.append(n)
        if n == 1:
            stop.set()
        time.sleep(0.03)
        return n

    taken = hand(range(50), ask, goes_on=lambda: not stop.is_set())
    assert sorted(taken) == sorted(asked)
    assert len(asked) < 5


def test_what_is_handed_out_ahead_is_not_begun_once_it_is_to_stop():
    asked, stop = [], threading.Event()

    def ask(n):
        asked.append(n)
        stop.set()
        time.sleep(0.05)
        return n

    taken = hand(range(50), ask, workers=1, at_once=10, goes_on=lambda: not stop.is_set())
    assert taken == asked
    assert len(asked) <= 2


def test_it_is_looked_at_while_answers_are_waited_for():
    looked, release = [], threading.Event()

    def goes_on():
        looked.append(time.monotonic())
        if len(looked) > 4:
            release.set()
        return True

    hand([1], lambda n: release.wait(5), goes_on=goes_on)
    assert len(looked) >= 5


def test_a_fault_of_one_ends_the_others_and_is_raised():
    asked = []

    def ask(n):
        asked.append(n)
        if n == 2:
            raise ZeroDivisionError("ours")
        return n

    with pytest.raises(ZeroDivisionError, match="ours"):
        hand(range(50), ask, workers=1)
    assert asked == [0, 1, 2]
