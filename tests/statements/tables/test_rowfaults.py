"""Faults of rows: where, what and what to do; never without an end."""

from ledgerflow.statements.parsed import Fault
from ledgerflow.statements.tables.rowfaults import FAULTS_MAX, add_fault


def test_a_fault_names_line_column_cell_and_remedy() -> None:
    faults: list[Fault] = []
    add_fault(faults, "bad_amount", 7, "Amount", "12..34", "2025-03-01,A,12..34")
    (fault,) = faults
    assert (fault.code, fault.line, fault.column) == ("csv_bad_amount", 7, "Amount")
    assert "'12..34'" in fault.message
    assert fault.hint
    assert fault.excerpt.endswith("12..34")


def test_after_two_hundred_one_last_fault_says_that_there_are_more() -> None:
    faults: list[Fault] = []
    for number in range(FAULTS_MAX + 50):
        add_fault(faults, "no_amount", number, "Amount", "", "")
    assert len(faults) == FAULTS_MAX + 1
    assert faults[-1].code == "csv_many_faults"
