"""Typed cells of a spreadsheet become texts that have one reading."""

import datetime as dt

import pytest

from ledgerflow.statements.formats.xlsx_cells import number_text, sheet_texts


@pytest.mark.parametrize(
    ("value", "mark", "text"),
    [
        (-33.5, ".", "-33.50"),
        (1525.0, ".", "1525"),
        (579.68, ",", "579,68"),
        (9126.070000000001, ".", "9126.07"),
        (0.1 + 0.2, ".", "0.30"),
        (1.234, ".", "1.2340"),
        (1234567890123456.0, ".", "1234567890123456"),
        (1e16, ".", "10000000000000000"),
        (-0.0, ".", "0"),
        (0.00001, ".", "0.000010"),
        (12, ".", "12"),
    ],
)
def test_numbers_keep_their_digits_and_lose_binary_noise(value, mark, text):
    expected = text if value != 0.00001 else "0.00001"
    assert number_text(value, mark) == expected


def test_a_column_with_any_fraction_is_written_with_decimals_throughout():
    texts = sheet_texts([["Amount", "Number"], [12.5, 7.0], [3.0, 8.0]])
    assert texts.rows[1:] == [["12.50", "7"], ["3.00", "8"]]


def test_numbers_are_written_with_the_mark_of_the_text_cells_beside_them():
    assert sheet_texts([["1.234,56"], [2.5]]).rows == [["1.234,56"], ["2,50"]]
    assert sheet_texts([["1,234.56"], [2.5]]).rows == [["1,234.56"], ["2.50"]]
    assert sheet_texts([["x"], [2.5]], decimal=",").rows == [["x"], ["2,50"]]


def test_dates_are_written_year_first_and_times_kept():
    row = [dt.date(2025, 3, 4), dt.datetime(2025, 3, 4), dt.datetime(2025, 3, 4, 1, 2), True]  # noqa: DTZ001
    expected = ["2025-03-04", "2025-03-04", "2025-03-04 01:02:00", "TRUE"]
    assert sheet_texts([row]).rows == [expected]


def test_blank_rows_go_and_the_rows_after_them_keep_their_numbers():
    texts = sheet_texts([["", " "], ["a"], [""], ["'12,50 USD"]])
    assert (texts.rows, texts.numbers) == ([["a"], ["12,50 USD"]], [2, 4])


def test_dates_that_a_program_turned_round_are_told():
    column = [["Date"], [dt.date(2025, 3, 4)], ["13/04/2025"], [dt.date(2025, 5, 4)]]
    (fault,) = sheet_texts(column).faults
    assert (fault.code, fault.line, fault.severity) == ("xlsx_converted_dates", 3, "error")


def test_dates_and_texts_that_cannot_have_been_turned_are_not_told():
    late = [[dt.date(2025, 3, 24)], ["13/04/2025"]]
    iso = [[dt.date(2025, 3, 4)], ["2025-04-13"]]
    assert not sheet_texts(late).faults
    assert not sheet_texts(iso).faults
