"""A page whose text is a picture is told from a page with a picture beside its text."""

import pypdfium2
import pytest

from ledgerflow.statements.pdf.pictures import is_blank, object_count, shows_text_as_picture
from ledgerflow.statements.pdf.text import text_layer
from tests.pdf_files import drawn, pages_pdf, picture, picture_page, rows, stream

HEAD = b"".join(
    drawn("Harbor Street Bank, 1 Quay, statement of account", y=770 - 12 * i) for i in range(4)
)


def is_picture(content: bytes, page: str = "", **objects: bytes) -> bool:
    data = pages_pdf(content, page=page, objects=objects or {"Im": picture()})
    with pypdfium2.PdfDocument(data) as document:
        return shows_text_as_picture(document[0], text_layer(document[0]))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_scan_is_a_picture_however_it_is_turned(rotate):
    assert is_picture(picture_page(), page=f"/Rotate {rotate}")


def test_a_letter_head_over_a_scanned_table_is_a_picture():
    assert is_picture(HEAD + picture_page(x=40, y=60, width=530, height=600))


def test_a_logo_beside_text_is_no_picture_of_text():
    assert not is_picture(HEAD + picture_page(x=400, y=700, width=150, height=80))


def test_a_background_behind_the_text_is_no_picture_of_text():
    assert not is_picture(picture_page() + HEAD + drawn("Opening balance 10.00", y=400) * 3)


def test_a_page_full_of_text_is_not_searched_for_pictures():
    assert not is_picture(rows(40) + picture_page())


def test_a_scan_inside_a_group_is_a_picture():
    group = stream(
        picture_page(),
        "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</Im 6 0 R>>>>",
    )
    assert is_picture(b"/Fm Do", Im=picture(), Fm=group)


def test_letters_drawn_as_shapes_are_a_picture_and_a_ruled_page_is_not():
    shapes = b"".join(b"%d %d 3 5 re f\n" % (9 * (i % 60), 9 * (i // 60)) for i in range(600))
    assert is_picture(shapes)
    assert not is_picture(shapes[:2000] + rows(20))


def test_a_white_sheet_is_blank_and_one_with_ink_is_not():
    blank = picture(data=b"junk", kind="/JPXDecode")
    data = pages_pdf(picture_page(), drawn("ink"), objects={"Im": blank})
    with pypdfium2.PdfDocument(data) as document:
        assert [is_blank(page) for page in document] == [True, False]
        assert object_count(document[1]) == 1
