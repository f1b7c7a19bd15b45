"""The faults of pages: what could not be read of a PDF file, and what to do.

Here: codes and words. Not here: when they arise (opening.py), the faults of what pages say.
"""

from collections.abc import Iterable, Sequence

from ledgerflow.statements.parsed import Fault

AGAIN = "Download the statement again from the bank; better still as OFX, CAMT, MT940 or CSV."
BESIDE_THE_PROOF = frozenset({"pdf_scanned", "pdf_text_garbled", "pdf_picture_blank"})
"""What only informs where every statement of the file is proved by its other pages."""
_GET_RECOGNITION = (
    "Install the recognition (`pip install -r requirements/ocr.txt`) and import the file again,"
    " or download the statement as text, OFX or CSV."
)


def unreadable(pages: Sequence[int]) -> Fault:
    """Pages that are announced and cannot be loaded."""
    return _on(pages, "pdf_page_unreadable", "damaged or missing", AGAIN)


def too_large(page: int, why: str) -> Fault:
    """A page beyond what a statement's page can be."""
    hint = "No statement has such a page: download it again, or print it to a new PDF file."
    return _on([page], "pdf_page_too_large", why, hint)


def garbled(pages: Sequence[int]) -> Fault:
    """Pages whose font does not say which letters it draws."""
    what = "drawn with letters whose meaning the file does not tell"
    return _on(pages, "pdf_text_garbled", what, _GET_RECOGNITION)


def picture(pages: Sequence[int]) -> Fault:
    """Pages that are pictures, where nothing recognises them."""
    return _on(pages, "pdf_scanned", "a picture without text (a scan)", _GET_RECOGNITION)


def too_many_pictures(pages: Sequence[int], most: int) -> Fault:
    """More pictures than are recognised in one file."""
    hint = f"At most {most} scanned pages of a file are recognised: split the file."
    return _on(pages, "pdf_scanned", "a picture beyond the number that is recognised", hint)


def blank_picture(pages: Sequence[int]) -> Fault:
    """Pages with a picture on which nothing is seen."""
    return _on(pages, "pdf_picture_blank", "a picture that is blank or damaged", AGAIN)


def no_text(pages: int, pictures: int) -> Fault:
    """A document on which nothing stands, though it may have (blank) pictures."""
    many = "its page is blank" if pages == 1 else f"all {pages} pages are blank"
    why = "; a picture on it may be damaged" if pictures else ""
    return Fault("pdf_no_text", f"The PDF shows no text: {many}{why}.", AGAIN)


def unsure(page: int, text: str, part: float) -> Fault:
    """A figure that was recognised with little certainty; `part` of the page's height down."""
    return Fault(
        "ocr_unsure",
        f"Page {page}: {text!r}, {part:.0%} down the page, was hard to recognise.",
        "Compare it with the page; the statement's own arithmetic shows whether it is right.",
        column=f"page {page}",
        excerpt=text,
        severity="note",
    )


def _on(pages: Sequence[int], code: str, what: str, hint: str) -> Fault:
    named = ranges(pages)
    verb = "Page {} is" if len(pages) == 1 else "Pages {} are each"
    return Fault(code, f"{verb.format(named)} {what}.", hint, column=f"page {named}")


def ranges(pages: Iterable[int]) -> str:
    """Page numbers in words: 1-3, 7."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
