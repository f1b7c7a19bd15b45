"""What no statement needs is refused before it is unpacked or loaded."""

import pytest

from ledgerflow.core.errors import LimitError, UnreadableFile
from ledgerflow.statements.pdf.limits import (
    CHARACTERS_MAX,
    OBJECTS_MAX,
    PAGES_MAX,
    check_count,
    check_streams,
    content_fault,
    size_fault,
)
from tests.pdf_files import bomb, pages_pdf, picture, rows


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_stream_that_unpacks_to_far_more_than_a_page_is_refused(times):
    data = b"1 0 obj\n" + bomb(40, times) + b"\nendobj"
    with pytest.raises(LimitError) as refused:
        check_streams(data, "march.pdf")
    assert refused.value.code == "pdf_unpacks_too_large"


def test_what_unpacks_to_a_page_or_to_a_picture_passes():
    check_streams(pages_pdf(rows(60)), "march.pdf")
    check_streams(b"1 0 obj\n" + bomb(8) + b"\nendobj", "march.pdf")
    large = picture(7000, 6000)
    check_streams(b"1 0 obj\n" + large + b"\nendobj", "march.pdf")


def test_damaged_and_encrypted_streams_are_left_to_the_reader():
    check_streams(b"1 0 obj\n<</Filter/FlateDecode>>stream\n" + b"\xff" * 99_999, "march.pdf")


def test_pages_are_counted():
    assert check_count(PAGES_MAX, "march.pdf") == PAGES_MAX
    with pytest.raises(LimitError):
        check_count(PAGES_MAX + 1, "march.pdf")
    with pytest.raises(UnreadableFile):
        check_count(0, "march.pdf")


def test_sizes_of_pages_have_a_limit():
    assert size_fault(3, 612, 792) is None
    fault = size_fault(3, 612, 99_999)
    assert fault is not None
    assert (fault.code, fault.column) == ("pdf_page_too_large", "page 3")
    assert size_fault(3, 0, 792) is not None


def test_what_stands_on_a_page_has_a_limit():
    assert content_fault(1, CHARACTERS_MAX, OBJECTS_MAX) is None
    assert content_fault(1, CHARACTERS_MAX + 1, 1) is not None
    assert content_fault(1, 1, OBJECTS_MAX + 1) is not None
