"""A refused file is one error: the first fault in words, all of them as data."""

import pytest

from ledgerflow.core.errors import InputError, LockedPeriod, UnbalancedEntry
from ledgerflow.interchange.refusing import refusal
from ledgerflow.statements.parsed import Fault


def fault(code, line, severity="error"):
    return Fault(f"journal_{code}", f"Line {line}: {code}.", "Do this.", line, severity=severity)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("unbalanced", UnbalancedEntry), ("locked_month", LockedPeriod), ("syntax", InputError)],
)
def test_the_first_fault_decides_the_kind(code, kind):
    error = refusal("books.journal", [fault("note", 1, "note"), fault(code, 5), fault("syntax", 9)])
    assert type(error) is kind
    assert error.message == (
        f"books.journal: Line 5: {code}. 1 more fault after it. Nothing was imported."
    )
    assert (error.hint, [f["line"] for f in error.extra["faults"]]) == ("Do this.", [5, 9])
