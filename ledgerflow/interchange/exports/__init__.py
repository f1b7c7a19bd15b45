"""The formats a business's books are written in: one file each, one line in EXPORTS.

Here: the list and how one is found. Not here: a format (the files), or the database
(interchange/selectors.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from ledgerflow.core.errors import InputError
from ledgerflow.interchange.book import Book
from ledgerflow.interchange.exports import beancount, csv, hledger, xlsx


@dataclass(frozen=True, slots=True)
class Export:
    """A way to write books. `suffix` is a file name's ending, without a dot.

    `write` goes once through the book's entries and keeps none of them. `version` counts the ways
    in which it has written the same book: an archive's own export is compared by its bytes only
    where the versions agree.
    """

    id: str
    title: str
    suffix: str
    media_type: str
    write: Callable[[Book, BinaryIO], None]
    version: int = 1


EXPORTS: tuple[Export, ...] = (
    Export("beancount", "Beancount", "beancount", "text/plain; charset=utf-8", beancount.write),
    Export("hledger", "hledger and ledger", "journal", "text/plain; charset=utf-8", hledger.write),
    Export("csv", "CSV, one row a line", "csv", "text/csv; charset=utf-8", csv.write),
    Export("xlsx", "Excel workbook", "xlsx", xlsx.MEDIA_TYPE, xlsx.write),
)


def export_get(export_id: str) -> Export:
    """The export with this id; InputError naming those there are otherwise."""
    for export in EXPORTS:
        if export.id == export_id:
            return export
    raise InputError(
        f'Books cannot be exported as "{export_id}".',
        code="unknown_export",
        hint="Choose one of: " + ", ".join(e.id for e in EXPORTS) + ".",
    )
