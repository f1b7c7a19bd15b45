"""Pages drawn as text: what a test shows is what the reader sees.

Here: lines of text -> Page, each letter five points wide, each line twelve points high. Not here:
PDF files (tests/pdf_zoo).
"""

import re

from ledgerflow.statements.pdf.figures import style_of
from ledgerflow.statements.pdf.page import Page, Source, Word
from ledgerflow.statements.pdf.rows import rows_of
from ledgerflow.statements.pdf.scanning import Scan, scan

LETTER, STEP, HEIGHT, MARGIN = 5.0, 12.0, 9.0, 40.0


def page(text: str, number: int = 1, *, width: float = 595.0, source: Source = "text") -> Page:
    """A page whose words stand where they stand in the text; empty lines are gaps."""
    words: list[Word] = []
    for row, line in enumerate(text.strip("\n").splitlines()):
        top = MARGIN + row * STEP
        for found in re.finditer(r"\S+", line):
            left = MARGIN + found.start() * LETTER
            right = MARGIN + found.end() * LETTER
            words.append(Word(found[0], left, top, right, top + HEIGHT))
    return Page(number, width, 842.0, tuple(words), source)


def pages(*texts: str, width: float = 595.0) -> list[Page]:
    """Several pages, numbered from one."""
    return [page(text, number, width=width) for number, text in enumerate(texts, 1)]


def scanned(*texts: str) -> list[Scan]:
    """The rows of drawn pages with their days and figures."""
    rows = [row for drawn in pages(*texts) for row in rows_of(drawn)]
    style = style_of(word.text for row in rows for word in row.words)
    return [scan(row, style) for row in rows]


def words(text: str) -> tuple[Word, ...]:
    """The words of one line."""
    return tuple(page(text).words)
