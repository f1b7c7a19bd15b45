"""The loop over the rows: order, edges, states, ragged rows."""

from decimal import Decimal

from ledgerflow.statements.tables.grid import Grid
from ledgerflow.statements.tables.groups import Reading
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.reading import TableReader

PROFILE = CsvProfile(roles=("date", "description", "amount", "status"), delimiter=",")


def read(rows: list[list[str]], profile: CsvProfile = PROFILE) -> Reading:
    return TableReader(profile, Grid.of(rows, range(1, len(rows) + 1)), 0).read()


def row(day: int, text: str, amount: str, status: str = "") -> list[str]:
    return [f"2025-03-{day:02d}", text, amount, status]


def test_lines_keep_the_files_order_whatever_stands_between() -> None:
    rows = [row(d, f"R{d}", "-1.00") for d in range(1, 21)]
    rows[9] = ["", "", "", ""]
    rows[14] = row(15, "R15", "0.00")
    found = next(iter(read(rows).groups.values()))
    assert list(found.lines.rows) == [n for n in range(1, 21) if n != 10]


def test_states_keep_rows_apart() -> None:
    rows = [row(d, "A", "-1.00", "Completed") for d in range(1, 12)]
    rows[5][3], rows[6][3] = "Pending", "Declined"
    reading = read(rows)
    group = reading.groups["", ""]
    assert (len(group.lines), len(group.pending)) == (9, 1)
    assert [s["line"] for s in reading.skipped] == [7]


def test_rows_shorter_than_the_table_are_filled_up() -> None:
    reading = read([["2025-03-01", "A", "-1.00"], ["2025-03-02", "B"]])
    assert len(reading.groups["", ""].lines) == 1
    assert [f.code for f in reading.faults] == ["csv_no_amount"]


def test_a_total_of_what_was_read_is_no_line_but_a_shop_of_that_name_is() -> None:
    rows = [row(1, "A", "-1.00"), row(2, "B", "-2.00"), row(3, "Total", "-3.00")]
    assert sum(read(rows).groups["", ""].sums()) == Decimal(-3)
    rows[2][2] = "-7.00"
    assert len(read(rows).groups["", ""].lines) == 3


def test_each_account_gets_its_own_lines() -> None:
    profile = CsvProfile(roles=("date", "account", "amount"))
    rows = [[f"2025-03-{d:02d}", str(d % 2), "1.00"] for d in range(1, 21)]
    groups = read(rows, profile).groups
    assert {key[0]: len(g.lines) for key, g in groups.items()} == {"1": 10, "0": 10}
