"""What a row is that is no plain transaction."""

import pytest

from ledgerflow.statements.tables.rows import (
    Columns,
    balance_day,
    kind_of,
    row_state,
    summary_amount,
    summary_words,
    title_kind,
)

COLUMNS = Columns(
    date=0, money=(2,), texts=(1,), status=3, headers=("Date", "Text", "Amount", "Status"),
    carry_dates=False,
)  # fmt: skip


def kind(*cells: str, paid: bool = False, dated: bool = False, after: bool = True) -> str:
    row = [*cells, *[""] * (4 - len(cells))]
    return kind_of(row, COLUMNS, lambda _: 1 if paid else None, dated, after)


@pytest.mark.parametrize(
    ("cells", "more", "expected"),
    [
        (("",), {}, "blank"),
        (("Date", "Text", "Amount", "Status"), {}, "heading"),
        (("2025-03-01", "A", "5"), {"paid": True, "dated": True}, "line"),
        (("2025-03-01", "A", "x1"), {"dated": True}, "bad_amount"),
        (("2025-03-01", "A"), {"dated": True}, "no_amount"),
        (("2025-03-01", "Opening balance"), {"dated": True}, "opening"),
        (("30.02.", "A", "5"), {"paid": True}, "bad_date"),
        (("", "more text"), {}, "continuation"),
        (("", "a title"), {"after": False}, "remark"),
        (("", "", "5"), {"paid": True}, "total"),
        (("2025-03-01", "A", "5", "Pending"), {"paid": True, "dated": True}, "pending"),
        (("2025-03-01", "A", "5", "Declined"), {"paid": True, "dated": True}, "not_booked"),
        (("Saldo al 31/03/2025", "", "5"), {"paid": True}, "of_day"),
    ],
)
def test_each_odd_row_has_its_name(cells: tuple[str], more: dict[str, bool], expected: str) -> None:
    assert kind(*cells, **more) == expected


def test_summary_words_do_not_take_a_long_text_for_a_label() -> None:
    assert summary_words(["Total"]) == "total"
    assert summary_words(["Closing balance"]) == "closing"
    assert summary_words(["Total Energies station 12"]) != "closing"
    assert summary_words(["x" * 70]) is None


def test_a_state_is_told_by_the_status_or_a_word_in_the_dates_place() -> None:
    assert row_state(["Vorgemerkt", "A", "5", ""], COLUMNS) == "pending"
    assert row_state(["2025-03-01", "A", "5", "COMPLETED"], COLUMNS) == ""


def test_titles_of_pending_and_booked_parts() -> None:
    assert title_kind("Pending transactions") == "pending"
    assert title_kind("Vorgemerkte Umsätze") == "pending"
    assert title_kind("Posted transactions") == "booked"
    assert title_kind("Page 2") == ""


def test_the_last_amount_of_a_summary_row_is_its_balance() -> None:
    assert summary_amount(["Saldo", "1", "2.50", ""]) == "2.50"
    assert balance_day(["", "Saldo al 31/03/2025"]) == "31/03/2025"
