"""PDF files are opened page by page; what cannot be read is told, never passed over."""

import pytest

from ledgerflow.core.errors import LimitError, PasswordNeeded, UnreadableFile
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.pdf import opening
from ledgerflow.statements.pdf.opening import Opened, open_pages, pages_of
from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.pdf.scanned import Recognised
from tests.pdf_files import (
    drawn,
    locked_pdf,
    pages_pdf,
    pdf_of,
    picture,
    picture_page,
    rows,
    stream,
)

PASSWORD = "harbor-4417"


class Recogniser:
    """Stands for the models: reads one word from every picture, or is not installed."""

    def __init__(self, words: tuple[Word, ...] = (), *, is_there: bool = True) -> None:
        self.words, self.is_there, self.asked = words, is_there, []

    def expect(self, pages: int) -> bool:
        self.asked.append(pages)
        return self.is_there

    def recognise(self, page: object) -> Recognised:
        return Recognised(self.words, 612, 792, self.words[:1])


@pytest.fixture
def recogniser(monkeypatch):
    def use(*words: Word, is_there: bool = True) -> Recogniser:
        stand_in = Recogniser(words, is_there=is_there)
        monkeypatch.setattr(opening, "recognition", stand_in)
        return stand_in

    return use


def opened(data: bytes, password: str = "") -> Opened:
    return open_pages(SourceFile("march.pdf", data, password=password))


def codes(found: Opened) -> list[str]:
    return [fault.code for fault in found.faults]


def scan(*, beside: bytes = b"", **place: int) -> bytes:
    return pages_pdf(picture_page(**place) + beside, objects={"Im": picture()})


def test_pages_come_in_order_with_numbers_from_one():
    pages = pages_of(SourceFile("march.pdf", pages_pdf(rows(3), drawn("second"), b"")))
    assert [page.number for page in pages] == [1, 2, 3]
    assert [len(page.words) for page in pages] == [3 * 8, 1, 0]
    assert {page.source for page in pages} == {"text"}


def test_an_encrypted_file_asks_for_its_password():
    data = locked_pdf("Opening balance 10.00", user=PASSWORD)
    with pytest.raises(PasswordNeeded) as needed:
        opened(data)
    assert needed.value.code == "pdf_password_needed"
    assert "march.pdf" in needed.value.message
    assert "open" in needed.value.hint


def test_a_wrong_password_is_told_and_not_repeated():
    data = locked_pdf("Opening balance 10.00", user=PASSWORD)
    with pytest.raises(PasswordNeeded) as wrong:
        opened(data, "guessed-9")
    assert wrong.value.code == "pdf_password_wrong"
    assert "guessed-9" not in repr(wrong.value.as_dict())


@pytest.mark.parametrize("password", [PASSWORD, "owner-secret"])
def test_the_right_password_opens_the_file(password):
    found = opened(locked_pdf("Opening balance 10.00", user=PASSWORD), password)
    assert [w.text for w in found.pages[0].words] == ["Opening", "balance", "10.00"]


def test_a_file_that_only_forbids_changes_is_simply_read():
    found = opened(locked_pdf("Opening balance 10.00", user=""))
    assert [w.text for w in found.pages[0].words] == ["Opening", "balance", "10.00"]


def test_a_password_for_an_open_file_is_not_needed_and_does_no_harm():
    assert opened(pages_pdf(rows(1)), "any").pages[0].words


@pytest.mark.parametrize(
    "data",
    [
        pages_pdf(rows(9))[:900],
        b"%PDF-1.4\n" + bytes(range(256)) * 50,
        pages_pdf(rows(9))[: pages_pdf(rows(9)).index(b"xref")],
    ],
    ids=["cut", "junk", "cut at its index"],
)
def test_a_damaged_file_is_refused_as_damaged(data):
    with pytest.raises(UnreadableFile) as damaged:
        opened(data)
    assert damaged.value.code == "pdf_damaged"


def test_a_wrong_index_of_a_whole_file_is_mended():
    data = pages_pdf(rows(2))
    at = data.rindex(b"startxref\n") + len(b"startxref\n")
    assert opened(data[:at] + b"7\n%%EOF\n").pages[0].words


def tree(kids: bytes, *more: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>"
    pages = b"<</Type/Pages" + kids + b">>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream(b""), *more])


def test_a_file_without_a_page_is_refused():
    with pytest.raises(UnreadableFile) as none:
        opened(tree(b"/Kids[]/Count 0"))
    assert none.value.code == "pdf_no_pages"


def test_too_many_pages_are_refused_before_any_is_loaded(monkeypatch):
    monkeypatch.setattr(opening, "text_layer", lambda page: pytest.fail("a page was loaded"))
    with pytest.raises(LimitError) as many:
        opened(tree(b"/Kids[" + b"3 0 R " * 10_000 + b"]/Count 10000"))
    assert (many.value.code, "10,000" in many.value.message) == ("pdf_too_many_pages", True)


def test_a_tree_of_pages_that_loops_ends_with_its_pages_named_as_missing():
    found = opened(tree(b"/Kids[2 0 R]/Count 5"))
    assert (codes(found), found.pages) == (["pdf_page_unreadable"], ())
    assert "1-5" in found.faults[0].message


def test_pages_that_are_announced_and_missing_are_named():
    data = pages_pdf(rows(2)).replace(b"/Count 1>>", b"/Count 3>>")
    found = opened(data)
    assert len(found.pages) == 1
    assert "2-3" in found.faults[0].message


def test_a_gigantic_page_is_a_fault_of_that_page():
    found = opened(pages_pdf(rows(2), box="0 0 9999999 9999999"))
    assert (codes(found), found.pages) == (["pdf_page_too_large"], ())


def test_a_page_with_a_million_characters_is_a_fault():
    content = b"".join(drawn("x" * 100, y=1 + i % 790, x=i // 790, size=1) for i in range(790 * 2))
    found = opened(pages_pdf(rows(2), content))
    assert codes(found) == ["pdf_page_too_large"]
    assert [page.number for page in found.pages] == [1]


def test_a_blank_document_holds_no_text():
    assert codes(opened(pages_pdf(b"", b"0 0 10 10 re f"))) == ["pdf_no_text"]


def test_a_scan_without_recognition_says_how_to_get_it(recogniser):
    recogniser(is_there=False)
    found = opened(scan())
    (fault,) = found.faults
    assert (fault.code, fault.severity) == ("pdf_scanned", "error")
    assert "requirements/ocr.txt" in fault.hint


def test_a_scan_is_recognised_where_that_is_installed(recogniser):
    word = Word("12.50", 400, 100, 430, 110)
    stand_in = recogniser(word)
    found = opened(scan())
    assert (found.pages[0].source, found.pages[0].words) == ("ocr", (word,))
    assert stand_in.asked == [1]
    assert [(f.code, f.severity, f.excerpt) for f in found.faults] == [
        ("ocr_unsure", "note", "12.50")
    ]


def test_only_the_picture_among_text_pages_is_recognised(recogniser):
    stand_in = recogniser(Word("scan", 1, 1, 9, 9))
    data = pages_pdf(rows(20), picture_page(), rows(20), objects={"Im": picture()})
    assert [page.source for page in opened(data).pages] == ["text", "ocr", "text"]
    assert stand_in.asked == [1]


def test_a_picture_among_text_pages_is_never_passed_over(recogniser):
    recogniser(is_there=False)
    data = pages_pdf(rows(20), picture_page(), objects={"Im": picture()})
    (fault,) = opened(data).faults
    assert (fault.code, fault.column) == ("pdf_scanned", "page 2")


def test_a_damaged_picture_among_text_pages_is_told():
    broken = picture(data=b"\x00\x00\x00\x0cjP  junk" + b"\xff" * 500, kind="/JPXDecode")
    found = opened(pages_pdf(rows(20), picture_page(), objects={"Im": broken}))
    assert codes(found) == ["pdf_picture_blank"]


def test_text_wins_over_its_background_picture(recogniser):
    stand_in = recogniser()
    found = opened(scan(beside=rows(20)))
    assert (found.pages[0].source, found.faults, stand_in.asked) == ("text", (), [])


def test_letters_without_a_meaning_are_recognised_or_told(recogniser):
    recogniser(is_there=False)
    garbled = drawn("\x10\x11\x12\x13\x14\x15") * 3
    assert codes(opened(pages_pdf(rows(2), garbled))) == ["pdf_text_garbled"]
    recogniser(Word("1", 1, 1, 2, 2))
    assert [page.source for page in opened(pages_pdf(rows(2), garbled)).pages] == ["text", "ocr"]


def test_pictures_beyond_what_is_recognised_are_told(recogniser, monkeypatch):
    monkeypatch.setattr(opening, "PICTURES_MAX", 1)
    recogniser(Word("1.00", 1, 1, 2, 2))
    data = pages_pdf(picture_page(), picture_page(), objects={"Im": picture()})
    assert codes(opened(data)) == ["ocr_unsure", "pdf_scanned"]
