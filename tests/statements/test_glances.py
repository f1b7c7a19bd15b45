"""A glance at a file in a child: a page as a picture, the first rows of a table."""

import struct
import zlib

import pytest

from ledgerflow.core.errors import AccessError, PasswordNeeded, UnreadableFile
from ledgerflow.statements import glances
from ledgerflow.statements.glance_process import png
from ledgerflow.statements.glances import page_drawn, table_top
from ledgerflow.statements.parsed import SourceFile
from tests.pdf_files import drawn, locked_pdf, pages_pdf


def size_of(picture):
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", picture[16:24])


def test_a_page_is_drawn_upright_as_wide_as_asked():
    two = pages_pdf(drawn("ONE"), drawn("TWO"))
    assert size_of(page_drawn(SourceFile("a.pdf", two), 2, 400)) == (400, 518)
    turned = pages_pdf(drawn("ONE"), page="/Rotate 90")
    assert size_of(page_drawn(SourceFile("a.pdf", turned), 1, 400))[0] == 400


def test_a_page_that_is_not_there_and_files_that_do_not_open_say_so():
    one = SourceFile("a.pdf", pages_pdf(drawn("ONE")))
    for number in (0, 2):
        with pytest.raises(AccessError):
            page_drawn(one, number, 400)
    with pytest.raises(PasswordNeeded):
        page_drawn(SourceFile("a.pdf", locked_pdf("ONE", user="harbor")), 1, 400)
    with pytest.raises(UnreadableFile):
        page_drawn(SourceFile("a.pdf", b"%PDF-1.4\nno more"), 1, 400)


def test_the_first_rows_of_a_table_come_with_how_it_reads_by_itself():
    data = b"Konto;4477\nDatum;Text;Betrag\n13.01.2025;<b>Laden</b>;-1,00\n14.01.2025;X;2,00\n"
    top = table_top(SourceFile("a.csv", data), 3)
    assert top.rows[2] == ("13.01.2025", "<b>Laden</b>", "-1,00")
    assert top.numbers == (1, 2, 3)
    assert top.profile["roles"] == ["date", "description", "amount"]
    assert (top.profile["header_row"], top.profile["decimal"], top.why) == (1, ",", "")


def test_a_table_without_amounts_says_why_and_shows_its_columns():
    top = table_top(SourceFile("a.csv", b"When,What,How much\n13.01.2025,SHOP,ten\n"), 5)
    assert "no column holds amounts" in top.why
    assert len(top.profile["roles"]) == 3


def test_what_is_no_table_has_no_rows():
    assert table_top(SourceFile("a.pdf", pages_pdf(drawn("ONE"))), 5).rows == ()


def test_an_answer_that_is_none_is_not_believed(monkeypatch):
    for answer in ({}, {"png": "%%%"}, {"png": "aGFsbG8="}, {"rows": 3}):
        monkeypatch.setattr(glances, "run_contained", lambda *_, a=answer, **__: (0, a, b""))
        with pytest.raises(UnreadableFile):
            page_drawn(SourceFile("a.pdf", b""), 1, 400)
        with pytest.raises(UnreadableFile):
            table_top(SourceFile("a.csv", b""), 1)


def test_a_picture_holds_its_pixels_row_by_row():
    made = png(2, 1, b"\x01\x02\x03\x04\x05\x06--", 8, 3)
    at = made.index(b"IDAT")
    length = struct.unpack(">I", made[at - 4 : at])[0]
    assert zlib.decompress(made[at + 4 : at + 4 + length]) == b"\0\x01\x02\x03\x04\x05\x06"
