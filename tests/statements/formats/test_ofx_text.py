"""Bytes of OFX files as text: what the header declares and what is really there."""

import codecs

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.ofx_text import decode, looks_like_ofx


@pytest.mark.parametrize(
    "head",
    [
        b"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>",
        b'<?xml version="1.0"?>\n<?OFX OFXHEADER="200"?>\n<OFX>',
        b"\n\n <OFX><SIGNONMSGSRSV1>",
        codecs.BOM_UTF8 + b"OFXHEADER:100",
        codecs.BOM_UTF16_LE + "OFXHEADER:100".encode("utf-16-le"),
        b"<!-- made by a shop --><ofx>",
    ],
)
def test_headers_and_the_tag_itself_are_known(head: bytes) -> None:
    assert looks_like_ofx(head)


@pytest.mark.parametrize(
    "head", [b"", b"Date,Text\n1,see <OFX> below", b"<OFXORD>", b"<html><OFX></html>"]
)
def test_a_mention_of_ofx_is_no_ofx(head: bytes) -> None:
    assert not looks_like_ofx(head)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"ENCODING:USASCII\nCHARSET:1252\n<OFX>Caf\xe9", "Café", "cp1252"),
        ("ENCODING:UTF-8\n<OFX>Café".encode(), "Café", "utf-8"),
        ("CHARSET:1252\n<OFX>Café".encode(), "Café", "utf-8"),
        (b"CHARSET:1250\n<OFX>\xb9", "ą", "cp1250"),
        (codecs.BOM_UTF16_LE + "<OFX>Café".encode("utf-16-le"), "Café", "utf-16-le"),
    ],
)
def test_what_is_really_there_wins_over_what_is_declared(
    data: bytes, text: str, encoding: str
) -> None:
    found = decode(data, "x.ofx")
    assert found.text.endswith(text)
    assert found.encoding == encoding


def test_a_difference_between_header_and_bytes_is_noted() -> None:
    found = decode("CHARSET:1252\n<OFX>Café".encode(), "x")
    assert found.note == "The header says cp1252, the bytes are utf-8; read as utf-8."
    assert decode(b"CHARSET:1252\n<OFX>plain", "x").note == ""


def test_line_ends_become_one_kind_and_padding_goes() -> None:
    assert decode(b"<OFX>a\r\nb\rc\0\0\x1a", "x").text == "<OFX>a\nb\nc"


def test_a_zero_byte_inside_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFile) as caught:
        decode(b"<OFX>\na\0b\n</OFX>", "x.ofx")
    assert (caught.value.code, caught.value.extra["line"]) == ("ofx_undecodable", 2)
