"""Faults of a file come together, sorted, counted and capped."""

from ledgerflow.interchange.journals.faults import Faults


def test_errors_are_sorted_and_notes_counted():
    faults = Faults()
    faults.note("skipped", "price", 7, "`price` lines are left out", "Nothing to do.")
    faults.note("skipped", "price", 9, "`price` lines are left out", "Nothing to do.")
    faults.add("syntax", 5, "no amount", "Correct it.", excerpt="  x  ")
    faults.once("unknown", "A", 3, "no account A", "Add it.")
    faults.once("unknown", "A", 8, "no account A", "Add it.")
    told = faults.all()
    assert [(f.line, f.severity) for f in told] == [(3, "error"), (5, "error"), (7, "note")]
    assert told[1].message == "Line 5: no amount."
    assert told[1].excerpt == "x"
    assert "(2 times, first in line 7)" in told[2].message


def test_a_hopeless_file_is_told_in_short():
    faults = Faults()
    for line in range(1, 12_000):
        faults.add("syntax", line, "nonsense", "Export it again.")
    assert faults.is_hopeless
    told = faults.all()
    assert len(told) == 1001
    assert "10,999 more faults" in told[-1].message
