"""Every fault of an OFX file has its place, its excerpt and a remedy."""

import pytest

from ledgerflow.statements.formats import ofx_faults
from ledgerflow.statements.formats.ofx_tree import Aggregate
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault

ROW = Aggregate("STMTTRN", 7, {"TRNAMT": "1,234", "NAME": "N" * 300}, repeated=("FITID",))


@pytest.mark.parametrize(
    ("fault", "code", "column"),
    [
        (ofx_faults.missing(ROW, "FITID", "id"), "ofx_missing_value", "FITID"),
        (ofx_faults.unreadable(ROW, "TRNAMT", "amount"), "ofx_bad_amount", "TRNAMT"),
        (ofx_faults.ambiguous(ROW, "TRNAMT"), "ofx_ambiguous_amount", "TRNAMT"),
        (ofx_faults.repeated(ROW), "ofx_repeated_value", "FITID"),
        (ofx_faults.unclosed(ROW), "ofx_unclosed", "STMTTRN"),
        (ofx_faults.outside(ROW), "ofx_outside_statement", "STMTTRN"),
    ],
)
def test_a_fault_says_where_what_and_what_to_do(fault: Fault, code: str, column: str) -> None:
    assert (fault.code, fault.line, fault.column, fault.severity) == (code, 7, column, "error")
    assert fault.message.startswith("Line 7: ")
    assert fault.message.endswith(".")
    assert fault.hint.endswith(".")
    assert 0 < len(fault.excerpt) <= EXCERPT_LIMIT


def test_a_date_that_nothing_rests_on_is_only_noted() -> None:
    found = ofx_faults.unreadable(ROW, "DTAVAIL", "date", is_note=True)
    assert (found.code, found.severity) == ("ofx_bad_date", "note")
