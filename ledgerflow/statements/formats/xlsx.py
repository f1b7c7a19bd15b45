"""Spreadsheet statements (XLSX, XLSB, XLS, ODS) through the table reader in statements/tables.

Here: which sheets hold a statement, and bytes -> rows of texts. Not here: the container's
limits (xlsx_package.py), cells (xlsx_cells.py), the inference (tables/infer.py).
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import python_calamine as calamine

from ledgerflow.core.errors import InputError, UnreadableFile
from ledgerflow.statements.formats.xlsx_cells import Cell, SheetTexts, sheet_texts
from ledgerflow.statements.formats.xlsx_package import (
    CELLS_MAX,
    check_package,
    encrypted,
    kind_of,
    looks_like_spreadsheet,
    too_large,
)
from ledgerflow.statements.parsed import Fault, ParsedFile, SourceFile
from ledgerflow.statements.tables.file import read_table
from ledgerflow.statements.tables.grid import Grid

_SHEETS_MAX = 100


class XlsxFormat:
    """Spreadsheets whose layout is inferred, or read with a remembered profile."""

    id = "xlsx"
    title = "XLSX/XLS/ODS"

    def identify(self, head: bytes, name: str) -> bool:
        """True when the first bytes are a spreadsheet's container."""
        return looks_like_spreadsheet(head)

    def read(self, file: SourceFile) -> ParsedFile:
        """Read every visible sheet that holds a statement; every fault of them comes back.

        Raises UnreadableFile for unsafe, damaged and protected files, InputError where no sheet
        holds a statement.
        """
        check_package(file.data, file.name)
        read: list[tuple[str, ParsedFile]] = []
        passed: list[str] = []
        refusal: InputError | None = None
        for title, cells in sheets_of(file):
            try:
                parsed = _read_sheet(self.id, file, cells)
            except InputError as error:
                refusal = refusal or error
                passed.append(title)
                continue
            if parsed is not None:
                read.append((title, parsed))
        if not read:
            raise _named(refusal, file.name) if refusal else _empty(file.name)
        return _joined(self.id, _with_statements(read, passed), passed, kind_of(file.data))


def _read_sheet(
    format_id: str, file: SourceFile, cells: Sequence[Sequence[Cell]]
) -> ParsedFile | None:
    """One sheet as a table; None for a sheet without any content."""
    profile = file.profile or {}
    texts: SheetTexts = sheet_texts(cells, str(profile.get("decimal") or ""))
    if not texts.rows:
        return None
    grid = Grid.of(texts.rows, texts.numbers)
    parsed = read_table(format_id, grid, name=file.name, profile=profile)
    return replace(parsed, faults=(*texts.faults, *parsed.faults))


def sheets_of(file: SourceFile) -> Iterator[tuple[str, list[list[Cell]]]]:
    """(title, rows) of the visible worksheets, from the first row and column on."""
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.data)) as book:
            for meta in book.sheets_metadata[:_SHEETS_MAX]:
                is_shown = meta.visible == calamine.SheetVisibleEnum.Visible
                if not is_shown or meta.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                if (sheet.total_height + 1) * (sheet.total_width + 1) > CELLS_MAX:
                    raise too_large(file.name, meta.name)
                yield meta.name, sheet.to_python(skip_empty_area=False)
    except calamine.PasswordError as fault:
        raise encrypted(file.name) from fault
    except (calamine.CalamineError, OSError) as fault:
        raise UnreadableFile(
            f"{file.name}: the spreadsheet cannot be opened ({fault}).",
            code="xlsx_damaged",
            hint="The file is damaged or no spreadsheet: download it again from the bank.",
        ) from fault


def _with_statements(
    read: list[tuple[str, ParsedFile]], passed: list[str]
) -> list[tuple[str, ParsedFile]]:
    """Sheets with lines, where there are any; the others are passed over and named."""
    full = [(t, p) for t, p in read if any(s.lines or s.pending for s in p.statements) or p.errors]
    if not full:
        return read[:1]
    passed += [title for title, parsed in read if (title, parsed) not in full]
    return full


def _joined(
    format_id: str, read: list[tuple[str, ParsedFile]], passed: list[str], kind: str
) -> ParsedFile:
    """The statements of all sheets; with several sheets each fault names its own."""
    alone = len(read) == 1
    faults = [f if alone else _on_sheet(f, title) for title, p in read for f in p.faults]
    if passed:
        faults.append(
            Fault(
                "xlsx_sheets_skipped",
                f"Sheets that hold no statement were passed over: {', '.join(passed)[:200]}.",
                "Look whether one of them holds transactions.",
                severity="note",
            )
        )
    reading: dict[str, Any] = {
        **read[0][1].reading,
        "file": kind,
        "sheets": [title for title, _ in read],
    }
    statements = tuple(s for _, parsed in read for s in parsed.statements)
    return ParsedFile(format_id, statements, tuple(faults), reading)


def _on_sheet(fault: Fault, title: str) -> Fault:
    return replace(fault, message=f"Sheet {title!r}: {fault.message}")


def _named(error: InputError, name: str) -> InputError:
    if name and name not in error.message:
        error.message = f"{name}: {error.message}"
    return error


def _empty(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: no visible sheet has any content.",
        code="empty_file",
        hint="Download the statement again; nothing was imported.",
    )
