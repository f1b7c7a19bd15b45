"""Bytes become text as browsers would read them."""

import codecs

import pytest

from tools.page_tool.charset import decoded

META = b'<html><head><meta charset="%s"></head>'


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Café".encode(), "text/html", "Café"),
        ("Café".encode("latin-1"), "text/html; charset=ISO-8859-1", "Café"),
        ("Café".encode("latin-1"), 'text/html; charset="iso-8859-1"', "Café"),
        ("5 €".encode("cp1252"), "text/html; charset=iso-8859-1", "5 €"),
        ("5 €".encode("cp1252"), "text/html; charset=us-ascii", "5 €"),
        ("喫茶店".encode("shift_jis"), "text/html; charset=Shift_JIS", "喫茶店"),
        ("кафе".encode("koi8-r"), "text/html; charset=koi8-r", "кафе"),
        (codecs.BOM_UTF8 + "Café".encode(), "text/html; charset=iso-8859-1", "Café"),
        (codecs.BOM_UTF16_LE + "Café".encode("utf-16-le"), "text/html", "Café"),
        (codecs.BOM_UTF16_BE + "Café".encode("utf-16-be"), "text/html; charset=utf-8", "Café"),
        (b"", "", ""),
    ],
)
def test_the_mark_then_the_header_decides(body, content_type, text):
    assert decoded(body, content_type) == text


def test_the_page_itself_may_say_it():
    body = META % b"windows-1251" + "кафе".encode("cp1251")
    assert decoded(body, "text/html").endswith("кафе")
    equiv = b'<meta http-equiv="Content-Type" content="text/html; charset=big5">'
    assert decoded(equiv + "茶".encode("big5"), "text/html").endswith("茶")


def test_what_the_header_says_counts_more_than_the_page():
    body = META % b"iso-8859-1" + "é".encode()
    assert decoded(body, "text/html; charset=utf-8").endswith("é")


@pytest.mark.parametrize(
    "name",
    ["zlib", "zip", "bz2", "hex", "base64", "rot13", "unicode_escape", "raw_unicode_escape",
     "utf-7", "idna", "punycode", "quopri", "uu", "undefined", "mbcs", "invented", "x" * 40, "..",
     "utf-8-sig-x"],
)  # fmt: skip
def test_codecs_that_are_no_encodings_of_text_are_not_used(name):
    assert decoded("Café \\x41 +AGE-".encode(), f"text/html; charset={name}") == "Café \\x41 +AGE-"
    page = decoded(META % name.encode() + "é".encode(), "text/html")
    assert page.endswith("é")


def test_bytes_that_fit_no_encoding_are_replaced():
    assert decoded(b"a\xffb", "text/html; charset=utf-8") == "a\ufffdb"
    assert decoded(b"\xff\xfea\x00b", "text/html") == "a\ufffd"
