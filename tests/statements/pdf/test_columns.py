"""Columns of figures."""

from ledgerflow.statements.pdf.columns import figure_columns, stands_under
from ledgerflow.statements.pdf.headers import header_at
from ledgerflow.statements.pdf.rows import rows_of
from tests.statements.pdf.drawn import page, scanned

HEADER = "Date   Details            Paid out    Paid in     Balance"


def columns(rows, header=None):
    head = header_at(rows_of(page(header)), 0) if header else None
    return figure_columns([s.figures for s in scanned(rows)], head)


def test_figures_are_one_column_where_their_right_edges_meet():
    found = columns("a      5.00   1,000.00\nb  1,234.56      10.00")
    assert [c.count for c in found] == [2, 2]


def test_marks_behind_figures_do_not_part_a_column():
    assert len(columns("a    5.00 CR\nb   25.00\nc  125.00")) == 1


def test_the_header_names_the_columns():
    rows = "x                            10.00                  90.00"
    assert [c.role for c in columns(rows, HEADER)] == ["out", "in", "balance"]


def test_figures_under_a_text_title_are_no_column():
    rows = "05/05  REF 12.50            10.00                  90.00"
    assert [c.count for c in columns(rows, HEADER)] == [1, 0, 1]


def test_a_figure_stands_under_a_title_of_money():
    head = header_at(rows_of(page(HEADER)), 0)
    row = scanned("x      7.77                 10.00")[0]
    assert [stands_under(f, head) for f in row.figures] == [False, True]


def test_without_figures_the_header_alone_gives_columns():
    assert len(columns("no figure", HEADER)) == 3
