"""The writers: one file each with one `write(report, stream)`, one line in WRITERS.

Here: the list and how one is found. Not here: layouts (the files) or web pages (web's templates).
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from ledgerflow.core.errors import InputError
from ledgerflow.reports.spec import Report
from ledgerflow.reports.writers import csv, html, json, table, xlsx


@dataclass(frozen=True, slots=True)
class Writer:
    """A way to write any report. `suffix` is a file name's ending, without a dot.

    `write` gives text; where it is None, `write_binary` gives bytes.
    """

    id: str
    title: str
    media_type: str
    suffix: str
    write: Callable[[Report, TextIO], None] | None = None
    write_binary: Callable[[Report, BinaryIO], None] | None = None

    def data(self, report: Report) -> bytes:
        """The whole file."""
        if self.write_binary is not None:
            out = io.BytesIO()
            self.write_binary(report, out)
            return out.getvalue()
        return self.text(report).encode()

    def text(self, report: Report) -> str:
        """The whole file as text. InputError where it is none."""
        if self.write is None:
            raise InputError(
                f"{self.title} is no text that a screen could show.",
                code="writer_needs_file",
                hint="Name a file for it with --out.",
            )
        stream = io.StringIO(newline="")
        self.write(report, stream)
        return stream.getvalue()


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

WRITERS: tuple[Writer, ...] = (
    Writer("table", "Table for the terminal", "text/plain; charset=utf-8", "txt", table.write),
    Writer("csv", "CSV for spreadsheets", "text/csv; charset=utf-8", "csv", csv.write),
    Writer("xlsx", "Excel workbook", WORKBOOK, "xlsx", write_binary=xlsx.write),
    Writer("html", "Page that stands alone", "text/html; charset=utf-8", "html", html.write),
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
