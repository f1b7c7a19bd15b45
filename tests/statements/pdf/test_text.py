"""Words are found where a person sees them, whatever way a file draws them."""

import itertools

import pypdfium2
import pytest

from ledgerflow.statements.pdf.text import TextLayer, seen_box, text_layer
from tests.pdf_files import drawn, pages_pdf, rows

DIGIT = 5.56  # how far a figure of the test font advances at 10 points


def layer_of(content: bytes, **page: str) -> TextLayer:
    with pypdfium2.PdfDocument(pages_pdf(content, **page)) as document:
        return text_layer(document[0])


def texts(content: bytes, **page: str) -> list[str]:
    return [word.text for word in layer_of(content, **page).words]


def box_of(content: bytes, **page: str) -> tuple[int, ...]:
    (word,) = layer_of(content, **page).words
    return tuple(round(side) for side in (word.left, word.top, word.right, word.bottom))


def test_a_row_is_its_words_from_the_left_with_boxes_from_the_top():
    layer = layer_of(drawn("Opening balance", x=100, y=692))
    assert [w.text for w in layer.words] == ["Opening", "balance"]
    first, second = layer.words
    assert (round(first.left), layer.width, layer.height) == (100, 612, 792)
    assert first.right < second.left
    assert first.top < 792 - 692 < first.bottom


def test_order_comes_from_places_and_not_from_drawing():
    content = drawn("closing", y=100) + drawn("balance", x=300) + drawn("opening", x=100)
    assert texts(content) == ["opening", "balance", "closing"]


def test_figures_set_one_by_one_are_one_figure():
    content = b"".join(drawn(c, x=100 + DIGIT * i) for i, c in enumerate("123456"))
    assert texts(content) == ["123456"]


def test_letters_set_wide_one_by_one_are_one_word_and_a_wider_gap_ends_it():
    # 1.5 points after each figure, where a drawn space would be 2.8
    places = [100, 107, 114, 121, 128, 160, 167, 174, 181]
    content = b"".join(drawn(c, x=x) for c, x in zip("123456789", places, strict=True))
    assert texts(content) == ["12345", "6789"]


def test_kerning_within_a_word_does_not_split_it():
    content = b"BT /F 10 Tf 100 700 Td [(A)-80(B)60(C)-85(D)] TJ ET"
    assert texts(content) == ["ABCD"]


def test_columns_set_without_a_space_are_two_words():
    content = b"BT /F 10 Tf 100 700 Td [(12.00)-3000(913.45)] TJ ET"
    assert texts(content) == ["12.00", "913.45"]


def test_texts_that_nearly_touch_but_are_drawn_apart_are_two_words():
    content = drawn("12.00", x=100) + drawn("Shop", x=100 + 25.02 + 1.4)
    assert texts(content) == ["12.00", "Shop"]


def test_a_drawn_space_splits_however_narrow_it_is():
    content = b"BT /F 10 Tf -2.3 Tw 100 700 Td (12.00 Shop) Tj ET"
    assert texts(content) == ["12.00", "Shop"]


def test_a_fixed_space_splits_and_a_soft_hyphen_is_the_minus_it_looks_like():
    assert texts(drawn("1\xa0234,56\xad")) == ["1", "234,56-"]


def test_a_raised_footnote_mark_is_not_the_last_figure_of_an_amount():
    content = drawn("12.50", x=100) + drawn("1", x=125.2, y=704, size=5)
    assert sorted(texts(content)) == ["1", "12.50"]


def test_text_drawn_twice_to_look_bold_is_read_once():
    twice = drawn("Total 12.50") + drawn("other", y=650) + drawn("Total 12.50", x=72.3)
    assert texts(twice) == ["Total", "12.50", "other"]


def test_the_same_amount_in_two_columns_is_two_words():
    assert texts(drawn("12.50", x=100) + drawn("12.50", x=126.5)) == ["12.50", "12.50"]


def test_text_that_overlaps_another_is_not_joined_to_it():
    content = drawn("long description text", x=100) + drawn("99.00", x=126, y=699)
    assert "99.00" in texts(content)


def test_invisible_text_counts_and_text_outside_the_page_does_not():
    content = drawn("hidden", how="3 Tr") + drawn("outside", x=-200) + drawn("below", y=-50)
    assert texts(content) == ["hidden"]


@pytest.mark.parametrize(
    ("how", "rotate", "size"),
    [
        ("0 1 -1 0 100 300 Tm", 90, (792, 612)),
        ("-1 0 0 -1 100 300 Tm", 180, (612, 792)),
        ("0 -1 1 0 100 300 Tm", 270, (792, 612)),
    ],
)
def test_a_turned_page_is_read_as_it_is_shown(how, rotate, size):
    content = f"BT /F 10 Tf {how} (Paid 1.00) Tj ET".encode()
    layer = layer_of(content, page=f"/Rotate {rotate}")
    assert [w.text for w in layer.words] == ["Paid", "1.00"]
    assert (layer.width, layer.height) == size
    first, second = layer.words
    assert first.right < second.left
    assert abs(first.top - second.top) < 1


def test_a_page_drawn_sideways_is_read_upright_without_being_told():
    layer = layer_of(b"BT /F 10 Tf 0 1 -1 0 100 300 Tm (Paid 1.00) Tj ET")
    assert [w.text for w in layer.words] == ["Paid", "1.00"]
    assert (layer.width, layer.height) == (792, 612)


def test_a_note_up_the_margin_is_left_out():
    margin = b"BT /F 8 Tf 0 1 -1 0 20 300 Tm (Form 77 printed) Tj ET\n"
    assert "printed" not in texts(rows(5) + margin)


def test_boxes_begin_at_the_corner_of_what_is_shown():
    assert box_of(drawn("A", x=150, y=600), page="/CropBox[50 50 500 750]")[0] == 100
    assert box_of(drawn("A", x=150, y=600), box="50 50 662 842")[0] == 100
    shown = box_of(drawn("A", x=150, y=600), page="/CropBox[50 50 500 750]")
    assert shown[1] < 150 < shown[3]


def test_scaled_text_has_the_size_that_is_seen():
    plain = box_of(drawn("Total", size=12))
    scaled = box_of(b"BT /F 1 Tf 12 0 0 12 72 700 Tm (Total) Tj ET")
    assert plain == scaled


def test_a_box_of_the_page_is_seen_where_the_words_are():
    layer = layer_of(drawn("A", x=150, y=600), page="/Rotate 90")
    left, top, right, bottom = seen_box((0, 0, 306, 792), layer)
    assert (left, top, right, bottom) == (0, 0, 792, 306)


def test_every_row_of_a_dense_page_is_whole():
    words = layer_of(rows(60)).words
    by_row = [list(row) for _, row in itertools.groupby(words, key=lambda w: round(w.bottom))]
    assert len(by_row) == 60
    assert [w.text for w in by_row[17]] == [
        "18/03/2025", "CARD", "PAYMENT", "HARBOR", "STREET", "1017", "18.50", "8983.25",
    ]  # fmt: skip


def test_signs_without_a_meaning_are_counted():
    assert layer_of(drawn("\x10\x11\x12\x13\x14")).undecodable > 0.9
    assert layer_of(rows(10)).undecodable == 0.0
