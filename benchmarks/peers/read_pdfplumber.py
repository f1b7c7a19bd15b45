"""pdfplumber on PDF: the words of each page with their places. Rows are pages here."""

from collections.abc import Iterable

import pdfplumber
from timed import timed


def amounts_of(path: str) -> Iterable[object]:
    with pdfplumber.open(path) as pdf:
        return [len(page.extract_words()) for page in pdf.pages]


timed(amounts_of)
