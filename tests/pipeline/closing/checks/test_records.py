"""How findings are worded: amounts, counts and short lists."""

from decimal import Decimal

from ledgerflow.pipeline.closing.checks.records import CheckResult, counted, listed, money


def test_amounts_counts_and_lists_in_words():
    assert money(Decimal("-1200.5000"), "USD") == "−1,200.50 USD"
    assert (counted(1, "line"), counted(1200, "line")) == ("1 line", "1,200 lines")
    assert listed(["a", "b"]) == "a; b"
    assert listed("abcdefg") == "a; b; c; d; e and 2 more"


def test_the_audit_keeps_what_was_found():
    result = CheckResult("over", "It is over", "ok", "yes", "nothing")
    assert result.as_json == {"id": "over", "state": "ok", "detail": "yes"}
