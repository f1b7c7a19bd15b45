"""What the measurement of pages calls kept and broken."""

from benchmarks.bench_web import Measured, PageTimes


def page(**more):
    given = {
        "path": "/", "status": 200, "queries": 12, "cpu_ms": 25.0, "kilobytes": 1.0, "p95": 150.0
    }  # fmt: skip
    return PageTimes(**given | more)


def test_a_page_at_its_budget_holds_and_one_beyond_does_not():
    assert page().holds
    for more in ({"queries": 13}, {"cpu_ms": 25.1}, {"p95": 150.1}, {"status": 500}):
        assert not page(**more).holds


def test_faults_name_the_pages_and_the_strokes_that_are_too_slow():
    strokes = {"50": {"decide_ms": 100.1}, "1000": {"decide_ms": 2000.0}}
    found = Measured(pages={"home": page(), "review": page(queries=99)}, strokes=strokes)
    assert found.faults == ["review is beyond its budget", "deciding 50 takes 100.1 ms"]
