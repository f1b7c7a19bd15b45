"""Texts of many lines in blocks."""

import pytest

from ledgerflow.statements import texts
from ledgerflow.statements.texts import (
    TEXT_FIELDS,
    Joined,
    TextBlock,
    TextColumns,
    joined,
    same,
)

WIDTH = len(TEXT_FIELDS)


def row(number: int) -> tuple[str, ...]:
    return (f"T{number}", *[""] * (WIDTH - 2), f"raw {number}")


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(texts, "BLOCK_LINES", 4)
    monkeypatch.setattr(texts, "_SMALL", 3)


def test_texts_come_back_in_order_from_blocks_of_every_size():
    columns = TextColumns()
    for number in range(6):
        columns.append(row(number))
    columns.extend(TextBlock(2, {"description": b"T6\0T7"}))
    columns.extend(TextBlock(3, {"description": b"T8\0T9\0T10", "currency": "EUR"}))
    assert columns.total() == 11
    assert list(columns.field("description")) == [f"T{n}" for n in range(11)]
    assert list(columns.field("currency")) == [""] * 8 + ["EUR"] * 3
    assert [columns.block_at(n) for n in (0, 5, 8)] == [range(4), range(4, 8), range(8, 11)]


def test_the_last_lines_can_be_taken_back_out_of_closed_blocks():
    columns = TextColumns()
    for number in range(4):
        columns.append(row(number))
    assert columns.take_last() == row(3)
    assert columns.take_last() == row(2)
    columns.append(row(9))
    assert list(columns.field("raw")) == ["raw 0", "raw 1", "raw 9"]


def test_a_raw_row_is_joined_from_the_columns_of_the_file():
    block = TextBlock(2, {"raw": Joined(";", (b"a\0b", b"1\x002"))})
    assert block.cells("raw") == ["a;1", "b;2"]
    assert block.cells("description") == ["", ""]


def test_a_text_that_all_lines_share_is_kept_once():
    assert joined(["EUR", "EUR"]) == "EUR"
    assert joined(["EUR", "USD"]) == b"EUR\0USD"
    assert joined(["a\0b", "c"]) == b"a b\0c"
    assert (same(b"EUR\0EUR", 2), same(b"EUR\0EUX", 2), same(b"\0", 2)) == ("EUR", None, "")
