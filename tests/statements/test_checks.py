"""The single comparisons, each with its words and its gap."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.checks import balance_checks, total_checks, totals_cover
from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement, PrintedTotals
from ledgerflow.statements.running import walk

DAY = dt.date(2025, 3, 1)
LINES = tuple(
    ParsedLine(row, DAY, Decimal(amount), "x", balance=None if b is None else Decimal(b))
    for row, amount, b in ((1, "5", "15"), (2, "-3", "12"), (3, "-1", None))
)


def statement(**more):
    return ParsedStatement("1", "USD", LINES, **more)


def kinds(checks):
    return {c.kind: (c.holds, c.gap) for c in checks}


def test_each_printed_balance_is_compared_with_what_the_lines_give():
    said = statement(opening=Balance(Decimal(10)), closing=Balance(Decimal(13)))
    checks = balance_checks(said, walk(said))
    assert kinds(checks) == {
        "running": (True, 0),
        "first_balance": (True, 0),
        "last_balance": (False, 2),
        "closing": (False, 2),
    }
    assert checks[2].message == (
        "The closing balance after the last running balance: printed 13, computed 11."
    )


def test_a_running_balance_that_does_not_follow_is_named_with_its_row():
    said = ParsedStatement("1", "USD", (LINES[0], LINES[0], LINES[1]))
    (running,) = balance_checks(said, walk(said))
    assert (running.holds, running.compared) == (False, 2)
    assert "1 of 2 running balances follow" in running.message
    assert "row 1 prints 15, the lines before it give 20" in running.message


def test_without_a_printed_opening_the_row_left_to_its_own_balance_is_named():
    def said(lines=LINES[:2], **more):
        one = ParsedStatement("1", "USD", lines, **more)
        return balance_checks(one, walk(one))[0].message

    left = "The amount of row 1, the oldest, rests on its own balance alone."
    assert left in said()
    assert left in said(LINES[1::-1], newest_first=True)
    assert left in said(opening=Balance(Decimal(10)))
    assert left not in said(opening=Balance(Decimal(10), DAY))
    assert left not in said(totals=PrintedTotals(Decimal(5), Decimal(3)))


def test_totals_and_counts_are_compared_by_direction():
    totals = PrintedTotals(Decimal(5), Decimal(5), count_in=1, count_out=2, count=4)
    assert kinds(total_checks(statement(totals=totals))) == {
        "money_in": (True, 0),
        "money_out": (False, 1),
        "count_in": (True, 0),
        "count_out": (True, 0),
        "count": (False, 1),
    }
    assert total_checks(statement()) == []


def test_totals_cover_a_statement_only_in_all_directions_in_which_money_moved():
    both = statement(totals=PrintedTotals(Decimal(5), Decimal(4)))
    assert totals_cover(both, total_checks(both))
    only_in = statement(totals=PrintedTotals(money_in=Decimal(5), count=3))
    assert not totals_cover(only_in, total_checks(only_in))
    assert not totals_cover(statement(), [])
    nothing = ParsedStatement("1", "USD", (), totals=PrintedTotals(Decimal(0), Decimal(0)))
    assert not totals_cover(nothing, total_checks(nothing))
