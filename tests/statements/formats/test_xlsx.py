"""Spreadsheet statements, written here cell by cell and read through the format's own door."""

import datetime as dt
import io
import random
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest

from ledgerflow.core.errors import InputError, UnreadableFile
from ledgerflow.statements import formats
from ledgerflow.statements.formats import xlsx, xlsx_package
from ledgerflow.statements.formats.xlsx import XlsxFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.proof import prove
from tests.writers.xlsx import packed, workbook

DAYS = [dt.date(2025, 3, day) for day in (13, 14, 17, 18)]
ROWS = [
    ["Account Number: DE00 1234 5678", "", "", ""],
    [],
    ["Date", "Description", "Amount", "Balance"],
    [DAYS[0], "Harbor Coffee", -12.5, 987.5],
    [DAYS[1], "Northwind Ltd", 1250, 2237.5],
    [DAYS[2], "Pier & Sons", -0.1, 2237.4],
    [DAYS[3], "Rent", -500, 1737.4],
]


def ods(rows: list[list[object]]) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    lines = ""
    for row in rows:
        cells = ""
        for value in row:
            if isinstance(value, dt.date):
                kind = f'office:value-type="date" office:date-value="{value}"'
            elif isinstance(value, str):
                kind = 'office:value-type="string"'
            else:
                kind = f'office:value-type="float" office:value="{value}"'
            cells += f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p>"
            cells += "</table:table-cell>"
        lines += f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" '
        f'xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="T">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


def read(data: bytes, **stated: str) -> ParsedFile:
    assert formats.identify(data, "statement").id == "xlsx"
    return XlsxFormat().read(SourceFile("statement.xlsx", data, stated or None))


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        XlsxFormat().read(SourceFile("statement.xlsx", data))
    assert caught.value.hint
    return caught.value.code


@pytest.mark.parametrize("write", [workbook, ods])
def test_a_sheet_with_preamble_is_read_to_the_cent_and_proved(write):
    file = read(write(ROWS))
    (found,) = file.statements
    told = [(x.row, x.date, x.amount, x.balance, x.description) for x in found.lines]
    assert told == [
        (4, DAYS[0], Decimal("-12.5"), Decimal("987.5"), "Harbor Coffee"),
        (5, DAYS[1], Decimal(1250), Decimal("2237.5"), "Northwind Ltd"),
        (6, DAYS[2], Decimal("-0.1"), Decimal("2237.4"), "Pier & Sons"),
        (7, DAYS[3], Decimal(-500), Decimal("1737.4"), "Rent"),
    ]
    assert not file.errors
    assert prove(found, file.faults).verdict == "proved"
    assert file.reading["sheets"] in (["Sheet1"], ["T"])


def test_numbers_and_texts_in_one_column_are_read_alike():
    rows = [ROWS[2], [DAYS[0], "A", "-1.012,50", 0], [DAYS[1], "B", 2.25, 0], [DAYS[2], "C", 3, 0]]
    amounts = [str(x.amount) for x in read(workbook([r[:3] for r in rows])).statements[0].lines]
    assert amounts == ["-1012.50", "2.25", "3.00"]


def test_a_changed_amount_is_not_proved():
    rows = [*ROWS[:4], [DAYS[1], "Northwind Ltd", 1205, 2237.5], *ROWS[5:]]
    file = read(workbook(rows))
    assert prove(file.statements[0], file.faults).verdict == "not_proved"


def test_a_cover_sheet_is_passed_over_and_named():
    file = read(workbook([["Your bank"], ["Thank you"]], ROWS))
    assert len(file.statements[0].lines) == 4
    assert [f.code for f in file.faults] == ["xlsx_sheets_skipped"]
    assert "Sheet1" in file.faults[0].message


def test_every_sheet_with_a_statement_is_read_and_faults_name_their_sheet():
    second = [*ROWS[2:5], [DAYS[2], "Broken", "12..5", 3]]
    file = read(workbook(ROWS, second))
    assert [len(s.lines) for s in file.statements] == [4, 2]
    assert any("Sheet 'Sheet2'" in f.message for f in file.errors)


def test_hidden_sheets_are_not_read():
    assert [len(s.lines) for s in read(workbook(ROWS, ROWS, hidden=1)).statements] == [4]


def test_headers_alone_are_a_statement_without_lines():
    (found,) = read(workbook([ROWS[2]])).statements
    assert found.lines == ()


def test_a_sheet_without_dates_and_a_workbook_without_content_are_refused():
    assert refused(workbook([["Name", "Amount"], ["A", 1.5], ["B", 2.5]])).startswith("csv_no_")
    assert refused(workbook([[]])) == "empty_file"


def test_zip_bombs_are_refused_before_they_are_opened(monkeypatch):
    bomb = workbook(ROWS, extra={"xl/media/a.bin": b"\0" * 20_000_000})
    assert refused(bomb) == "xlsx_unsafe"
    monkeypatch.setattr(xlsx_package, "UNPACKED_MAX", 100)
    assert refused(workbook(ROWS)) == "xlsx_unsafe"


def test_too_many_members_and_nested_archives_are_refused():
    assert refused(workbook(ROWS, extra={f"xl/{n}.xml": "" for n in range(2_001)})) == "xlsx_unsafe"
    assert refused(workbook(ROWS, extra={"xl/embeddings/a.xlsx": b"x"})) == "xlsx_unsafe"


def test_a_sheet_of_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "CELLS_MAX", 10)
    assert refused(workbook(ROWS)) == "xlsx_too_large"


def test_a_lone_cell_in_the_last_corner_is_refused_and_a_format_there_is_not():
    parts = unpacked(workbook(ROWS))
    place = "xl/worksheets/sheet1.xml"
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    far = {**parts, place: parts[place].replace("</sheetData>", corner)}
    assert refused(packed(far)) == "xlsx_too_large"
    only_format = corner.replace("><v>1</v></c>", ' s="1"/>')
    near = {**parts, place: parts[place].replace("</sheetData>", only_format)}
    assert len(read(packed(near)).statements[0].lines) == 4


def test_damaged_containers_are_refused():
    whole = workbook(ROWS)
    assert refused(whole[: len(whole) // 2]) == "xlsx_damaged"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000) == "xlsx_damaged"


def test_other_zips_and_texts_are_not_claimed():
    for data in (packed({"word/document.xml": "x"}), packed({"a.xml": "x"}), b"a,b\n1,2\n"):
        assert not XlsxFormat().identify(data, "x.xlsx")


def mutated(whole: bytes, random_: random.Random) -> bytes:
    data = bytearray(whole)
    at = random_.randrange(len(data))
    if random_.random() < 0.7:
        data[at] = random_.randrange(256)
    else:
        del data[at : at + random_.randrange(1, 40)]
    return bytes(data)


def unpacked(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


@pytest.mark.parametrize("seed", range(2))
def test_damaged_bytes_never_crash_and_never_prove_another_sum(seed):
    random_ = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    whole = workbook(ROWS)
    for turn in range(200):
        data = mutated(whole, random_)
        if turn % 2:
            parts = {name: text.encode() for name, text in unpacked(whole).items()}
            name = random_.choice(sorted(parts))
            data = packed({**parts, name: mutated(parts[name], random_)})
        try:
            file = XlsxFormat().read(SourceFile("x", data))
        except InputError:
            continue
        for found in file.statements:
            is_same = found.sum == Decimal("737.4")
            assert prove(found, file.faults).verdict != "proved" or is_same


def test_a_declaration_inside_of_a_sheet_is_refused():
    parts = dict(unpacked(workbook(ROWS)))
    parts["xl/worksheets/sheet1.xml"] = "<!DOCTYPE x>" + parts["xl/worksheets/sheet1.xml"]
    assert refused(packed(parts)) == "xlsx_unsafe"
