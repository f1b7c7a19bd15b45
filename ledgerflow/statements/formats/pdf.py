"""PDF statements: the bank's own PDF, as text or as a scan.

Here: the format's door. Not here: opening and finding words (pdf/opening.py), understanding them
(pdf/reading.py). Both are imported when a PDF comes: loading pdfium takes a tenth of a second,
which no other format needs.
"""

from collections.abc import Sequence
from dataclasses import replace

from ledgerflow.statements.parsed import Fault, ParsedFile, ParsedStatement, SourceFile
from ledgerflow.statements.pdf.faults import BESIDE_THE_PROOF
from ledgerflow.statements.proof import prove

_HEAD_BYTES = 1024
_MARK = b"%PDF-"


class PdfFormat:
    """PDF files, whichever bank made them."""

    id = "pdf"
    title = "PDF"

    def identify(self, head: bytes, name: str) -> bool:
        """True when a PDF header stands within the first bytes, and no other document's."""
        start = head[:_HEAD_BYTES]
        at = start.find(_MARK)
        return at >= 0 and b"<" not in start[:at]

    def read(self, file: SourceFile) -> ParsedFile:
        """Read all pages; every fault comes back.

        Raises PasswordNeeded, UnreadableFile and LimitError where no page can be looked at.
        """
        from ledgerflow.statements.pdf.misreadings import read_recognised
        from ledgerflow.statements.pdf.opening import open_pages

        opened = open_pages(file)
        if not any(page.words for page in opened.pages):
            return ParsedFile(self.id, (), opened.faults)
        read = read_recognised(opened.pages)
        faults = _judged(opened.faults, read.statements, read.faults)
        return ParsedFile(self.id, read.statements, faults, read.reading)


def may_hold_pdf(data: bytes) -> bool:
    """Whether reading these bytes may need pdfium: a PDF, or a zip that names one."""
    return _MARK in data[:_HEAD_BYTES] or (data[:2] == b"PK" and b".pdf" in data.lower())


def preload() -> None:
    """Load pdfium now: a process that is locked down cannot load it any more."""
    import ledgerflow.statements.pdf.misreadings
    import ledgerflow.statements.pdf.opening  # noqa: F401


def _judged(
    of_pages: Sequence[Fault], statements: Sequence[ParsedStatement], of_text: Sequence[Fault]
) -> tuple[Fault, ...]:
    """A page that is only a picture matters no more where all statements prove without it."""
    proved = bool(statements) and all(
        prove(statement, [f for f in of_text if f.severity == "error"]).verdict == "proved"
        for statement in statements
    )
    beside = BESIDE_THE_PROOF if proved else frozenset[str]()
    return (
        *(replace(f, severity="note") if f.code in beside else f for f in of_pages),
        *of_text,
    )
