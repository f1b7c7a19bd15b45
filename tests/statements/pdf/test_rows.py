"""Words to rows: what a person reads as one line."""

from ledgerflow.statements.pdf.page import Page, Word
from ledgerflow.statements.pdf.rows import cells_of, rows_of
from tests.statements.pdf.drawn import page, words


def test_words_at_one_height_are_one_row_from_left_to_right():
    drawn = page("b   a\nc")
    turned = Page(1, 595, 842, tuple(reversed(drawn.words)))
    assert [row.text for row in rows_of(turned)] == ["b a", "c"]


def test_a_raised_mark_belongs_to_its_row():
    drawn = Page(1, 595, 842, (Word("Fee", 40, 100, 60, 109), Word("1", 61, 98, 63, 104)))
    assert [row.text for row in rows_of(drawn)] == ["Fee 1"]


def test_a_figure_between_two_lines_is_a_row_of_its_own():
    lines = (Word("above", 40, 100, 70, 109), Word("below", 40, 110, 70, 119))
    drawn = Page(1, 595, 842, (*lines, Word("12.00", 200, 105, 230, 114)))
    assert [row.text for row in rows_of(drawn)] == ["above", "12.00", "below"]


def test_a_wide_gap_begins_a_cell():
    assert cells_of(words("Card payment     12.00")) == [(0, 2), (2, 3)]


def test_a_row_knows_its_text_without_accents_and_marks():
    row = rows_of(page("Débit (EUR) 5"))[0]
    assert row.folded == "debit eur 5"
    assert row.has_digit


def test_a_mark_right_below_a_figure_belongs_to_it():
    drawn = """
05 Mar  PAYMENT RECEIVED            1,200.00
        THANK YOU                         CR
06 Mar  COFFEE SHOP                     4.10
"""
    found = [r.text for r in rows_of(page(drawn))]
    assert found == [
        "05 Mar PAYMENT RECEIVED 1,200.00 CR",
        "THANK YOU",
        "06 Mar COFFEE SHOP 4.10",
    ]


def test_a_mark_that_stands_under_no_figure_stays_where_it_is():
    drawn = """
05 Mar  PAYMENT RECEIVED                1,200.00
                          CR
"""
    assert [r.text for r in rows_of(page(drawn))] == ["05 Mar PAYMENT RECEIVED 1,200.00", "CR"]
