"""Letters that recognition took for digits, inside of columns of figures.

Here: reading a recognised page a second time with O for 0, l and I for 1, S for 5 and B for 8.
Not here: recognition (scanned.py). A digit is never changed, and a letter only where the second
reading is proved by the printed figures and the first is not; each is told as a note.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ledgerflow.statements.parsed import Fault
from ledgerflow.statements.pdf.page import Page, Word
from ledgerflow.statements.pdf.reading import PdfReading, read_pages
from ledgerflow.statements.proof import prove

_FIGURE = re.compile(r"^[(+\-\u2212]?[\d.,']*\d[.,]\d{2}[)+\-\u2212]?$")
_LIKE_DIGITS = str.maketrans("OolISB", "001158")
_COLUMN_MIN = 3
"""So many figures end at one place where they make a column."""


def read_recognised(pages: Sequence[Page]) -> PdfReading:
    """Read all pages of a file; letters among the digits of recognised ones are tried as digits."""
    first = read_pages(pages)
    if not any(page.source == "ocr" for page in pages) or _is_proved(first):
        return first
    changed: list[tuple[int, Word, str]] = []
    ends = _ends(pages)
    again = [_with_digits(p, ends, changed) if p.source == "ocr" else p for p in pages]
    if not changed:
        return first
    second = read_pages(again)
    if not _is_proved(second) or len(second.statements) < len(first.statements):
        return first
    notes = tuple(_note(*found) for found in changed)
    return replace(second, faults=(*second.faults, *notes))


def _is_proved(read: PdfReading) -> bool:
    return bool(read.statements) and all(
        prove(s, read.faults).verdict == "proved" for s in read.statements
    )


def _ends(pages: Sequence[Page]) -> set[int]:
    """Where columns of figures end, in whole points."""
    words = [w for p in pages for w in p.words]
    counts = Counter(round(w.right) for w in words if _FIGURE.match(w.text.translate(_LIKE_DIGITS)))
    near = {end: sum(counts[end + i] for i in (-2, -1, 0, 1, 2)) for end in counts}
    return {end + i for end, n in near.items() if n >= _COLUMN_MIN for i in (-2, -1, 0, 1, 2)}


def _with_digits(page: Page, ends: set[int], changed: list[tuple[int, Word, str]]) -> Page:
    words: list[Word] = []
    for word in page.words:
        text = word.text.translate(_LIKE_DIGITS)
        is_figure = text != word.text and _FIGURE.match(text) and round(word.right) in ends
        if is_figure and any(c.isdigit() for c in word.text):
            changed.append((page.number, word, text))
            words.append(replace(word, text=text))
        else:
            words.append(word)
    return replace(page, words=tuple(words))


def _note(page: int, word: Word, text: str) -> Fault:
    return Fault(
        "ocr_letter_as_digit",
        f"Page {page}: {word.text!r} was recognised in a column of figures and is read as {text}.",
        "The printed figures agree with it; compare it with the page all the same.",
        column=f"page {page}",
        excerpt=word.text,
        severity="note",
    )
