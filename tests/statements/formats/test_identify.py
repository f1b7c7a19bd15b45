"""How a file finds its one reader, by content and not by name."""

import pytest

from ledgerflow.core.errors import AmbiguousFormat, FileTooLarge, UnknownFormat
from ledgerflow.statements import formats
from ledgerflow.statements.parsed import SourceFile

CSV = b"Date,Description,Amount\n2025-03-13,Rent,-5.00\n"
OFX = b"OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>USD</STMTRS></OFX>"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (CSV, "statement.ofx", "csv"),
        (OFX, "statement.csv", "ofx"),
        (CSV.decode().encode("utf-16"), "x", "csv"),
        (b"\xef\xbb\xbf" + CSV, "x", "csv"),
        (b'<?xml version="1.0"?><?OFX VERSION="200"?><OFX>a,b,c</OFX>', "x.xml", "ofx"),
    ],
)
def test_content_decides(data: bytes, name: str, expected: str) -> None:
    assert formats.identify(data, name).id == expected


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf", b"\0\0\0"])
def test_nothing_inside_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(UnknownFormat) as caught:
        formats.identify(data, "x.csv")
    assert caught.value.code == "empty_file"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1,2,3",
        b"PK\x03\x04,,,",
        b"!Type:Bank\nD1/2/25\nT-5.00\n^",
        b":20:START\n:25:123\n:28C:1\n:60F:C250301EUR1,00\n:61:2503010301D5,00NTRF\n",
        b"01,SENDER,RECEIVER,250301,0800,1,80,1,2/\n02,R,S,1,250301,0800,USD,2/\n",
        b'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">',
        b'{"rows": [1, 2, 3]}',
        b"Dear Sir or Madam,\nthank you.",
    ],
)
def test_other_formats_are_claimed_by_neither(data: bytes) -> None:
    claims = [f.id for f in (formats.OfxFormat(), formats.CsvFormat()) if f.identify(data, "x")]
    assert claims == []


def test_a_file_above_the_limit_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(FileTooLarge):
        formats.identify(b"," * (formats.FILE_BYTES_MAX + 1), "x.csv")


def test_only_delimited_text_may_be_larger_than_other_formats(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(formats, "FORMAT_BYTES_MAX", len(CSV) - 1)
    assert formats.identify(CSV, "x.csv").id == "csv"
    with pytest.raises(FileTooLarge):
        formats.identify(b"<OFX>" + b" " * len(CSV), "x.ofx")


def test_two_formats_that_claim_one_file_are_both_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "FORMATS", (formats.CsvFormat(), formats.CsvFormat()))
    with pytest.raises(AmbiguousFormat, match="csv and csv"):
        formats.identify(CSV, "x.csv")


def test_read_is_identify_and_the_formats_own_reading() -> None:
    assert formats.read(SourceFile("x", CSV)).format == "csv"
