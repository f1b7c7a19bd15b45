"""What a receipt's bytes are, whatever they are called."""

import pytest

from ledgerflow.review.papers.sniffing import media_type_of
from tests.review.papers.pictures import heic, jpeg, pdf, png, webp

KEPT = {
    "image/jpeg": jpeg(),
    "image/png": png(),
    "image/webp": webp(),
    "image/heic": heic(),
    "application/pdf": pdf(),
}
PAGE = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize("media_type", KEPT)
def test_photos_and_pdfs_are_known_by_their_content(media_type):
    assert media_type_of(KEPT[media_type]) == media_type


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        PAGE,
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        b"<?xml version='1.0'?><svg/>",
        b"PK\x03\x04" + b"\x00" * 60,
        b"GIF89a" + b"\x00" * 40,
        b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42" + b"\x00" * 40,
        b"MZ" + b"\x00" * 80,
        b"Date,Amount\n2025-01-13,-86.10\n",
    ],
)
def test_everything_else_is_none_that_is_kept(data):
    assert media_type_of(data) == ""


@pytest.mark.parametrize(
    "mark", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBP"]
)
def test_a_mark_before_a_page_makes_no_picture(mark):
    assert media_type_of(mark + PAGE) == ""


def test_a_pdf_begins_at_its_first_byte_and_has_an_end():
    assert media_type_of(PAGE + pdf()) == ""
    assert media_type_of(b"%PDF-1.7 cut off") == ""
    assert media_type_of(b"%PDF-x" + pdf()) == ""


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/webp"])
def test_a_picture_that_is_cut_off_is_none(media_type):
    whole = KEPT[media_type]
    assert all(media_type_of(whole[:size]) == "" for size in range(0, len(whole) - 2, 3))


def test_filler_between_the_segments_of_a_jpeg_is_skipped():
    whole = jpeg()
    assert media_type_of(whole[:20] + b"\xff\x01" + whole[20:]) == "image/jpeg"
    assert media_type_of(whole[:20] + b"\xff" + whole[20:]) == "image/jpeg"
    assert media_type_of(b"\xff\xd8\xff\xda\x00\x02\xff\xd9") == ""
