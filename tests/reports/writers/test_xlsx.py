"""The workbook of a report: figures are exact numbers, text is never a formula."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

from python_calamine import CalamineWorkbook

from ledgerflow.reports.trial_balance import build_trial_balance
from ledgerflow.reports.writers.xlsx import write


def data_of(report):
    out = io.BytesIO()
    write(report, out)
    return out.getvalue()


def rows_of(report):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data_of(report)))
    return book.get_sheet_by_index(0).to_python()


def test_a_report_is_one_table_with_its_head_and_its_checks(header, balances):
    rows = rows_of(build_trial_balance(header, balances))
    assert [row[0] for row in rows[:3]] == ["Trial balance", "Northgate Shelves", "2025-Q1 · USD"]
    assert rows[4] == ["Code", "Label", "Debit", "Credit"]
    assert ["1010", "Checking", 2341.55, ""] in rows
    assert ["", "Total", 4500, 4500] in rows
    assert any(row[1].startswith("Debits equal credits: holds") for row in rows)


def test_text_that_looks_like_a_formula_stays_text(header, balances):
    nasty = [replace(balances[0], name='=HYPERLINK("http://x.example";"a")'), *balances[1:]]
    data = data_of(build_trial_balance(header, nasty))
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    labels = [row[1] for row in rows_of(build_trial_balance(header, nasty))]
    assert '=HYPERLINK("http://x.example";"a")' in labels


def test_more_digits_than_a_workbook_holds_are_written_as_text(header, balances):
    long = [replace(b, amount=Decimal("123456789012345.67")) for b in balances[:1]]
    assert ["6240", "Software", "123456789012345.67", ""] in rows_of(
        build_trial_balance(header, long)
    )


def test_a_draft_says_so(header, balances):
    draft = replace(build_trial_balance(header, balances), draft=True)
    assert "Draft" in [row[0] for row in rows_of(draft)]
