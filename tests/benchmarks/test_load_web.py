"""A load run is judged by what locust and the kernel say, not by what it hoped for."""

import pytest

from benchmarks import load_web
from benchmarks.load_web import Page, Run

STATS = """Type,Name,Request Count,Failure Count,50%,95%,99%
GET,home,100,0,90,180,210
,Aggregated,100,0,90,180,210
"""
FAILURES = """Method,Name,Error,Occurrences
GET,home,HTTPError('500'),3
"""


def run_of(**changes):
    page = {"requests": 100, "failures": 0, "p50": 90.0, "p95": 400.0, "p99": 500.0}
    growth = changes.pop("growth", 10.0)
    return Run(pages=[Page("Aggregated", **(page | changes))], memory_growth_percent=growth)


def test_what_is_just_allowed_holds():
    assert run_of().holds


@pytest.mark.parametrize("wrong", [{"failures": 1}, {"p95": 400.1}, {"growth": 10.1}])
def test_one_failure_a_slow_page_or_growing_memory_does_not(wrong):
    assert not run_of(**wrong).holds


def test_locusts_tables_are_read(tmp_path):
    (tmp_path / "stats.csv").write_text(STATS)
    (tmp_path / "failures.csv").write_text(FAILURES)
    pages = load_web._pages(tmp_path / "stats.csv")
    assert pages == [
        Page("home", 100, 0, 90.0, 180.0, 210.0),
        Page("Aggregated", 100, 0, 90.0, 180.0, 210.0),
    ]
    assert load_web._faults(tmp_path / "failures.csv") == ["3 x home: HTTPError('500')"]
    assert load_web._faults(tmp_path / "none.csv") == []


def test_memory_is_of_the_processes_without_the_database(monkeypatch):
    class Own:
        def processes(self):
            import os

            return [os.getpid(), 2**30]

    assert 5 < load_web.memory_mb(Own()) < 5000
