"""The writers: one file each with one `write(report, stream)`, one line in WRITERS.

Here: the list and how one is found. Not here: layouts (the files) or web pages (web's templates).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from ledgerflow.core.errors import InputError
from ledgerflow.reports.spec import Report
from ledgerflow.reports.writers import csv, json, table


@dataclass(frozen=True, slots=True)
class Writer:
    """A way to write any report as text. `suffix` is a file name's ending, without a dot."""

    id: str
    title: str
    media_type: str
    suffix: str
    write: Callable[[Report, TextIO], None]


WRITERS: tuple[Writer, ...] = (
    Writer("table", "Table for the terminal", "text/plain; charset=utf-8", "txt", table.write),
    Writer("csv", "CSV for spreadsheets", "text/csv; charset=utf-8", "csv", csv.write),
    Writer("json", "JSON with every entry number", "application/json", "json", json.write),
)


def writer_get(writer_id: str) -> Writer:
    """The writer with this id; InputError naming the known ones otherwise."""
    for writer in WRITERS:
        if writer.id == writer_id:
            return writer
    raise InputError(
        f'Reports cannot be written as "{writer_id}".',
        code="unknown_writer",
        hint="Choose one of: " + ", ".join(w.id for w in WRITERS) + ".",
    )
