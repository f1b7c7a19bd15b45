"""CSV and TSV statements: the thin format over the table reader in statements/tables.

Here: recognising delimited text, and bytes -> rows. Not here: the inference (tables/infer.py).
"""

import re
from dataclasses import replace

from ledgerflow.core.errors import InputError, UnreadableFile
from ledgerflow.statements.formats.bai2_records import looks_like_bai2
from ledgerflow.statements.formats.camt_text import looks_like_camt
from ledgerflow.statements.formats.line_limits import refuse_endless_lines
from ledgerflow.statements.formats.mt940_text import looks_like_mt940
from ledgerflow.statements.formats.qif_text import looks_like_qif
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.tables.dialect import split
from ledgerflow.statements.tables.encoding import decode
from ledgerflow.statements.tables.file import read_table
from ledgerflow.statements.tables.remembered import whole_of

_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
_MARKUP = re.compile(
    r"\s*(?:<\?xml|<!doctype|<html|<head|<body|<table|<ofx|<[a-z][\w:]*[ >])", re.IGNORECASE
)
_OTHER_FORMAT = re.compile(
    r"\s*(?:OFXHEADER|!Type:|!Account|!Option|!Clear|\{1:F|:20:|:940:|:25:|01,[^,]*,[^,]*,\d{6},"
    r"|\{\s*\"|\[\s*[{\[\"])",
    re.IGNORECASE,
)
_OFX = re.compile(r"<OFX>|^DATA:OFXSGML", re.IGNORECASE | re.MULTILINE)
_BAI2_LINE = re.compile(r"^\d\d,.*/\s*$", re.MULTILINE)
_MT940 = re.compile(r"^:(?:60F|61|20|25):", re.MULTILINE)
_DAY = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b")
_ENCODINGS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class CsvFormat:
    """Delimited text whose layout is inferred, or read with a remembered profile."""

    id = "csv"
    title = "CSV/TSV"

    def identify(self, head: bytes, name: str) -> bool:
        """True when the first bytes are delimited text and no other known format."""
        if head.startswith(_BINARY) or looks_like_camt(head):
            return False
        text = _head_text(head)
        if text is None or _MARKUP.match(text) or _OTHER_FORMAT.match(text):
            return False
        lines = [line for line in text.splitlines() if line.strip()]
        if _OFX.search(text) or len(_MT940.findall(text)) >= 2:
            return False
        if looks_like_mt940(text) or looks_like_bai2(text) or looks_like_qif(text):
            return False
        if len(_BAI2_LINE.findall(text)) * 2 >= len(lines):
            return False
        return any(max(line.count(d) for line in lines) >= 2 or _pairs(lines, d) for d in ",;\t|")

    def read(self, file: SourceFile) -> ParsedFile:
        """Read the whole file; every fault of it comes back. Raises InputError if nothing can."""
        profile = file.profile or {}
        whole = whole_of(profile) or profile
        try:
            refuse_endless_lines(file.data)
            decoded = decode(file.data, str(whole.get("encoding") or ""))
            table = split(decoded.pieces, str(whole.get("delimiter") or ""))
            if not any(any(row) for row in table.rows):
                raise UnreadableFile(
                    "The file has no rows.", code="empty_file", hint="Download it again."
                )
            parsed = read_table(
                self.id,
                table.rows,
                name=file.name,
                delimiter=table.delimiter,
                encoding=decoded.encoding,
                profile=profile,
            )
        except InputError as error:
            if file.name and file.name not in error.message:
                error.message = f"{file.name}: {error.message}"
            raise
        reading = dict(parsed.reading)
        reading["why"] = {
            "encoding": f"{decoded.encoding}: {decoded.why}",
            "delimiter": table.why,
            **reading.get("why", {}),
        }
        return replace(
            parsed, faults=(*decoded.faults, *table.faults, *parsed.faults), reading=reading
        )


def _pairs(lines: list[str], delimiter: str) -> bool:
    """True for a table of two columns, one of them dates: read, so that what lacks is said."""
    cells = [line.split(delimiter) for line in lines]
    return (
        len(cells) > 1
        and all(len(row) == 2 for row in cells)
        and any(_DAY.search(row[0]) or _DAY.search(row[1]) for row in cells)
    )


def _head_text(head: bytes) -> str | None:
    """The head as text for looking at; None for binary content."""
    for mark, encoding in _ENCODINGS:
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace")
    if head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    nulls = head.count(b"\0")
    if nulls > len(head) // 3:
        return head.replace(b"\0", b"").decode("latin-1")
    control = sum(1 for byte in head if byte < 9 or 13 < byte < 32)
    if nulls == 0 and control > len(head) // 50:
        return None
    return head.decode("latin-1")
