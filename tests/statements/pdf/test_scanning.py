"""Rows with their days and figures, and furniture of pages."""

from decimal import Decimal

from ledgerflow.statements.pdf.figures import Style
from ledgerflow.statements.pdf.rows import rows_of
from ledgerflow.statements.pdf.scanning import furniture_of, scan, split_fused
from tests.statements.pdf.drawn import pages, scanned


def test_a_row_begins_with_its_days():
    found = scanned("01/02 02/02 SHOP 03/02   5.00")[0]
    assert [d.day.first for d in found.leading] == [1, 2]
    assert len(found.days) == 3


def test_an_amount_that_looks_like_a_day_is_an_amount_behind_a_text():
    found = scanned("COUNCIL 7.11\nSHOP 25.50")[0]
    assert [f.value for f in found.figures] == [Decimal("7.11")]
    assert found.days == ()


def test_the_label_of_a_row_is_its_text_alone():
    assert scanned("05 May  Opening balance  5.00")[0].label.figure_kind == "opening"


def test_a_day_alone_or_with_its_balance_heads_rows():
    assert scanned("Friday, 1 March 2024      Balance £5.00")[0].is_day_heading
    assert not scanned("1 March 2024 Shop 5.00")[0].is_day_heading


def test_amounts_that_touch_a_text_are_cut_off_where_a_column_ends():
    text = "a              5.00\nb              6.00\nc              7.00\nLong text OR-9.00x"
    rows = scanned(text.replace("Long text OR-9.00x", "Long texts  OR-9.00"))
    assert rows[3].figures == ()
    assert split_fused(rows, Style())[3].figures[0].value == Decimal("-9.00")


def test_what_all_pages_share_at_their_edges_is_furniture():
    body = "Date   Details   Amount\n05/05  Shop  5.00" + "\n" * 20
    drawn = pages(f"My Bank Page 1\n{body}Call us", f"My Bank Page 2\n{body}Call us")
    by_page = [rows_of(p) for p in drawn]
    furniture = furniture_of(by_page)
    texts = [r.text for rows in by_page for r in rows if id(r) in furniture]
    assert texts == ["My Bank Page 1", "Call us", "My Bank Page 2", "Call us"]


def test_one_page_has_no_furniture():
    assert furniture_of([rows_of(pages("a")[0])]) == set()


def test_rows_of_text_need_no_search():
    assert scan(rows_of(pages("no digits")[0])[0], Style()).days == ()
