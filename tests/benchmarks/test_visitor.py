"""Percentiles of what a visitor saw."""

from benchmarks.visitor import Latency, Seen, Visitor, latency


def test_percentiles_are_times_that_were_really_seen():
    assert latency([0.1, 0.2, 0.3, 0.4]) == Latency(4, 200.0, 400.0, 400.0)
    assert latency([0.5]) == Latency(1, 500.0, 500.0, 500.0)


def test_one_slow_page_in_a_hundred_is_the_slowest_and_not_the_p95():
    assert latency([0.01] * 99 + [9.0]) == Latency(100, 10.0, 10.0, 9000.0)


def test_no_page_in_a_phase_is_no_page():
    assert latency([]) == Latency(0, 0.0, 0.0, 0.0)


def test_a_page_belongs_to_the_phase_in_which_it_was_asked_for():
    visitor = Visitor(None, ["/", "/b/1/"])
    visitor.seen = [Seen("/", 10.0, 0.1), Seen("/b/1/", 11.0, 0.3), Seen("/", 20.0, 5.0)]
    found = visitor.during([(10.0, 20.0)])
    assert found["/"] == Latency(1, 100.0, 100.0, 100.0)
    assert found["all"].count == 2
    assert visitor.during([(9.0, 10.5), (20.0, 21.0)])["/"].count == 2
