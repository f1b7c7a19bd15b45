"""Which account and currency a row belongs to, and the sums of what was read."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.tables.grid import block_of
from ledgerflow.statements.tables.groups import Keys, Reading
from ledgerflow.statements.tables.profile import CsvProfile

DAY = dt.date(2025, 3, 1)


def line(amount: str) -> ParsedLine:
    return ParsedLine(1, DAY, Decimal(amount), "x")


def test_without_such_columns_all_rows_are_the_files_account() -> None:
    keys = Keys(CsvProfile(roles=("date",), account_id="12", currency="EUR"), [])
    assert keys.key(["2025-03-01"]) == ("12", "EUR")


def test_a_blank_account_is_the_only_one_and_a_blank_currency_the_default() -> None:
    profile = CsvProfile(roles=("account", "currency"), currency="CHF")
    rows = [["'11", "eur"], ["", ""]]
    keys = Keys(profile, rows)
    assert [keys.key(row) for row in rows] == [("'11", "EUR"), ("'11", "CHF")]
    assert keys.parts(block_of(rows, range(1, 3))) == {("'11", "EUR"): [0], ("'11", "CHF"): [1]}


def test_with_several_accounts_a_blank_one_stays_apart() -> None:
    rows = [["11"], ["22"], [""]]
    keys = Keys(CsvProfile(roles=("account",)), rows)
    assert [keys.key(row)[0] for row in rows] == ["11", "22", ""]
    assert [account for account, _ in keys.parts(block_of(rows, range(1, 4)))] == ["11", "22", ""]


def test_rows_of_one_account_stay_together() -> None:
    rows = [["11", "eur"], ["11", "EUR"]]
    keys = Keys(CsvProfile(roles=("account", "currency")), rows)
    assert keys.parts(block_of(rows, range(1, 3))) == {("11", "EUR"): []}


def test_a_total_of_one_side_or_of_all_is_recognised_while_lines_come() -> None:
    reading = Reading()
    group = reading.group(("", ""))
    assert not reading.is_running_total(Decimal(0))
    group.lines.append(line("5"))
    group.lines.append(line("-2"))
    assert reading.is_running_total(Decimal(3))
    assert reading.is_running_total(Decimal(-2))
    group.lines.append(line("1"))
    assert reading.is_running_total(Decimal(6))
    assert not reading.is_running_total(Decimal(3))


def test_skipped_rows_are_counted_beyond_those_that_are_listed() -> None:
    reading = Reading()
    for number in range(300):
        reading.skip(number, "a total")
    assert (reading.skipped_count, len(reading.skipped)) == (300, 200)
