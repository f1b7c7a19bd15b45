"""Whole columns under every sign convention, against the cells one by one."""

from itertools import product

import pytest

from ledgerflow.statements.moneycolumn import MoneyColumn, Scaled
from ledgerflow.statements.tables.cells import CellReader
from ledgerflow.statements.tables.columnreader import ColumnReader
from ledgerflow.statements.tables.grid import block_of
from ledgerflow.statements.tables.profile import SIGNS, CsvProfile

PLAIN = [["1.00", ""], ["", "2.50"], ["3.00", "4.00"], ["-5.00", ""], ["", "-6.00"]]
ODD = [["1.0", ""], ["(2.00)", "3.00 CR"], ["x", ""], ["", ""], ["1.00", "1"], ["5.00 DR", ""]]
WORDS = [["1.00", "C"], ["-2.00", "D"], ["3.00", ""], ["0.00", " D "]]


def values(scaled: Scaled) -> list[object]:
    column = MoneyColumn()
    column.extend(scaled)
    return list(column)


def both_ways(profile: CsvProfile, rows: list[list[str]]) -> tuple[list[object], list[object]]:
    cells = CellReader(profile)
    found = values(ColumnReader(cells).amounts(block_of(rows, range(len(rows)))))
    return found, [cells.amounts[cells.money_key(row)] for row in rows]


@pytest.mark.parametrize(("sign", "rows"), list(product(SIGNS, [PLAIN, ODD, WORDS])))
def test_amounts_are_those_of_the_cells_or_are_left_for_a_closer_look(
    sign: str, rows: list[list[str]]
) -> None:
    roles = ("in", "out") if sign.startswith("columns") else ("amount", "flag")
    profile = CsvProfile(roles=roles, sign=sign, flag_in=("C", "CR"), flag_out=("D", "DR"))
    at_once, one_by_one = both_ways(profile, rows)
    assert [a or 0 for a in at_once] == [a or 0 for a in one_by_one]


def test_a_fee_is_taken_off_each_amount() -> None:
    profile = CsvProfile(roles=("amount", "fee"), fee="subtract")
    at_once, one_by_one = both_ways(profile, [["5.00", "1.00"], ["7.00", ""], ["1.00", "x"]])
    assert at_once == one_by_one


@pytest.mark.parametrize("owed", [False, True])
@pytest.mark.parametrize("texts", [["1.00", "-2.00"], ["1.00", ""], ["1.00 DR", "2.00"]])
def test_balances_are_those_of_the_cells(owed: bool, texts: list[str]) -> None:
    profile = CsvProfile(roles=("amount", "balance"), balance_owed=owed)
    cells = CellReader(profile)
    found = ColumnReader(cells).balances(block_of([["1", t] for t in texts], range(2)))
    assert found is not None
    assert values(found) == [cells.balances[text] for text in texts]


def test_without_a_balance_column_there_are_none_and_days_are_ordinals() -> None:
    columns = ColumnReader(CellReader(CsvProfile(roles=("date", "amount"))))
    block = block_of([["2025-03-01", "1"], ["soon", "2"]], range(2))
    assert columns.balances(block) is None
    assert columns.days(block, 0) == [739311, 0]
