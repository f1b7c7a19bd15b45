"""pypdfium2 alone on PDF: the characters of each page with their boxes. Rows are pages here."""

from collections.abc import Iterable

import pypdfium2
from timed import timed


def amounts_of(path: str) -> Iterable[object]:
    counts = []
    for page in pypdfium2.PdfDocument(path):
        text = page.get_textpage()
        counts.append(sum(1 for at in range(text.count_chars()) if text.get_charbox(at)))
    return counts


timed(amounts_of)
