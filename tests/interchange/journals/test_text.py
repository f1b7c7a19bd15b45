"""Bytes that are no text of lines are refused at once, with the line."""

import time

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.interchange.journals.text import journal_bytes_check, journal_text


def test_line_ends_and_a_byte_order_mark_do_not_matter():
    assert journal_text(b"\xef\xbb\xbfa\r\nb\rc\n") == "a\nb\nc\n"
    journal_bytes_check("ä\n".encode() * 30_000)


@pytest.mark.parametrize("check", [journal_text, journal_bytes_check])
@pytest.mark.parametrize(
    ("data", "said"),
    [(b"a\nb\0", "Line 2 holds a NUL"), (b"a\n\xffb", "Line 2 has a byte that is no UTF-8"),
     (b"a\n" + b"x" * 10_000_000, "Line 2 has more than")],
)  # fmt: skip
def test_what_is_no_text_names_its_line(check, data, said):
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match=said) as refused:
        check(data)
    assert refused.value.hint
    assert time.monotonic() - began < 2
