"""Single cells read with a profile, and plain ones a column at a time."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.tables import cells
from ledgerflow.statements.tables.cells import CellReader, Memo
from ledgerflow.statements.tables.profile import CsvProfile


def reader(roles: str, **more: object) -> CellReader:
    return CellReader(CsvProfile(roles=tuple(roles.split()), **more))  # type: ignore[arg-type]


def test_a_memo_computes_each_text_once() -> None:
    asked: list[str] = []
    memo: Memo[str, int] = Memo(lambda text: asked.append(text) or len(text))  # type: ignore[func-returns-value]
    assert [memo["ab"], memo["ab"], memo["c"]] == [2, 2, 1]
    assert asked == ["ab", "c"]


def test_dates_amounts_and_balances_are_read_and_rubbish_is_none() -> None:
    cells = reader("date amount balance", date_order="dmy", decimal=",")
    assert cells.dates["03.04.2025"] == dt.date(2025, 4, 3)
    assert cells.dates["soon"] is None
    assert cells.amounts["-1.234,50"] == Decimal("-1234.50")
    assert cells.amounts["12..34"] is None
    assert cells.balances["1.000,00 DR"] == Decimal(-1000)


def test_a_balance_printed_as_debt_is_negative() -> None:
    assert reader("amount balance", balance_owed=True).balances["40.00"] == Decimal(-40)


def test_in_and_out_columns_give_one_amount() -> None:
    cells = reader("in out", sign="columns")
    assert cells.amounts["5.00", ""] == Decimal(5)
    assert cells.amounts["", "3.00"] == Decimal(-3)
    assert cells.amounts["", ""] is None
    assert cells.amounts["x", "3.00"] is None


def test_a_fee_is_taken_off_and_an_unreadable_one_is_no_zero() -> None:
    cells = reader("amount fee", fee="subtract")
    assert cells.amounts["-100.00", "1.00"] == Decimal(-101)
    assert cells.amounts["-100.00", ""] == Decimal(-100)
    assert cells.amounts["-100.00", "n/a"] is None
    assert reader("amount fee", fee="add").amounts["100.00", "-2.50"] == Decimal("97.50")


def test_a_memo_forgets_when_it_has_read_too_many_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_KNOWN_MAX", 2)
    memo: Memo[str, int] = Memo(len)
    assert [memo[text] for text in ("a", "bb", "ccc", "a")] == [1, 2, 3, 1]
    assert len(memo) == 2


def test_a_dash_is_a_blank_amount() -> None:
    assert reader("amount").amount("-") == (None, True)
    assert reader("amount").amount("?") == (None, False)
