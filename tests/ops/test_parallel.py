"""Questions asked at once: answered, failed or late, none in the way of another."""

import threading
import time

from ledgerflow.ops.parallel import ask_all


def test_each_answer_comes_with_its_name_and_in_order():
    answers = ask_all({"b": lambda: 1, "a": lambda: 2}, 5)
    assert [(name, one.value) for name, one in answers.items()] == [("b", 1), ("a", 2)]


def test_one_that_fails_leaves_the_others_alone():
    def fails():
        raise ZeroDivisionError

    answers = ask_all({"bad": fails, "good": lambda: "here"}, 5)
    assert isinstance(answers["bad"].error, ZeroDivisionError)
    assert answers["good"].value == "here"


def test_one_that_hangs_is_late():
    go_on = threading.Event()
    began = time.monotonic()
    answers = ask_all({"slow": go_on.wait, "quick": lambda: True}, 0.2)
    assert time.monotonic() - began < 2
    go_on.set()
    assert answers["slow"].is_late
    assert answers["quick"].value is True


def test_nothing_asked_is_nothing_answered():
    assert ask_all({}, 1) == {}
