"""The bytes of a CAMT file: charsets that are declared, and those that are there."""

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.camt_text import decode, looks_like_camt

XML = '<?xml version="1.0" encoding="{0}"?>\n<Document><BkToCstmrStmt>Café Zürich</BkToCstmrStmt>'


@pytest.mark.parametrize(
    ("declared", "actual", "found", "notes"),
    [
        ("UTF-8", "utf-8", "utf-8", 0),
        ("UTF-8", "utf-8-sig", "utf-8", 0),
        ("UTF-16", "utf-16", "utf-16-le", 0),
        ("ISO-8859-1", "latin-1", "cp1252", 0),
        ("windows-1252", "cp1252", "cp1252", 0),
        ("ISO-8859-15", "iso8859-15", "iso8859-15", 0),
        ("UTF-8", "cp1252", "cp1252", 1),
        ("ISO-8859-1", "utf-8", "utf-8", 1),
        ("punycode", "utf-8", "utf-8", 0),
        ("no-such", "utf-8", "utf-8", 0),
    ],
)
def test_the_text_is_right_whatever_is_declared(declared, actual, found, notes):
    decoded = decode(XML.format(declared).encode(actual), "x.xml")
    assert "Café Zürich" in decoded.text
    assert (decoded.encoding, len(decoded.faults)) == (found, notes)
    assert all(f.severity == "note" for f in decoded.faults)


def test_two_encodings_in_one_file_are_named_with_the_line():
    data = "<BkToCstmrStmt>\nZürich\n".encode() + "Café".encode("cp1252")
    (fault,) = decode(data, "x.xml").faults
    assert (fault.code, fault.severity, fault.line) == ("camt_mixed_encoding", "error", 3)


def test_bytes_that_do_not_fit_their_own_mark_are_refused():
    with pytest.raises(UnreadableFile) as caught:
        decode(b"\xff\xfe<\0a\0b", "x.xml")
    assert caught.value.code == "camt_undecodable"


def test_zero_bytes_are_refused_with_their_line():
    with pytest.raises(UnreadableFile) as caught:
        decode(b"<BkToCstmrStmt>\n\0</BkToCstmrStmt>", "x.xml")
    assert (caught.value.code, caught.value.extra["line"]) == ("camt_nul_bytes", 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_message_is_recognised_in_every_encoding(encoding):
    assert looks_like_camt(XML.format(encoding).encode(encoding))
