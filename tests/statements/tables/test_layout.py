"""Where the table lies in the file."""

from ledgerflow.statements.tables.layout import find_layout, is_full, sample_rows

TABLE = [["Date", "Description", "Amount"], ["2025-03-13", "A", "-5.00"]]


def test_the_header_is_found_below_a_preamble() -> None:
    found = find_layout([["Account: 12"], ["Period", "2025-03-01", "2025-03-31"], *TABLE])
    assert (found.header, found.first, found.width) == (2, 3, 3)


def test_a_file_without_header_begins_at_its_first_full_row() -> None:
    found = find_layout([["Account 12"], *TABLE[1:]])
    assert (found.header, found.first) == (None, 1)
    assert "no row of column names" in found.why


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert find_layout(TABLE[:1]).header == 0


def test_a_full_row_has_a_date_and_an_amount_apart() -> None:
    assert is_full(["2025-03-13", "A", "-5.00"])
    assert not is_full(["20250313", "A", ""])


def test_a_sample_reaches_to_the_end_of_a_long_table() -> None:
    rows = [["2025-03-13", str(i)] for i in range(5000)]
    taken = sample_rows(rows, 0, 100)
    assert 100 <= len(taken) <= 110
    assert int(taken[-1][1]) > 4800
