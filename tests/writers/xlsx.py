"""XLSX: the least container that spreadsheet programs write, cell by cell.

Here: dates as numbers with a date style, amounts as binary fractions, texts inline.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from ledgerflow.statements.parsed import ParsedStatement

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    "</styleSheet>"
)
EPOCH = dt.date(1899, 12, 30)


def xlsx_file(one: ParsedStatement, *, as_texts: bool = False) -> bytes:
    """One account's export with a running balance; `as_texts` writes dates as ISO texts."""
    assert one.opening is not None
    rows: list[list[object]] = [["Date", "Description", "Amount", "Balance"]]
    balance = one.opening.amount
    for line in one.lines:
        balance += line.amount
        day = line.date.isoformat() if as_texts else line.date
        rows.append([day, line.description, float(line.amount), float(balance)])
    return workbook(rows)


def workbook(
    *sheets: Sequence[Sequence[object]], hidden: int = -1, extra: Mapping[str, str] | None = None
) -> bytes:
    """A workbook of these sheets' values: dates, numbers and texts.

    `hidden` is the index of a sheet that is not shown, `extra` are more members of the container.
    """
    listed, related, parts = "", "", {}
    for number, rows in enumerate(sheets, 1):
        state = ' state="hidden"' if number - 1 == hidden else ""
        listed += f'<sheet name="Sheet{number}" sheetId="{number}" r:id="r{number}"{state}/>'
        target = f"worksheets/sheet{number}.xml"
        kind = f"{OFFICE}/worksheet"
        related += f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>'
        parts[f"xl/{target}"] = _sheet(rows)
    related += f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
    root = f'<Relationship Id="w" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": f"{relations}{root}</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"{relations}{related}</Relationships>",
            "xl/styles.xml": STYLES,
            **parts,
            **(extra or {}),
        }
    )


def _sheet(rows: Sequence[Sequence[object]]) -> str:
    lines = [
        f'<row r="{n}">{"".join(_cell(v, f"{chr(65 + c)}{n}") for c, v in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    ]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(value: object, place: str) -> str:
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="1"><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these members, the same bytes on every run."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return target.getvalue()
