"""The texts of one row of a table."""

from ledgerflow.statements.pdf.layouts import find_layouts
from ledgerflow.statements.pdf.rowtexts import texts_of
from tests.statements.pdf.drawn import scanned

HEAD = "Date      Value     Details                 Ref        Amount   Dr/Cr"


def texts(row):
    others = "\n05/06     06/06     Other                   B2           7.00   CR" * 3
    scans = scanned(f"{HEAD}\n{row}{others}")
    layout = find_layouts(scans)[0][1]
    scan = scans[1]
    held = {n: f for f in scan.figures if (n := layout.column_of(f)) is not None}
    return texts_of(scan, layout, held)


def test_each_word_goes_to_its_column():
    found = texts("05/05     06/05     Card payment ON 04/05   A1          10.00   DR")
    assert found.text == "Card payment ON 04/05"
    assert (found.reference, found.flag) in (("A1", "dr"), ("A1", ""))
    assert (found.day.day.first, found.value_day.day.first) == (5, 6)


def test_a_text_where_a_day_should_stand_is_told():
    found = texts("3#/0S     06/05     Card payment            A1          10.00   DR")
    assert found.day is None
    assert found.odd_day.startswith("3#/0S")


def test_a_row_of_text_begins_at_the_description():
    found = texts("                    at the corner")
    assert (found.text, found.left) == ("at the corner", 140.0)
