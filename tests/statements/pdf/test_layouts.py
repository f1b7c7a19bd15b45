"""Tables over all pages."""

from ledgerflow.statements.pdf.layouts import find_layouts
from tests.statements.pdf.drawn import scanned

TABLE = """
Date      Details              Ref       Amount
05/05     Card payment         A1         10.00
          at the corner
06/05     Salary               A2        200.00
"""


def test_a_repeated_header_is_the_same_layout():
    layouts, numbers, heads = find_layouts(scanned(TABLE, TABLE))
    assert len(layouts) == 2
    assert set(numbers) == {1}
    assert heads == {0, 4}


def test_a_layout_knows_where_days_and_texts_begin():
    layout = find_layouts(scanned(TABLE))[0][1]
    assert layout.day_lefts == (40.0,)
    assert abs(layout.text_left - 90) < 3
    assert [c.role for c in layout.columns] == ["amount"]


def test_cells_stand_under_their_title():
    layout = find_layouts(scanned(TABLE))[0][1]
    assert layout.role_at(195, 205) == "reference"
    assert layout.role_at(90, 150) == "description"


def test_a_box_above_the_first_header_is_no_table():
    box = "01-07-2023    24-07-2023    22,058.11    50.00"
    layouts, _, _ = find_layouts(scanned(box + TABLE + TABLE.split("Amount")[1]))
    assert layouts[0].dated == []


def test_groups_of_titles_make_a_grouped_layout():
    text = "Date   Amount   Date   Amount\n05/05   1.00   06/05   2.00"
    assert find_layouts(scanned(text))[0][1].is_grouped
