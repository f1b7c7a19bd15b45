"""Bytes to text for MT940 and BAI2, and what looks like MT940."""

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.mt940_text import decode, head_text, looks_like_mt940


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Zoë".encode(), "utf-8"),
        ("\ufeffZoë".encode(), "utf-8"),
        ("Zoë".encode("utf-16"), "utf-16-le"),
        ("Müller Größe".encode("cp1252"), "cp1252"),
        ("Müller Größe".encode("cp850"), "cp850"),
        (b"plain\0\0\x1a", "utf-8"),
    ],
)
def test_the_encoding_that_makes_words_is_taken(data, encoding):
    found = decode(data, "x", "mt940")
    assert found.encoding == encoding
    assert found.text in ("Zoë", "Müller Größe", "plain")
    assert [f.code for f in found.faults] == (["mt940_encoding"] if encoding == "cp850" else [])


def test_line_ends_are_one_kind():
    assert decode(b"a\r\nb\rc\n", "x", "bai2").text == "a\nb\nc\n"


def test_a_zero_byte_is_named_with_its_line():
    with pytest.raises(UnreadableFile) as caught:
        decode(b"a\nb\0c\n", "x.bai", "bai2")
    assert caught.value.code == "bai2_nul_bytes"
    assert caught.value.extra == {"line": 2}
    assert head_text(b"a\0b") == ""


@pytest.mark.parametrize(
    "text",
    [
        ":20:A\n",
        "\x01{1:F01A}{4:\n:20:A\n",
        "{1:F01A}{4::20:A\n",
        "0000 01NORDXX2AXXXX00001\n940 00\n:20:A\n",
        "NORDXX2A\n:20:A\n",
        "Statement of account\n:20:A\n:25:B\n",
    ],
)
def test_fields_are_recognised_behind_headers(text):
    assert looks_like_mt940(text)
