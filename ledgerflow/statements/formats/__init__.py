"""The statement formats: one file each, one line in FORMATS.

Here: the contract, the list and how a file finds its reader. Not here: reading itself.
Detection is by content; a name is only a hint. Two formats that claim one file is an error.
"""

from typing import Protocol

from ledgerflow.core.errors import AmbiguousFormat, FileTooLarge, UnknownFormat
from ledgerflow.statements.formats.bai2 import Bai2Format
from ledgerflow.statements.formats.camt import CamtFormat
from ledgerflow.statements.formats.csv import CsvFormat
from ledgerflow.statements.formats.mt940 import Mt940Format
from ledgerflow.statements.formats.ofx import OfxFormat
from ledgerflow.statements.formats.qif import QifFormat
from ledgerflow.statements.formats.xlsx import XlsxFormat
from ledgerflow.statements.formats.zipped import ZipFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile

HEAD_BYTES = 16_384
FILE_BYTES_MAX = 25 * 1024 * 1024


class StatementFormat(Protocol):
    """What a format must offer. Pure: bytes in, records and faults out."""

    id: str
    title: str

    def identify(self, head: bytes, name: str) -> bool:
        """True when these first bytes are this format's."""
        ...

    def read(self, file: SourceFile) -> ParsedFile:
        """Read all of it; collect every fault. Raises InputError only if nothing is readable."""
        ...


FORMATS: tuple[StatementFormat, ...] = (
    OfxFormat(),
    CsvFormat(),
    Mt940Format(),
    Bai2Format(),
    CamtFormat(),
    QifFormat(),
    XlsxFormat(),
    ZipFormat(lambda file: read(file), FILE_BYTES_MAX),  # noqa: PLW0108 - defined below
)


def identify(data: bytes, name: str) -> StatementFormat:
    """Find the one format of a file by its content.

    Raises UnknownFormat, AmbiguousFormat or FileTooLarge.
    """
    if len(data) > FILE_BYTES_MAX:
        raise FileTooLarge(
            f"{name}: the file has {len(data):,} bytes; at most {FILE_BYTES_MAX:,} are read.",
            hint="Export a shorter period from the bank and import the parts.",
        )
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnknownFormat(
            f"{name}: the file is empty.",
            code="empty_file",
            hint="Download the statement again; nothing was imported.",
        )
    head = data[:HEAD_BYTES]
    claims = [f for f in FORMATS if f.identify(head, name)]
    if len(claims) > 1:
        names = " and ".join(f.id for f in claims)
        raise AmbiguousFormat(
            f"{name}: {names} both claim this file.",
            hint="This is a fault of LedgerFlow's readers: report it with the first lines.",
        )
    if not claims:
        known = ", ".join(f.title for f in FORMATS)
        raise UnknownFormat(
            f"{name}: no reader recognises this file (read so far: {known}).",
            hint="Export the statement as OFX, CAMT, MT940, BAI2, QIF, XLSX or CSV at the bank.",
        )
    return claims[0]


def read(file: SourceFile) -> ParsedFile:
    """Identify and read one file."""
    return identify(file.data, file.name).read(file)
