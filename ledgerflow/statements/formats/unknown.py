"""The refusal of a file that no reader recognises, in words that fit what it is.

Here: looking at the first bytes for the usual mistakes. Not here: recognising formats
(each format's `identify`).
"""

import re
from collections.abc import Sequence

from ledgerflow.core.errors import InputError, UnknownFormat, UnreadableFile

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)\b", re.IGNORECASE)
_PAGE_BYTES = 1_000
_NUL = b"\0"


def refusal(name: str, head: bytes, titles: Sequence[str]) -> InputError:
    """What to raise for a file with these first bytes. `titles` name the formats that are read."""
    # UTF-16 keeps the letters of markup apart with NUL bytes
    plain = head.replace(_NUL, b"")
    if _PAGE.search(plain[:_PAGE_BYTES]):
        return UnknownFormat(
            f"{name}: this is a web page, not a statement.",
            code="web_page",
            hint="The bank's site answered with a page, often because you were signed out. Sign "
            "in again and download the statement as a file.",
        )
    if _DECLARATION.search(plain):
        return UnreadableFile(
            f"{name}: the XML declares a DOCTYPE or entities, which no statement does.",
            code="xml_declaration",
            hint="Nothing in it was resolved or read. Download the statement again from the bank.",
        )
    return UnknownFormat(
        f"{name}: no reader recognises this file (read so far: {', '.join(titles)}).",
        hint="Export the statement as OFX, CAMT, MT940, BAI2, QIF, XLSX, CSV or PDF at the bank.",
    )
