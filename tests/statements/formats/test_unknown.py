"""What is said of a file that no reader takes."""

import pytest

from ledgerflow.core.errors import UnknownFormat, UnreadableFile
from ledgerflow.statements.formats.unknown import refusal

TITLES = ("OFX", "CSV")


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html><title>Sign in</title>",
        b"\xef\xbb\xbf \r\n<HTML lang=en>",
        b"<head><meta charset=utf-8>",
        "<!doctype html>".encode("utf-16"),
    ],
)
def test_a_saved_web_page_is_called_one(head):
    told = refusal("march.csv", head, TITLES)
    assert isinstance(told, UnknownFormat)
    assert (told.code, told.message) == (
        "web_page",
        "march.csv: this is a web page, not a statement.",
    )
    assert "download" in told.hint


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "x.dtd"><x/>',
        '<?xml version="1.0"?>\n<!doctype x [<!ENTITY e "ha">]><x>&e;</x>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be"])
def test_declarations_in_xml_are_refused_by_name(text, encoding):
    told = refusal("march.xml", text.encode(encoding), TITLES)
    assert isinstance(told, UnreadableFile)
    assert told.code == "xml_declaration"


def test_anything_else_is_unknown_and_the_formats_are_named():
    told = refusal("note.txt", b"Dear Sir or Madam, about <html ...", TITLES)
    assert told.code == "web_page", "markup within the first lines is a page"
    told = refusal("note.txt", b"Dear Sir or Madam", TITLES)
    assert (type(told), told.code) == (UnknownFormat, "unknown_format")
    assert "OFX, CSV" in told.message
