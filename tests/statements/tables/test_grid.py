"""Rows kept by column come back as rows, whatever their widths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.statements.tables import grid
from ledgerflow.statements.tables.grid import Block, Grid, block_of, column_of, gathered

CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=3)
ROWS = st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=9)


def grid_of(rows: list[list[str]], size: int) -> Grid:
    parts = [rows[i : i + size] for i in range(0, len(rows), size)]
    return Grid(block_of(part, range(1 + n * size, 1 + n * size + len(part)))
                for n, part in enumerate(parts))  # fmt: skip


@given(ROWS, st.integers(1, 4), st.slices(9))
def test_a_grid_is_its_rows(rows: list[list[str]], size: int, part: slice) -> None:
    found = grid_of(rows, size)
    assert found == rows
    assert len(found) == len(rows)
    assert list(found[part]) == rows[part]
    assert list(reversed(found)) == rows[::-1]
    assert list(found.numbers) == list(range(1, len(rows) + 1))
    for place in range(5):
        assert list(column_of(found, place)) == list(column_of(rows, place))


@given(ROWS, st.integers(1, 4), st.integers(0, 9), st.integers(0, 9))
def test_a_long_part_is_a_grid_of_the_same_rows(
    rows: list[list[str]], size: int, start: int, stop: int
) -> None:
    found = grid_of(rows, size).between(start, stop)
    assert found == rows[start:stop]
    assert list(found.numbers) == list(range(1, len(rows) + 1))[start:stop]


@given(ROWS, st.integers(0, 6))
def test_narrow_rows_are_filled_up_and_wide_ones_keep_their_width(
    rows: list[list[str]], width: int
) -> None:
    block = block_of(rows, range(len(rows))).at_least(width)
    assert block.rows() == [row + [""] * (width - len(row)) for row in rows]
    assert block.top(2) == block.rows()[:2]


def test_rows_can_be_picked_in_any_order() -> None:
    block = block_of([["a", "1"], ["b"], ["c", "3"]], range(5, 8))
    picked = block.at([2, 1])
    assert picked.rows() == [["c", "3"], ["b"]]
    assert list(picked.numbers) == [7, 6]


def test_nul_in_a_cell_becomes_a_space() -> None:
    assert block_of([["a\0b", "c"]], range(1)).rows() == [["a b", "c"]]


def test_a_slice_of_many_rows_is_not_unpacked(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(grid, "BLOCK_LINES", 2)
    rows = [[str(i)] for i in range(7)]
    found = Grid.of(rows, range(7))
    assert [block.count for block in found.blocks] == [2, 2, 2, 1]
    assert isinstance(found[1:], Grid)
    assert found[1:] == rows[1:]
    assert isinstance(found[1:3], list)


def test_other_rows_are_not_equal() -> None:
    assert grid_of([["a"]], 1) != [["b"]]
    assert Grid([Block(0, (), range(0))]) == []


@given(ROWS, st.integers(1, 3), st.integers(1, 4))
def test_small_blocks_put_together_hold_the_same_rows(
    rows: list[list[str]], size: int, most: int
) -> None:
    small = grid_of(rows, size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "BLOCK_LINES", most)
        found = Grid(gathered(small.blocks))
    assert found == rows
    assert list(found.numbers) == list(small.numbers)
    assert all(block.count <= max(size, most) for block in found.blocks)


def test_blocks_of_one_form_are_put_together() -> None:
    found = gathered(grid_of([["a"], ["b"], ["c", "d"], ["e", "f"]], 1).blocks)
    assert [block.count for block in found] == [2, 2]
