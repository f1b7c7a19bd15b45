"""The score counts what was read right, and what was accepted silently."""

import json

import pytest

from benchmarks import score
from benchmarks.score_judge import judge

OFX = (
    "<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>42</BANKACCTFROM><BANKTRANLIST><STMTTRN>"
    "<DTPOSTED>20250302<TRNAMT>{}<FITID>1<NAME>TEA</STMTTRN></BANKTRANLIST></STMTRS></OFX>"
)
RIGHT = {
    "statements": 1,
    "transactions": 1,
    "sum": "-1.50",
    "currency": "usd",
    "account_id": "42",
    "first_date": "2025-03-02",
    "last_date": "2025-03-02",
    "balance_proof": {"holds": 0, "fails": 0, "not_provable": 1},
}


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "good.ofx").write_text(OFX.format("-1.50"))
    (tmp_path / "bad.ofx").write_text(OFX.format("$5"))
    return tmp_path


def row(path: str, expected: dict, kind: str = "ofx") -> dict:
    return {"path": path, "format": kind, "expected": expected}


def run(corpus, rows, *more):
    (corpus / "manifest.json").write_text(json.dumps(rows))
    out = corpus / "out" / "score.json"
    code = score.main(["--corpus", str(corpus), "--json", str(out), *more])
    return code, json.loads(out.read_text())


def test_right_refused_unverified_missing_and_unread_are_told_apart(corpus):
    rows = [
        row("good.ofx", RIGHT),
        row("bad.ofx", {"error": True, "why": "amount"}),
        row("good.ofx", {}),
        row("gone.ofx", RIGHT),
        row("x.sta", {}, "no-such-format"),
        {"path": "good.ofx"},
    ]
    code, result = run(corpus, rows)
    assert code == 0
    counts = result["formats"]["ofx"]
    assert (counts["right"], counts["refused"], counts["missing_file"]) == (1, 1, 1)
    assert counts["unverified"] == 2
    assert (counts["proof_agrees"], counts["proof_given"]) == (1, 1)
    assert result["not_read_yet"] == {"no-such-format": 1}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("transactions", 2),
        ("sum", "1.50"),
        ("account_id", "43"),
        ("first_date", "2025-03-01"),
        ("closing_balance", "5"),
        ("currency", "EUR"),
        ("pending", 1),
        ("per_statement", [{"transactions": 2}]),
    ],
)
def test_each_difference_makes_a_file_wrong_and_is_named(corpus, key, value):
    judged = judge(corpus, row("good.ofx", {**RIGHT, key: value}), "ofx")
    assert judged.outcome == "wrong"
    assert any(key.split("_")[0] in d or "transactions" in d for d in judged.differences)


@pytest.mark.parametrize(("last", "outcome"), [("2025-03-31", "right"), ("2025-03-30", "wrong")])
def test_a_file_without_lines_has_the_days_that_the_bank_states(corpus, last, outcome):
    head, tail = OFX.split("<STMTTRN>")[0], OFX.split("</STMTTRN>")[1]
    stated = "<DTSTART>20250301<DTEND>20250331"
    (corpus / "empty.ofx").write_text(head + stated + tail)
    expected = {"transactions": 0, "first_date": "2025-03-01", "last_date": last}
    assert judge(corpus, row("empty.ofx", expected), "ofx").outcome == outcome


def test_an_error_fault_in_a_readable_file_is_wrong(corpus):
    assert judge(corpus, row("bad.ofx", RIGHT), "ofx").outcome == "wrong"


def test_required_numbers_and_silent_acceptance_fail_the_run(corpus):
    good, silent = row("good.ofx", RIGHT), row("good.ofx", {"error": True})
    assert run(corpus, [good], "--require", "ofx=1")[0] == 0
    assert run(corpus, [good], "--require", "ofx=2")[0] == 1
    assert run(corpus, [good, silent], "--require", "ofx=1")[0] == 1
    assert run(corpus, [good, silent])[0] == 0


def test_a_missing_corpus_is_told(tmp_path):
    assert score.main(["--corpus", str(tmp_path / "none")]) == 2
