"""The child process that glances at a file for a person: a page drawn, the first rows of a table.

Here: locking down, then one glance and its answer. Not here: starting it (containment.py), reading
the whole file (reader_process.py). Input: one line of JSON (name, what, page, width, memory_bytes,
cpu_s), then the file's bytes. Output: {"png"}, {"rows"} or {"error"}.
"""

import base64
import gc
import json
import struct
import sys
import zlib
from typing import Any

from ledgerflow.core.errors import AccessError, LedgerFlowError
from ledgerflow.statements.confinement import lock_down
from ledgerflow.statements.frames import write_answer
from ledgerflow.statements.parsed import SourceFile

HEAD_BYTES_MAX = 1 << 20
PIXELS_MAX = 6_000_000
"""Larger pages are drawn coarser."""
CELL_MAX = 200
COLUMNS_MAX = 60


def main() -> None:
    """Read one request from stdin, answer on stdout."""
    head = json.loads(sys.stdin.buffer.readline(HEAD_BYTES_MAX))
    look = _page_look() if head["what"] == "page" else _table_look()
    lock_down(memory_bytes=int(head["memory_bytes"]), cpu_s=int(head["cpu_s"]))
    gc.disable()
    try:
        answer = look(SourceFile(head["name"], sys.stdin.buffer.read()), head)
    except LedgerFlowError as fault:
        answer = {"error": {"kind": type(fault).__name__, **fault.as_dict()}}
    write_answer(answer, sys.stdout.buffer)
    sys.stdout.flush()


def _page_look() -> Any:
    from ledgerflow.statements.pdf.limits import check_streams
    from ledgerflow.statements.pdf.opening import document_of
    from ledgerflow.statements.pdf.text import text_layer

    def look(file: SourceFile, head: dict[str, Any]) -> dict[str, Any]:
        check_streams(file.data, file.name)
        with document_of(file) as document:
            if not 1 <= head["page"] <= len(document):
                raise AccessError(
                    f"{file.name} has no page {head['page']}.",
                    code="unknown_page",
                    hint="Choose a page that the file has.",
                )
            page = document[head["page"] - 1]
            turns = (text_layer(page).turns - page.get_rotation() // 90) % 4
            return {"png": base64.b64encode(_drawn(page, turns, head["width"])).decode()}

    return look


def _drawn(page: Any, turns: int, width: int) -> bytes:
    """The page as a person reads it, as PNG, at most `width` pixels wide."""
    size = page.get_size()
    wide, high = size if turns % 2 == 0 else reversed(size)
    scale = min(width / max(wide, 1), (PIXELS_MAX / max(wide * high, 1)) ** 0.5)
    bitmap = page.render(scale=scale, rotation=turns * 90, rev_byteorder=True, may_draw_forms=False)
    return png(bitmap.width, bitmap.height, bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels)


def png(width: int, height: int, pixels: bytes, stride: int, channels: int) -> bytes:
    """A PNG of pixels that lie row by row: red, green, blue (3 channels) or grey (1)."""
    rows = b"".join(
        b"\0" + pixels[at * stride : at * stride + width * channels] for at in range(height)
    )
    colour = {1: 0, 3: 2}[channels]
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def _table_look() -> Any:
    from ledgerflow.statements.formats import identify
    from ledgerflow.statements.formats.xlsx import sheets_of
    from ledgerflow.statements.formats.xlsx_cells import sheet_texts
    from ledgerflow.statements.formats.xlsx_package import check_package
    from ledgerflow.statements.tables.dialect import split
    from ledgerflow.statements.tables.encoding import decode
    from ledgerflow.statements.tables.grid import Grid

    def look(file: SourceFile, head: dict[str, Any]) -> dict[str, Any]:
        kind = identify(file.data, file.name).id
        said = {"encoding": "", "delimiter": ""}
        if kind == "csv":
            decoded = decode(file.data, "")
            table = split(decoded.pieces, "")
            rows, said = table.rows, {"encoding": decoded.encoding, "delimiter": table.delimiter}
        elif kind == "xlsx":
            check_package(file.data, file.name)
            texts = (sheet_texts(cells) for _, cells in sheets_of(file))
            found = next((one for one in texts if one.rows), None)
            rows = Grid.of(found.rows, found.numbers) if found else Grid([])
        else:
            return {"rows": []}
        return _table_answer(rows, file.name, said, head["rows"])

    return look


def _table_answer(rows: Any, name: str, said: dict[str, str], count: int) -> dict[str, Any]:
    """The first rows, their lines, and the reading that the file shows by itself."""
    from ledgerflow.statements.tables.infer import columns_guess, infer

    try:
        profile = infer(rows, name=name, delimiter=said["delimiter"]).profile
        why = ""
    except LedgerFlowError as error:
        profile, why = columns_guess(rows), error.message
    shown = rows[:count]
    numbers = [number for number, _ in zip(rows.numbers, shown, strict=False)]
    return {
        "rows": [[cell[:CELL_MAX] for cell in row[:COLUMNS_MAX]] for row in shown],
        "numbers": numbers,
        "profile": {**profile.to_json(), **said},
        "why": why,
    }


if __name__ == "__main__":
    main()
