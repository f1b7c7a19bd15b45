"""Text drawn in the colour of the paper is not read, unless something stands behind it."""

import pypdfium2

from ledgerflow.statements.pdf.pieces import page_pieces
from tests.pdf_files import drawn, pages_pdf

WHITE = "1 g"
BAR = b"0 0 0.5 rg 60 690 200 30 re f\n"
PAPER = b"1 g 60 690 200 30 re f\n"


def texts(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pages_pdf(content)) as document:
        return [piece[0] for piece in page_pieces(document[0])[0]]


def test_white_words_in_empty_cells_are_not_read():
    cell = drawn("blank", x=200, how=WHITE)
    assert texts(drawn("Shop", how="0 g") + cell + drawn("5.00", x=300, how="0 g")) == [
        "Shop",
        "5.00",
    ]
    assert texts(PAPER + cell) == []


def test_white_titles_on_a_bar_are_read():
    assert texts(BAR + drawn("Date", how=WHITE) + drawn("Amount", x=200, how=WHITE)) == [
        "Date",
        "Amount",
    ]


def test_an_empty_outline_is_nothing_behind_a_text():
    assert texts(b"60 690 200 30 re S\n" + drawn("blank", how=WHITE)) == []


def test_text_that_is_drawn_in_grey_is_read():
    assert texts(drawn("note", how="0.9 g")) == ["note"]
