"""Faults of pages name them and say what to do."""

import pytest

from ledgerflow.statements.pdf import faults


@pytest.mark.parametrize(
    ("pages", "said"), [([3], "3"), ([3, 4, 5], "3-5"), ([9, 1, 2, 7], "1-2, 7, 9")]
)
def test_pages_are_named_in_runs(pages, said):
    assert faults.ranges(pages) == said


def test_each_fault_names_its_pages_and_a_way_out():
    made = [
        faults.unreadable([2]),
        faults.too_large(2, "too large"),
        faults.garbled([2]),
        faults.picture([2]),
        faults.blank_picture([2]),
        faults.too_many_pictures([2], 60),
    ]
    assert {fault.column for fault in made} == {"page 2"}
    assert all(fault.hint and fault.severity == "error" for fault in made)


def test_an_unsure_figure_only_informs():
    fault = faults.unsure(2, "12.50", 0.414)
    assert (fault.severity, fault.excerpt) == ("note", "12.50")
    assert "41%" in fault.message


def test_a_blank_document_says_whether_it_has_pictures():
    assert "picture" not in faults.no_text(1, 0).message
    assert "picture" in faults.no_text(4, 4).message
