"""Files without the last end mark: whole ones are told from those that were cut off."""

import pytest

from ledgerflow.statements.formats.qif import QifFormat
from ledgerflow.statements.parsed import SourceFile

FIRST = "!Type:Bank\nD3/13/25\nPHarbor Coffee\nT-12.50\n^\n"


def endings(text: str) -> list[tuple[str, str]]:
    file = QifFormat().read(SourceFile("x", text.encode()))
    wanted = ("qif_no_end", "qif_truncated", "qif_missing_value")
    return [(f.code, f.severity) for f in file.faults if f.code in wanted]


@pytest.mark.parametrize(
    "last",
    ["D3/14/25\nPNorthwind\nT9.00\n", "D3/14/25\nPNorthwind\nT9.00"],
)
def test_a_last_row_that_has_all_the_others_have_is_whole(last):
    assert endings(FIRST + last) == [("qif_no_end", "note")]


@pytest.mark.parametrize(
    "last", ["D3/14/25\nPNorthwind\nT9.0", "D3/14/25\nPNorthwind\nT9", "D3/14/25\nT9.00\n"]
)
def test_a_last_row_that_lacks_something_is_cut_off(last):
    assert ("qif_truncated", "error") in endings(FIRST + last)


def test_a_file_that_ends_before_the_amount_is_cut_off():
    assert endings(FIRST + "D3/14/25\nPNorth") == [
        ("qif_missing_value", "error"),
        ("qif_truncated", "error"),
    ]


def test_a_row_that_a_header_ends_is_whole():
    assert endings(FIRST.removesuffix("^\n") + "!Type:Cat\nNMeals\n^\n") == []
