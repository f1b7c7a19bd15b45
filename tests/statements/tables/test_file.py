"""A whole table: a remembered reading, statements and open questions."""

from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.statements.parsed import ParsedFile
from ledgerflow.statements.tables import file
from ledgerflow.statements.tables.grid import Grid

ROWS = [
    ["Date", "Description", "Amount"],
    ["2025-03-13", "A", "-5.00"],
    ["2025-03-14", "B", "6.00"],
]


def read_table(format_id: str, rows: list[list[str]], **more: object) -> ParsedFile:
    grid = Grid.of(rows, range(1, len(rows) + 1))
    return file.read_table(format_id, grid, **more)  # type: ignore[arg-type]


def test_rows_of_any_format_become_a_statement_with_its_reading() -> None:
    parsed = read_table("xlsx", ROWS, name="x.xlsx")
    assert parsed.format == "xlsx"
    assert parsed.statements[0].sum == Decimal(1)
    assert parsed.reading["roles"] == ["date", "description", "amount"]
    assert "candidates" not in parsed.reading


def test_a_remembered_reading_finds_its_header_further_down() -> None:
    first = read_table("csv", ROWS)
    moved = [["Account 1"], [], *ROWS]
    again = read_table("csv", moved, profile=dict(first.reading))
    assert again.reading["header_row"] == 2
    assert [line.row for line in again.statements[0].lines] == [4, 5]


def test_a_profile_whose_sign_reads_a_column_that_it_does_not_name_is_refused() -> None:
    profile = {**read_table("csv", ROWS).reading, "sign": "columns"}
    with pytest.raises(InputError, match="no column is 'in'"):
        read_table("csv", ROWS, profile=profile)


def test_a_stated_sign_that_fits_no_column_is_refused_with_those_that_do() -> None:
    with pytest.raises(InputError, match="does not fit") as caught:
        read_table("csv", ROWS, profile={"sign": "columns"})
    assert "as_printed, inverted" in caught.value.hint


def test_two_doubts_give_four_candidates() -> None:
    names = ["A ALDER", "B BIRCH", "C CEDAR", "D ELM", "E FIR"]
    rows = [ROWS[0], *([f"0{i}/04/2025", n, "5.00"] for i, n in enumerate(names, 1))]
    parsed = read_table("csv", rows)
    assert {f.code for f in parsed.errors} == {"date_order_ambiguous", "csv_direction_unclear"}
    pairs = {(c["date_order"], c["sign"]) for c in parsed.reading["candidates"]}
    assert len(pairs) == 4


def test_balance_rows_without_a_currency_belong_to_the_only_one() -> None:
    rows = [
        ["Date", "Description", "Amount", "Currency"],
        ["2025-03-01", "Opening balance", "100.00", ""],
        ["2025-03-13", "A", "-5.00", "EUR"],
    ]
    (statement,) = read_table("csv", rows).statements
    assert statement.currency == "EUR"
    assert statement.opening is not None
    assert statement.opening.amount == Decimal(100)
