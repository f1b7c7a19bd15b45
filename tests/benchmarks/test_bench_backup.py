"""What the benchmark of backups calls a promise that is not kept."""

import copy

import pytest

from benchmarks.bench_backup import _found


def part(seconds, p95):
    return {"seconds": seconds, "pages": {"all": {"p95": p95}}}


CALM = {
    "phases": {
        "alone": part(30, 100.0),
        "dump": part(20, 150.0),
        "verify": part(60, 180.0),
        "restore": part(60, 199.0),
    },
    "page_faults": [],
}
BUSY = {"phases": {"dump": {"seconds": 20, "posts_per_second": 499.0}}}


def test_kept_promises_are_no_complaint():
    found = _found(CALM, BUSY, [])
    assert found["complaints"] == []
    assert found["total_seconds"] == 140
    assert found["pages_p95_times_slower"] == {
        "dump": {"all": 1.5},
        "verify": {"all": 1.8},
        "restore": {"all": 1.99},
    }


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda calm, busy: calm["phases"]["verify"].update(part(60, 201.0)), "2.01 x slower"),
        (lambda calm, busy: calm["phases"]["dump"].update(seconds=481), "more than 600"),
        (lambda calm, busy: busy["phases"]["dump"].update(posts_per_second=470.0), "Only 470.0"),
        (lambda calm, busy: calm["page_faults"].append("/: 500"), "A page failed: /: 500"),
    ],
)
def test_a_broken_promise_is_named(change, complaint):
    calm, busy = copy.deepcopy(CALM), copy.deepcopy(BUSY)
    change(calm, busy)
    [said] = _found(calm, busy, [])["complaints"]
    assert complaint in said


def test_books_that_do_not_verify_make_the_run_worthless():
    assert _found(CALM, BUSY, ["balances"])["complaints"] == ["ledgerflow verify: balances"]
