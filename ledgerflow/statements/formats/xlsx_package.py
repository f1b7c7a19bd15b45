"""The container of a spreadsheet file: which kind it is and whether it is safe to open.

Here: recognising XLSX, XLSB, ODS and XLS by their bytes; limits on zip members, sizes and nesting,
checked by unpacking before any sheet is parsed. Not here: sheets and cells (xlsx_cells.py).
"""

import io
import re
import zipfile
from dataclasses import dataclass, field

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.xlsx_extent import Extent
from ledgerflow.statements.formats.zip_limits import BROKEN, UNPACKED_MAX, members_of, unpacked

CELLS_MAX = 5_000_000
_SHEET = re.compile(r"/?xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_OTHER_OFFICE = (b"word/", b"ppt/")
_XML = (".xml", ".rels")
_DECLARATION = b"<!DOCTYPE"
_NESTED = (".zip", ".xlsx", ".xlsm", ".xlsb", ".ods", ".xls", ".gz", ".7z", ".rar")


@dataclass(slots=True)
class _Budget:
    """How many unpacked bytes are still allowed for the whole file."""

    name: str
    left: int = field(default_factory=lambda: UNPACKED_MAX)

    def unsafe(self, what: str) -> UnreadableFile:
        return _unsafe(self.name, what)

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _unsafe(self.name, f"unpacks to more than {UNPACKED_MAX:,} bytes")


def looks_like_spreadsheet(head: bytes) -> bool:
    """True for the first bytes of an Office or OpenDocument spreadsheet."""
    if head.startswith(_OLE):
        return True
    if not head.startswith(_ZIP):
        return False
    if _ODS in head[:200]:
        return True
    if b"xl/" in head:
        return True
    return b"[Content_Types].xml" in head and not any(part in head for part in _OTHER_OFFICE)


def kind_of(data: bytes) -> str:
    """ "xls", "ods" or "xlsx" for bytes that look like a spreadsheet."""
    if data.startswith(_OLE):
        return "xls"
    return "ods" if _ODS in data[:200] else "xlsx"


def check_package(data: bytes, name: str) -> None:
    """Unpack every member of a zip within the limits; nothing is kept.

    The sizes that a zip states may lie, so they are counted. Raises UnreadableFile.
    """
    if not data.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_members(package, name)
    except BROKEN as fault:
        raise UnreadableFile(
            f"{name}: the spreadsheet's zip container is damaged ({fault}).",
            code="xlsx_damaged",
            hint="The file is cut off or damaged: download it again from the bank.",
        ) from fault


def _check_members(package: zipfile.ZipFile, name: str) -> None:
    budget = _Budget(name)
    for member in members_of(package, budget.unsafe):
        if member.flag_bits & 1:
            raise encrypted(name)
        if member.filename.lower().endswith(_NESTED):
            raise _unsafe(name, f"holds another archive or workbook ({member.filename[:60]})")
        _unpack(package, member, budget)


def _unpack(package: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> None:
    extent = Extent() if _SHEET.match(member.filename) else None
    for piece in unpacked(package, member, member.filename[:60], budget.unsafe):
        budget.take(len(piece))
        if _DECLARATION in piece and member.filename.lower().endswith(_XML):
            raise budget.unsafe(f"declares a DOCTYPE ({member.filename[:60]})")
        if extent is not None:
            extent.feed(piece)
            if extent.cells > CELLS_MAX:
                raise too_large(budget.name, member.filename)


def encrypted(name: str) -> UnreadableFile:
    """The refusal of a workbook that needs a password."""
    return UnreadableFile(
        f"{name}: the spreadsheet is protected by a password.",
        code="xlsx_password",
        hint="Open it, save it without a password and import that file.",
    )


def too_large(name: str, sheet: str) -> UnreadableFile:
    """The refusal of a sheet that spans more cells than are read."""
    return UnreadableFile(
        f"{name}: sheet {sheet[:60]!r} spans more than {CELLS_MAX:,} cells.",
        code="xlsx_too_large",
        hint="Export a shorter period from the bank and import the parts.",
    )


def _unsafe(name: str, what: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the spreadsheet {what}; no statement does.",
        code="xlsx_unsafe",
        hint="The file is damaged or made to do harm: download it again from the bank.",
    )
