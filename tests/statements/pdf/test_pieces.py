"""What pdfium says of characters is taken over whole, with few calls."""

import pypdfium2

from ledgerflow.statements.pdf.pieces import page_pieces
from tests.pdf_files import drawn, pages_pdf, rows


def pieces_of(content: bytes) -> tuple[list[tuple], str]:
    with pypdfium2.PdfDocument(pages_pdf(content)) as document:
        return page_pieces(document[0])


def test_the_pieces_of_a_page_are_its_text_without_spaces():
    pieces, text = pieces_of(rows(40))
    assert "".join(piece[0] for piece in pieces) == "".join(text.split())


def test_a_box_is_as_wide_as_its_letters_advance():
    ((text, left, bottom, right, top, direction, apart),), _ = pieces_of(drawn("111", x=100))
    assert (text, direction, apart) == ("111", 0, False)
    assert abs(right - left - 3 * 5.56) < 0.1  # the figure 1 advances as far as any other
    assert bottom < 700 < top


def test_directions_count_quarter_turns_and_one_letter_has_none():
    up = b"BT /F 10 Tf 0 1 -1 0 100 300 Tm (up) Tj ET\n"
    down = b"BT /F 10 Tf 0 -1 1 0 200 300 Tm (down) Tj ET\n"
    back = b"BT /F 10 Tf -1 0 0 -1 300 300 Tm (back) Tj ET\n"
    pieces, _ = pieces_of(up + down + back + drawn("x", y=500))
    assert {piece[0]: piece[5] for piece in pieces} == {"up": 1, "back": 2, "down": 3, "x": None}


def test_a_drawn_space_is_told_from_an_assumed_one():
    assumed, _ = pieces_of(b"BT /F 10 Tf 100 700 Td [(1)-160(2)] TJ ET")
    narrow, _ = pieces_of(b"BT /F 10 Tf -2.3 Tw 100 700 Td (1 2) Tj ET")
    assert [piece[6] for piece in assumed] == [False, False]
    assert [piece[6] for piece in narrow] == [False, True]


def test_an_empty_page_has_no_pieces():
    assert pieces_of(b"") == ([], "")
