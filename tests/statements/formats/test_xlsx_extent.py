"""How far the cells of a sheet reach, whatever way its XML is cut into pieces."""

import pytest

from ledgerflow.statements.formats.xlsx_extent import Extent


def cells(*pieces: bytes) -> int:
    extent = Extent()
    for piece in pieces:
        extent.feed(piece)
    return extent.cells


def test_the_grid_reaches_to_the_furthest_value():
    assert cells(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B2"><v>') == 4
    assert cells(b'<c s="1" r="AA10" t="s"><v>1</v></c>') == 270


def test_formats_without_a_value_do_not_count():
    assert cells(b'<c r="B2"><v>1</v></c><c r="XFD1048576" s="4"/>') == 4


@pytest.mark.parametrize("at", range(1, 30))
def test_a_tag_that_lies_over_two_pieces_is_seen(at):
    xml = b'<c r="C4" t="n" s="12"><v>1</v></c>'
    assert cells(xml[:at], xml[at:]) == 12


def test_rows_count_where_cells_have_no_names():
    assert cells(b'<row r="7"><c><v>1</v></c></row>') == 7
