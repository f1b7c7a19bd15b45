"""Where a line is missing."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairing.places import Gap, day_between, missing_place
from ledgerflow.statements.repairing.records import Break

FIRST = dt.date(2025, 3, 1)


def lines(rows, ids=(), same_day=False):
    return [
        ParsedLine(
            row,
            FIRST + dt.timedelta(0 if same_day else at),
            Decimal(1),
            "x",
            bank_id=ids[at] if ids else "",
        )
        for at, row in enumerate(rows)
    ]


def test_between_two_balances_it_is_somewhere_in_their_stretch():
    four = lines([2, 3, 4, 5])
    assert missing_place(four, Break(1, 1, Decimal(1))) == Gap(0, 1)
    assert missing_place(four, Break(1, 3, Decimal(1))) == Gap(0, 3)
    assert missing_place(four, Break(0, 0, Decimal(1))) == Gap(None, 0)
    assert missing_place(four, Break(4, 3, Decimal(1))) == Gap(3, None)


def test_without_balances_the_one_jump_in_even_rows_shows_it():
    assert missing_place(lines([2, 3, 4, 6, 7, 8]), None) == Gap(2, 3, certain=True)
    assert missing_place(lines([2, 4, 5, 6, 7]), None) == Gap(0, 1, certain=True)
    assert missing_place(lines([20, 18, 16, 12, 10]), None) == Gap(2, 3, certain=True)


def test_rows_that_count_unevenly_anyway_show_nothing():
    for rows in ([2, 3, 4, 5, 6], [2, 3, 5, 6, 8, 9], [2, 3, 4, 8, 9, 10], [1, 1, 1, 1, 1], [2, 4]):
        assert missing_place(lines(rows), None) is None


def test_a_number_left_out_of_the_banks_ids_shows_it():
    ids = ["a101", "a102", "a104", "a105", "a106"]
    assert missing_place(lines([2, 3, 4, 5, 6], ids), None) == Gap(1, 2, certain=True)


def test_a_jump_inside_of_a_longer_stretch_narrows_it_down():
    rows = lines([2, 3, 4, 5, 7, 8, 9])
    assert missing_place(rows, Break(2, 6, Decimal(1))) == Gap(3, 4, certain=True)
    assert missing_place(rows, Break(0, 1, Decimal(1))) == Gap(None, 1)


def test_its_day_is_known_where_both_neighbours_have_the_same():
    gap = Gap(1, 2)
    assert day_between(lines([2, 3, 4], same_day=True), gap) == FIRST
    assert day_between(lines([2, 3, 4]), gap) is None
    assert day_between(lines([2, 3, 4], same_day=True), Gap(0, 2)) is None
    assert day_between(lines([2]), Gap(None, 0)) is None
    assert day_between(lines([2]), None) is None
