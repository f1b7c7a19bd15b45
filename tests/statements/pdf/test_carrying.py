"""Days that stand only on the first row of each day."""

from ledgerflow.statements.pdf.carrying import carries_days
from ledgerflow.statements.pdf.layouts import find_layouts
from tests.statements.pdf.drawn import scanned

HEAD = "Date      Details              Amount\n"


def carries(rows):
    scans = scanned(HEAD + rows)
    layouts, numbers, _ = find_layouts(scans)
    return carries_days(scans, layouts, numbers)[1]


def test_rows_without_a_day_carry_the_one_above():
    assert carries("05/05     A                     10.00\n          B                     20.00")


def test_where_days_repeat_none_is_carried():
    rows = "05/05     A                     10.00\n05/05     B                     20.00"
    assert not carries(rows)
