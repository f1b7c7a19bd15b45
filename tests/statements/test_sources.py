"""What a statement claims about days."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.sources import NOWHERE, Source, nested, parted, source_of


def day(number):
    return dt.date(2025, 3, number)


def source(first, last, *, whole=False):
    return Source(1, day(first), day(last), whole_start=whole, whole_end=whole)


def test_days_strictly_inside_are_complete_and_the_edges_where_a_proved_balance_stands():
    open_ended, closed = source(3, 9), source(3, 9, whole=True)
    assert [open_ended.whole(day(n)) for n in (2, 3, 5, 9, 10)] == [
        False,
        False,
        True,
        False,
        False,
    ]
    assert [closed.whole(day(n)) for n in (2, 3, 5, 9, 10)] == [False, True, True, True, False]
    assert open_ended.covers(day(9))
    assert not NOWHERE.covers(day(9))


def test_balances_count_for_the_edges_only_where_they_were_proved():
    days, balances = (day(3), day(9)), (Decimal(1), None)
    proved = source_of(1, days, balances, proved=True)
    assert (proved.whole_start, proved.whole_end) == (True, False)
    assert not source_of(1, days, balances, proved=False).whole_start


@pytest.mark.parametrize(
    ("one", "other", "shown", "expected"),
    [
        (source(1, 31), source(5, 9), 9, True),  # inside of the first
        (source(1, 9), source(5, 9), 9, True),  # both end in it
        (source(5, 9), source(5, 20), 5, True),  # both begin in it
        (source(1, 9), source(9, 20), 9, False),  # one ends and one begins
        (source(1, 9, whole=True), source(9, 20), 9, True),
        (source(9, 9), source(9, 9), 9, False),
        (source(1, 9), source(12, 20), 9, False),
        (source(1, 31), NOWHERE, 9, False),
    ],
)
def test_of_two_stretches_one_holds_the_other(one, other, shown, expected):
    assert nested(one, other, day(shown)) is nested(other, one, day(shown)) is expected


def test_a_statement_that_begins_where_another_ended_shares_no_line_with_it():
    morning = Source(1, day(3), day(9), Decimal(100), Decimal(96))
    evening = Source(2, day(9), day(9), Decimal(96), Decimal(92))
    coffee = [Decimal(-4)]
    assert parted(morning, evening, day(9), coffee)
    assert not parted(evening, morning, day(9), coffee)
    assert not parted(morning, evening, day(8), coffee)
    assert not parted(morning, evening, day(9), [Decimal(-4), Decimal(4)]), "it tells nothing"
    assert not parted(NOWHERE, evening, day(9), coffee)
