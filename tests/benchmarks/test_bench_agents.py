"""What the benchmark of look-ups measures with, and what it calls a promise that is not kept."""

import json
from decimal import Decimal

import pytest

from benchmarks.bench_agents import LINES_EACH, _complaints, _slow_answer, statement
from ledgerflow.classification.payees import normalise
from ledgerflow.statements.formats import read
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.proof import prove

KEPT = {
    "concurrency": 4,
    "state": "done",
    "reason": "",
    "runs": {"answered": 249, "review": 1},
    "seconds": 70.0,
    "ideal_seconds": 62.5,
    "page_alone": {"p95": 20.0},
    "page_meanwhile": {"p95": 30.0},
    "page_faults": [],
}


def test_kept_promises_are_no_complaint():
    assert _complaints(KEPT, 250) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "stopped", "reason": "away"}, "it ended as stopped (away)"),
        ({"runs": {"answered": 251}}, "251 runs"),
        ({"seconds": 94.0}, "94.0 s instead of 62.5 s"),
        ({"page_meanwhile": {"p95": 41.0}}, "rose from 20.0 ms to 41.0 ms"),
        ({"page_faults": ["/b/1/: 500"]}, "pages failed"),
    ],
)
def test_a_broken_promise_is_named(change, words):
    (said,) = _complaints(KEPT | change, 250)
    assert words in said


def test_the_statement_proves_and_has_as_many_payees_as_asked():
    parsed = read(SourceFile("year.csv", statement(60)))
    (one,) = parsed.statements
    assert len(one.lines) == 60 * LINES_EACH
    assert prove(one, parsed.errors).verdict == "proved"
    assert len({normalise(line.description).key for line in one.lines}) == 60
    assert all(line.amount < Decimal(0) for line in one.lines)


def test_the_slow_model_chooses_an_account_that_was_offered():
    data = json.dumps({"accounts": {"7": "Supplies"}})
    body = {"messages": [{"role": "user", "content": f"<data>{data}</data>"}]}
    reply = _slow_answer(body)
    assert reply.wait == 1.0
    assert '\\"account\\": \\"7\\"' in reply.body.decode()
