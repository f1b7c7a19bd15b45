"""A column read at once has the values that its cells have one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.statements.moneycolumn import MoneyColumn
from ledgerflow.statements.tables.amounts import read_amount
from ledgerflow.statements.tables.plainfigures import read_plain_column

FORMS = """
1.00 -2.50 +3.75 1,234.56 12,345,678.90 1234.56 1.234,56 -7,25 0.00 007.10 12 1,234 1.234 1,23.45
1.2345 (1.00) 5- x 12.5 1.000.00 123456789012.34 1234567890123.45 \u0663.00
"""
CELLS = st.lists(st.sampled_from(["", *FORMS.split()]), min_size=1, max_size=3)


@given(CELLS, st.sampled_from(".,"))
def test_what_is_taken_as_plain_equals_what_is_read_cell_by_cell(
    cells: list[str], mark: str
) -> None:
    plain = read_plain_column("\0".join(cells).encode(), mark)
    if plain is None:
        return
    column = MoneyColumn()
    column.extend(plain.scaled())
    wanted = [read_amount(cell, mark) if cell else None for cell in cells]
    assert list(column) == [None if a is None else a.value for a in wanted]
    assert all(a is not None for a, cell in zip(wanted, cells, strict=True) if cell)


@pytest.mark.parametrize(
    ("column", "mark", "numbers", "scale"),
    [
        ("1.00\0-2.50", ".", [100, -250], 2),
        ("1.234,56\0-7,00\x0012345,00", ",", [123456, -700, 1234500], 2),
        ("5\0-7", ".", [5, -7], 0),
        ("\x001.00\0", ".", [0, 100, 0], 2),
        ("\0", ".", [0, 0], 0),
    ],
)
def test_columns_of_one_form_are_plain(
    column: str, mark: str, numbers: list[int], scale: int
) -> None:
    found = read_plain_column(column.encode(), mark)
    assert found is not None
    assert (found.numbers, found.scale) == (numbers, scale)


@pytest.mark.parametrize("cell", ["2.5", "x", "(2.00)", "1,23.45"])
def test_one_cell_of_another_form_is_left_to_the_careful_way(cell: str) -> None:
    assert read_plain_column(f"1.00\0{cell}".encode(), ".") is None
