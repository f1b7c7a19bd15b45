"""Lines made at once equal lines made one by one."""

import copy
import datetime as dt
import pickle
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import pytest

from ledgerflow.statements.bulk import LINE_FIELDS, lines_from_columns, lines_from_rows
from ledgerflow.statements.parsed import ParsedLine

DAY = dt.date(2025, 3, 1)
COLUMNS = {
    "row": [1, 2],
    "date": [DAY, DAY],
    "amount": [Decimal(5), Decimal(-3)],
    "description": ["A", "B"],
}


def test_columns_give_the_same_lines_as_the_constructor():
    assert lines_from_columns(2, COLUMNS) == [
        ParsedLine(1, DAY, Decimal(5), "A"),
        ParsedLine(2, DAY, Decimal(-3), "B"),
    ]
    assert lines_from_columns(0, {}) == []


def test_rows_give_the_same_lines_as_the_constructor():
    line = ParsedLine(1, DAY, Decimal(5), "A", DAY, "R1", "POS", "7", "Alder", "EUR", Decimal(9))
    values = tuple(getattr(line, name) for name in LINE_FIELDS)
    assert lines_from_rows([values, values]) == (line, line)
    assert lines_from_rows([]) == ()


def test_such_a_line_is_a_line_in_every_way():
    (line, _) = lines_from_columns(2, COLUMNS)
    assert hash(line) == hash(ParsedLine(1, DAY, Decimal(5), "A"))
    assert replace(line, row=9).row == 9
    assert pickle.loads(pickle.dumps(line)) == copy.copy(line) == line  # noqa: S301
    with pytest.raises(FrozenInstanceError):
        line.row = 3
