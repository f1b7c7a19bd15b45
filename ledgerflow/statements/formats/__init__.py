"""The statement formats: one file each, one line in FORMATS.

Here: the contract, the list and how a file finds its reader. Not here: reading itself.
Detection is by content; a name is only a hint. Two formats that claim one file is an error.
"""

from typing import Protocol

from ledgerflow.core.errors import AmbiguousFormat, FileTooLarge, UnknownFormat
from ledgerflow.statements.formats.bai2 import Bai2Format
from ledgerflow.statements.formats.camt import CamtFormat
from ledgerflow.statements.formats.csv import CsvFormat
from ledgerflow.statements.formats.long_texts import with_long_texts_cut
from ledgerflow.statements.formats.mt940 import Mt940Format
from ledgerflow.statements.formats.ofx import OfxFormat
from ledgerflow.statements.formats.pdf import PdfFormat
from ledgerflow.statements.formats.qif import QifFormat
from ledgerflow.statements.formats.unknown import refusal
from ledgerflow.statements.formats.xlsx import XlsxFormat
from ledgerflow.statements.formats.zipped import ZipFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile

HEAD_BYTES = 16_384
FORMAT_BYTES_MAX = 25 * 1024 * 1024
"""The most that a file of most formats has."""
FILE_BYTES_MAX = 128 * 1024 * 1024
"""The most that a file of any format has: a million lines of delimited text are read."""
LARGER_FORMATS = {"csv": FILE_BYTES_MAX}
"""Formats that take more than FORMAT_BYTES_MAX: they are read in little memory."""

_NOTHING = b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"
"""Bytes of which nothing can be read: white space, NUL, byte order marks."""


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
    PdfFormat(),
    ZipFormat(lambda file: read(file), FILE_BYTES_MAX),  # noqa: PLW0108 - defined below
)


def identify(data: bytes, name: str) -> StatementFormat:
    """Find the one format of a file by its content.

    Raises UnknownFormat, AmbiguousFormat or FileTooLarge.
    """
    _check_size(data, name, FILE_BYTES_MAX)
    head = data[:HEAD_BYTES]
    if not head.strip(_NOTHING) and not data.strip(_NOTHING):
        raise UnknownFormat(
            f"{name}: the file is empty.",
            code="empty_file",
            hint="Download the statement again; nothing was imported.",
        )
    claims = [f for f in FORMATS if f.identify(head, name)]
    if len(claims) > 1:
        names = " and ".join(f.id for f in claims)
        raise AmbiguousFormat(
            f"{name}: {names} both claim this file.",
            hint="This is a fault of LedgerFlow's readers: report it with the first lines.",
        )
    if not claims:
        raise refusal(name, head, [f.title for f in FORMATS])
    _check_size(data, name, LARGER_FORMATS.get(claims[0].id, FORMAT_BYTES_MAX))
    return claims[0]


def _check_size(data: bytes, name: str, bytes_max: int) -> None:
    if len(data) > bytes_max:
        raise FileTooLarge(
            f"{name}: the file has {len(data):,} bytes; at most {bytes_max:,} are read.",
            hint="Export a shorter period from the bank and import the parts.",
        )


def read(file: SourceFile) -> ParsedFile:
    """Identify and read one file; texts of a length that no bank prints come cut, with a fault."""
    return with_long_texts_cut(identify(file.data, file.name).read(file))
