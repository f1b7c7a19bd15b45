"""PDF bytes -> pages of words, whether they are text or pictures of text.

Here: opening the document, one page after the other, and which of them need recognition. Not
here: the words of a page (text.py, scanned.py), limits (limits.py), what they say (reading.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ledgerflow.core.errors import InputError, PasswordNeeded, UnreadableFile
from ledgerflow.statements.parsed import Fault, SourceFile
from ledgerflow.statements.pdf import faults
from ledgerflow.statements.pdf.limits import check_count, check_streams, content_fault, size_fault
from ledgerflow.statements.pdf.page import Page
from ledgerflow.statements.pdf.pictures import is_blank, object_count, shows_text_as_picture
from ledgerflow.statements.pdf.scanned import recognition
from ledgerflow.statements.pdf.text import TextLayer, text_layer

UNDECODABLE_MAX = 0.25
"""A page with a larger share of signs without a meaning is read as a picture."""
PICTURES_MAX = 60
"""Pages of one file that are recognised: each takes many seconds."""
UNSURE_MAX = 50

_PASSWORD, _SECURITY = pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY


@dataclass(frozen=True, slots=True)
class Opened:
    """The pages of a file that could be read, in order, and what keeps others from being read."""

    pages: tuple[Page, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Found:
    """What the first look at all pages finds; the lists hold page numbers."""

    pages: dict[int, Page] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)


def pages_of(file: SourceFile) -> list[Page]:
    """The readable pages of a PDF file; `open_pages` also says what is wrong with the others."""
    return list(open_pages(file).pages)


def open_pages(file: SourceFile) -> Opened:
    """Read every page of a PDF file.

    Raises PasswordNeeded for an encrypted file without its password, UnreadableFile where it
    cannot be opened, LimitError for too many pages or too much content, NeedsRecognition where
    pages are pictures and this process leaves them to another.
    """
    check_streams(file.data, file.name)
    with document_of(file) as document:
        count = check_count(len(document), file.name)
        found = _Found()
        for number in range(1, count + 1):
            _look(document, number, found)
        _see_pictures(document, found)
    if found.unreadable:
        found.faults.append(faults.unreadable(found.unreadable))
    pages = tuple(page for _, page in sorted(found.pages.items()))
    has_words = any(page.words for page in pages)
    if found.blank and has_words:
        found.faults.append(faults.blank_picture(found.blank))
    if not found.faults and not has_words:
        found.faults.append(faults.no_text(count, len(found.blank)))
    return Opened(pages, tuple(found.faults))


@contextmanager
def document_of(file: SourceFile) -> Iterator[Any]:
    """The open document (pypdfium2's). Raises PasswordNeeded, which never tells the password."""
    password = f"{file.password}\0".encode() if file.password else None
    handle = pdfium.FPDF_LoadMemDocument64(file.data, len(file.data), password)
    if not handle:
        raise _refusal(file, pdfium.FPDF_GetLastError())
    document = pypdfium2.PdfDocument(handle)
    try:
        yield document
    finally:
        document.close()


def _refusal(file: SourceFile, reason: int) -> InputError:
    """Why a document does not open, by pdfium's number for it."""
    if reason == _PASSWORD:
        return _locked(file)
    if reason == _SECURITY:
        return UnreadableFile(
            f"{file.name}: the PDF is encrypted in a way that no password opens.",
            code="pdf_encryption_unknown",
            hint="Open it in a PDF reader and print it to a new PDF file, or export it as OFX.",
        )
    return UnreadableFile(
        f"{file.name}: the PDF is damaged and cannot be opened.",
        code="pdf_damaged",
        hint=faults.AGAIN,
    )


def _locked(file: SourceFile) -> PasswordNeeded:
    hint = (
        "Give it on the file's page, with `ledgerflow open FILE_ID`, or when importing in a"
        " terminal (or with --password-file FILE). It is used once and never stored."
    )
    if file.password:
        return PasswordNeeded(
            f"{file.name}: the password given does not open this PDF.",
            code="pdf_password_wrong",
            hint=f"Look at capitals and spaces. {hint}",
        )
    return PasswordNeeded(
        f"{file.name}: the PDF is encrypted and needs its password.",
        code="pdf_password_needed",
        hint=hint,
    )


def _look(document: Any, number: int, found: _Found) -> None:
    """Read one page's text, or note why that is not enough."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        found.unreadable.append(number)
        return
    try:
        fault = size_fault(number, *page.get_size())
        layer = TextLayer((), 1, 1) if fault else text_layer(page)
        fault = fault or content_fault(number, layer.characters, object_count(page))
        if fault:
            found.faults.append(fault)
            return
        if layer.undecodable > UNDECODABLE_MAX:
            found.garbled.append(number)
            return
        if shows_text_as_picture(page, layer):
            (found.blank if is_blank(page) else found.pictures).append(number)
    finally:
        page.close()
    found.pages[number] = Page(number, layer.width, layer.height, layer.words)


def _see_pictures(document: Any, found: _Found) -> None:
    """Recognise what is not text, or say that it is missing."""
    wanted = sorted(found.pictures + found.garbled)
    if not wanted:
        return
    wanted, beyond = wanted[:PICTURES_MAX], wanted[PICTURES_MAX:]
    if not recognition.expect(len(wanted)):
        if found.pictures:
            found.faults.append(faults.picture(found.pictures))
        if found.garbled:
            found.faults.append(faults.garbled(found.garbled))
        return
    for number in wanted:
        _recognise(document, number, found)
    if beyond:
        found.faults.append(faults.too_many_pictures(beyond, PICTURES_MAX))


def _recognise(document: Any, number: int, found: _Found) -> None:
    page = document[number - 1]
    try:
        seen = recognition.recognise(page)
    except pypdfium2.PdfiumError:
        found.unreadable.append(number)
        return
    finally:
        page.close()
    text = found.pages.get(number)
    if text is None or len(seen.words) > len(text.words):
        found.pages[number] = Page(number, seen.width, seen.height, seen.words, "ocr")
        told = sum(fault.code == "ocr_unsure" for fault in found.faults)
        for word in seen.unsure[: max(UNSURE_MAX - told, 0)]:
            found.faults.append(faults.unsure(number, word.text, word.top / seen.height))
