"""What the benchmark of books makes of its figures, and what it calls a broken promise."""

import copy

import pytest

from benchmarks.books_judge import LARGE, SMALL, Row, complaints_of, rows_of


def slow(milliseconds):
    return {"inside": {"p50": milliseconds, "p95": milliseconds}, "outside": {"p50": 2.0}}


def reads():
    return {name: slow(1.0) for name in ("trial_balance", "months", "register", "page")}


PAIR = {
    "flush_ms": 0.1,
    "hordak": 500.0,
    "ours": 1600.0,
    "hordak_cpu_ms": 1.9,
    "ours_cpu_ms": 0.6,
}
FOUND = {
    "ours": {
        "reads": {str(SMALL): reads(), str(LARGE): reads()},
        "proof": {"ms": 350.0, "same": True},
        "posts": {"durable": [PAIR] * 3, "async": [PAIR] * 3},
        "clients": [{"flush_ms": 0.1, "one": 900.0, "hundred": 1000.0}],
        "batches": {"100": {"rate": 21_000.0, "write_rate": 25_000.0}},
        "imports": {"100000": [{"rate": 40_000}], str(LARGE): [{"seconds": 18.0}]},
        "memory": {str(SMALL): 90, str(LARGE): 92},
        "disk": {"mb": 650.0},
    },
    "peers": {
        "ledger": {
            str(LARGE): {
                "trial_balance": {"ms": 11_700.0, "rss_mb": 2700},
                "months": {"ms": 14_200.0},
                "register": {"ms": 9_800.0},
            }
        },
        "hledger": {str(LARGE): {"trial_balance": {"ms": 62_000.0}}},
        "beancount": {"error": "not there"},
        "hordak": {
            str(LARGE): {
                "trial_balance": {"ms": 1_410.0},
                "trial_balance_orm": {"ms": 1_206.0},
                "months": {"ms": 765.0},
                "register": {"ms": 1_640.0},
            },
            "bulk": {"rate": 4_770.0},
        },
    },
}


def row(rows, what):
    [one] = [one for one in rows if one.what == what]
    return one


def complaints(found, faults=()):
    return complaints_of(rows_of(found, LARGE), faults, LARGE)


def test_all_that_is_kept_is_no_complaint():
    assert complaints(FOUND) == []


def test_a_figure_stands_beside_the_best_peer_and_the_engine():
    trial = row(rows_of(FOUND, LARGE), "trial balance")
    assert (trial.reached, trial.peer, trial.peer_name) == (1.0, 1206.0, "hordak")
    assert (trial.times_peer, trial.times_limit) == (1206.0, 3.12)
    bulk = row(rows_of(FOUND, LARGE), "batches of 100")
    assert (bulk.times_peer, bulk.times_limit) == (4.4, 1.76)
    book = row(rows_of(FOUND, LARGE), "a new book of 1,000,000 entries, file to queryable")
    assert (book.peer, book.peer_name) == (62.0, "hledger")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda ours: [one.update(months=slow(1.6)) for one in ours["reads"].values()], "P&L by"),
        (lambda ours: ours["reads"][str(SMALL)].update(register=slow(0.6)), "against 10,000"),
        (lambda ours: ours["reads"][str(LARGE)]["page"]["inside"].update(p95=2.6), "any page"),
        (lambda ours: ours["proof"].update(ms=401.0), "from all lines"),
        (lambda ours: ours["posts"].update(durable=[{**PAIR, "ours": 1499.0}]), "against hordak"),
        (lambda ours: ours["clients"][0].update(one=790.0), "8 clients"),
        (lambda ours: ours["batches"]["100"].update(rate=19_999.0), "batches of 100"),
        (lambda ours: ours["imports"].update({"100000": [{"rate": 34_999}]}), "CSV file to posted"),
        (lambda ours: ours["imports"].update({str(LARGE): [{"seconds": 20.1}]}), "a new book"),
        (lambda ours: ours["memory"].update({str(LARGE): 151, str(SMALL): 150}), "memory"),
        (lambda ours: ours["memory"].update({str(SMALL): 80}), "the same against 10,000"),
        (lambda ours: ours["disk"].update(mb=701.0), "disk"),
    ],
)
def test_a_broken_promise_is_named(change, complaint):
    found = copy.deepcopy(FOUND)
    change(found["ours"])
    [said] = complaints(found)
    assert complaint in said


def test_wrong_books_make_the_run_worthless():
    assert complaints(FOUND, ["Income:Other: 1 instead of 2"]) == [
        "Wrong: Income:Other: 1 instead of 2"
    ]


def test_what_was_not_measured_is_no_kept_promise():
    said = complaints({"ours": {}, "peers": {}})
    assert any("trial balance: not measured" in one for one in said)
    assert len(said) == len(rows_of({}, LARGE))


def test_of_a_small_book_nothing_is_asked():
    small = {"ours": {"reads": {str(SMALL): {"trial_balance": slow(99.0)}}}, "peers": {}}
    rows = rows_of(small, SMALL)
    assert row(rows, "trial balance").reached == 99.0
    assert complaints_of(rows, [], SMALL) == []


def test_more_is_better_or_less_is():
    assert Row("rate", "a second", 10, 10, at_least=True).kept
    assert not Row("rate", "a second", 10, 9.9, at_least=True).kept
    assert Row("time", "ms", 10, 10).kept
    assert not Row("time", "ms", 10, 10.1).kept
    assert Row("shown", "ms", None, 1).kept is None
