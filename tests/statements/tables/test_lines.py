"""Which cell fills which field of a line."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.moneycolumn import Scaled
from ledgerflow.statements.packed import LineColumns, PackedLines
from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.tables.cells import CellReader
from ledgerflow.statements.tables.grid import block_of
from ledgerflow.statements.tables.lines import LineBuilder
from ledgerflow.statements.tables.profile import CsvProfile

DAY = dt.date(2025, 3, 3)


def build(roles: str, *rows: list[str], **more: object) -> list[ParsedLine]:
    profile = CsvProfile(roles=tuple(roles.split()), delimiter=";", **more)  # type: ignore[arg-type]
    builder = LineBuilder(profile, CellReader(profile))
    n, lines = len(rows), LineColumns()
    block = block_of(rows, range(7, 7 + n)).at_least(len(profile.roles))
    builder.add(lines, block, [DAY.toordinal()] * n, Scaled.even([1] * n, 0))
    found = list(PackedLines(lines))
    filled = block.rows()
    assert found == [builder.line(r, i, DAY, Decimal(1)) for i, r in enumerate(filled, 7)]
    return found


def test_every_field_comes_from_the_column_of_its_role() -> None:
    (line,) = build(
        "date description amount balance currency bank_id type check counterparty value_date",
        ["x", " Rent ", "1", "9.50", "eur", "R1", "DD", "12", "Alder", "2025-03-04"],
    )
    assert line == ParsedLine(
        7, DAY, Decimal(1), "Rent", dt.date(2025, 3, 4), "R1", "DD", "12", "Alder", "EUR",
        Decimal("9.50"), raw="x; Rent ;1;9.50;eur;R1;DD;12;Alder;2025-03-04",
    )  # fmt: skip


def test_several_text_columns_are_joined_and_line_ends_become_spaces() -> None:
    first, second = build("description description amount", ["A", "B", "1"], ["C\nD", "", "1"])
    assert (first.description, second.description) == ("A B", "C D")


def test_a_blank_description_is_the_counterparty_or_else_the_kind() -> None:
    rows = (["", "Alder", "POS", "1"], ["", "", "ATM", "1"], ["", "", "", "1"])
    found = [line.description for line in build("description counterparty type amount", *rows)]
    assert found == ["Alder", "ATM", ""]


def test_what_no_column_gives_is_empty_and_the_currency_is_the_files() -> None:
    (line,) = build("amount", ["1"], currency="CHF")
    assert (line.description, line.balance, line.value_date, line.bank_id) == ("", None, None, "")
    assert line.currency == "CHF"


def test_cells_with_blanks_around_them_are_trimmed_in_the_whole_block() -> None:
    rows = [[f" A{i}" if i % 7 else f"B{i}\u3000", f"P{i} ", "1"] for i in range(300)]
    found = build("description counterparty amount", *rows)
    assert [line.counterparty for line in found] == [f"P{i}" for i in range(300)]
    assert found[7].description == "B7"
    assert found[8].description == "A8"


def test_ragged_rows_keep_their_own_raw_text() -> None:
    found = build("description amount", ["A", "1", "", "x"], ["B", "1"])
    assert [line.raw for line in found] == ["A;1;;x", "B;1"]
