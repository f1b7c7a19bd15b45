"""PDF files are known by their header, and read in a child that hostile ones cannot leave."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.core.errors import LimitError, PasswordNeeded, UnreadableFile
from ledgerflow.statements import containment, formats
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.formats.pdf import PdfFormat, _judged, may_hold_pdf
from ledgerflow.statements.parsed import Balance, Fault, ParsedLine, ParsedStatement, SourceFile
from tests.pdf_files import (
    FONT,
    bomb,
    drawn,
    locked_pdf,
    pages_pdf,
    pdf_of,
    picture,
    picture_page,
    rows,
    scan_of,
    stream,
)  # fmt: skip

PASSWORD = "harbor-4417"


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"junk of a mail\r\n" * 60])
def test_a_header_near_the_start_makes_a_pdf(before):
    assert formats.identify(before + pages_pdf(b""), "march").id == "pdf"


@pytest.mark.parametrize("data", [b"<html>%PDF-1.4</html>", b" " * 1100 + b"%PDF-1.4"])
def test_a_page_about_pdf_is_none(data):
    assert not PdfFormat().identify(data, "march.pdf")


def test_pdfium_is_loaded_for_pdf_files_and_zips_of_them_only():
    assert may_hold_pdf(pages_pdf(b""))
    assert may_hold_pdf(b"PK\x03\x04....MARCH.PDF")
    assert not may_hold_pdf(b"Date,Amount\n2025-03-01,march.pdf\n")


def test_a_blank_document_is_no_statement():
    read = formats.read(SourceFile("march.pdf", pages_pdf(b"")))
    assert [(f.code, f.severity) for f in read.errors] == [("pdf_no_text", "error")]
    assert read.statements == ()


def page(more: bytes = b"", *objects: bytes) -> bytes:
    """One page whose dictionary also has `more`, with these objects from number 6 on."""
    body = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<"
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf_of(
        [b"<</Type/Catalog/Pages 2 0 R>>", kids, body + more + b"/Font<</F 5 0 R>>>>>>",
         stream(rows(4)), FONT, *objects]
    )  # fmt: skip


HOSTILE = {
    "bomb": (pdf_of([b"<</Type/Catalog>>", bomb(60)]), "pdf_unpacks_too_large"),
    "bomb in a bomb": (pdf_of([b"<</Type/Catalog>>", bomb(60, 2)]), "pdf_unpacks_too_large"),
    "half a file": (pages_pdf(rows(9))[:1000], "pdf_damaged"),
    "junk picture": (
        pages_pdf(picture_page(), objects={"Im": picture(data=b"junk", kind="/JBIG2Decode")}),
        "pdf_no_text",
    ),
    "picture larger than memory": (
        pages_pdf(picture_page(), objects={"Im": picture(90_000, 90_000, data=b"x")}),
        "pdf_no_text",
    ),
    "too much drawn": (pages_pdf(b"0 0 1 1 re f\n" * 60_000), "pdf_page_too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_its_own_message_and_the_worker_lives(name):
    data, code = HOSTILE[name]
    try:
        found = [fault.code for fault in read_contained(SourceFile("march.pdf", data)).errors]
    except (LimitError, UnreadableFile) as error:
        found = [error.code]
    assert found == [code]


def test_what_goes_on_without_end_is_stopped_by_the_limits():
    loop = stream(
        b"/Fm Do " * 9,
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Fm 6 0 R>>>>",
    )
    forms = [
        stream(
            b"/Fm Do " * 10,
            f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Fm {7 + i} 0 R>>>>",
        )
        for i in range(12)
    ]
    data = page(b"/XObject<</Fm 6 0 R>>", *forms, loop).replace(stream(rows(4)), stream(b"/Fm Do"))
    with pytest.raises(LimitError):
        read_contained(SourceFile("march.pdf", data), memory_bytes=200 << 20, cpu_s=2)


@pytest.mark.parametrize(
    "more",
    [b"/X " + b"[" * 100_000 + b"]" * 100_000, b"/X " + b"<</A" * 50_000 + b" 1" + b">>" * 50_000],
    ids=["arrays", "dictionaries"],
)
def test_deep_nesting_is_read_past(more):
    read = read_contained(SourceFile("march.pdf", page(more)))
    assert read.format == "pdf"
    assert not any(fault.code.startswith("pdf_page") for fault in read.faults)


def test_the_password_goes_to_the_child_and_a_wrong_one_comes_back_as_such():
    data = locked_pdf("Opening balance 10.00", user=PASSWORD)
    with pytest.raises(PasswordNeeded) as needed:
        read_contained(SourceFile("march.pdf", data))
    assert needed.value.code == "pdf_password_needed"
    with pytest.raises(PasswordNeeded) as wrong:
        read_contained(SourceFile("march.pdf", data, password="guessed-9"))
    assert wrong.value.code == "pdf_password_wrong"
    read = read_contained(SourceFile("march.pdf", data, password=PASSWORD))
    assert [fault.code for fault in read.faults] == ["pdf_no_table"]


def test_no_command_line_and_no_environment_of_the_child_has_the_password(monkeypatch):
    begun = []
    real = containment.subprocess.Popen

    def watched(command, **how):
        begun.append(repr(command) + repr(how.get("env")))
        return real(command, **how)

    monkeypatch.setattr(containment.subprocess, "Popen", watched)
    with pytest.raises(PasswordNeeded):
        read_contained(SourceFile("m.pdf", locked_pdf("x", user=PASSWORD), password="guessed-9"))
    assert begun
    assert not any("guessed-9" in words for words in begun)


def test_a_scan_is_recognised_in_a_second_child_with_room_for_it():
    data = scan_of(pages_pdf(drawn("Closing 12.50", x=20, y=40), box="0 0 160 80"))
    read = read_contained(SourceFile("march.pdf", data))
    assert [fault.code for fault in read.errors] == ["pdf_no_table"]


def test_a_picture_beside_statements_that_prove_only_informs():
    picture_fault = Fault("pdf_scanned", "Page 2 is a picture.", "hint", column="page 2")
    missing = Fault("pdf_page_unreadable", "Page 3 is missing.", "hint")
    proving = ParsedStatement(
        account_id="",
        currency="USD",
        lines=(ParsedLine(1, dt.date(2025, 3, 2), Decimal(-4), "TEA"),),
        opening=Balance(Decimal(10), dt.date(2025, 3, 1)),
        closing=Balance(Decimal(6), dt.date(2025, 3, 31)),
    )
    broken = replace(proving, closing=Balance(Decimal(5), dt.date(2025, 3, 31)))
    for statements, said in [([proving], "note"), ([proving, broken], "error"), ([], "error")]:
        judged = _judged([picture_fault, missing], statements, ())
        assert [f.severity for f in judged] == [said, "error"]
