"""Lines that two formats say differently: other words, or some days apart."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.knownlines import RULE_ALIKE, RULE_COUNTED, RULE_NEAR, KnownLine
from ledgerflow.statements.leftovers import DAYS_APART, Claims, pair_leftovers
from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.sources import Source

MONTH = (dt.date(2025, 3, 1), dt.date(2025, 3, 31))
WHOLE = Source(2, *MONTH)


def line(day, text="TEA", amount="-4.00", **more):
    return ParsedLine(1, dt.date(2025, 3, day), Decimal(amount), text, **more)


def known(number, day, text="CORNER COFFEE", amount="-4.00", **more):
    return KnownLine(number, dt.date(2025, 3, day), Decimal(amount), text, source=1, **more)


def pair(lines, rows, own=WHOLE, other=None, held=None, **claims):
    others = {1: other or Source(1, *MONTH)}
    return pair_leftovers(dict(enumerate(lines)), held or {}, rows, Claims(own, others, **claims))


def ids(*args, **more):
    return {at: number for at, (number, _) in pair(*args, **more).items()}


def rule(*args, **more):
    return pair(*args, **more)[0][1]


def test_on_a_day_that_both_show_completely_the_count_decides():
    assert rule([line(10)], [known(7, 10)]) == (RULE_COUNTED, "same day and amount; text differs")
    assert ids([line(10), line(10)], [known(7, 10)]) == {0: 7}
    assert ids([line(10)], [known(7, 10), known(8, 10)]) == {0: 7}


def test_words_choose_who_is_who():
    rows = [known(7, 10, "CORNER COFFEE"), known(8, 10, "TEA HOUSE LANE")]
    lines = [line(10, "Tea House Lane 12"), line(10, "POS 1")]
    assert ids(lines, rows) == {0: 8, 1: 7}
    assert rule(lines, rows) == (RULE_ALIKE, "same day and amount; the words are alike")


def test_words_are_worth_more_than_a_day():
    rows = [known(7, 5, "STREAMING FILMS"), known(8, 6, "MUSIC MONTHLY")]
    lines = [line(6, "streaming films inc"), line(7, "music monthly ltd")]
    assert ids(lines, rows) == {0: 7, 1: 8}
    assert rule(lines, rows) == (RULE_NEAR, "same amount, 1 day apart; the words are alike")


def test_without_words_the_nearer_day_and_the_same_value_date_come_first():
    assert ids([line(10)], [known(7, 7), known(8, 11)]) == {0: 8}
    valued = known(7, 7, value_date=dt.date(2025, 3, 10))
    assert ids([line(10)], [valued, known(8, 11)]) == {0: 7}


def test_further_apart_than_some_days_nothing_is_one():
    assert ids([line(10)], [known(7, 10 + DAYS_APART)]) == {0: 7}
    assert ids([line(10)], [known(7, 11 + DAYS_APART)]) == {}


@pytest.mark.parametrize("evidence", [{"bank_id": "F1"}, {"check_number": "0104"}])
def test_the_same_number_is_as_good_as_words(evidence):
    given = {"bank_id": "F1"} if "bank_id" in evidence else {"check_number": "104"}
    rows = [known(7, 12, **given), known(8, 12, "OTHER")]
    ((number, words),) = pair([line(10, **evidence)], rows).values()
    assert (number, words[0]) == (7, RULE_NEAR)


ENDS = Source(1, dt.date(2025, 3, 1), dt.date(2025, 3, 10))
BEGINS = Source(2, dt.date(2025, 3, 10), dt.date(2025, 3, 31))


def test_where_one_ends_within_the_day_and_the_other_begins_only_words_make_one():
    assert ids([line(10)], [known(7, 10)], own=BEGINS, other=ENDS) == {}
    alike = line(10, "Corner coffee harbor")
    assert ids([alike], [known(7, 10)], own=BEGINS, other=ENDS) == {0: 7}


def test_a_day_that_neither_shows_completely_for_the_other_makes_nothing_one():
    same = line(12, "CORNER COFFEE")
    assert ids([same], [known(7, 9)], own=BEGINS, other=ENDS) == {}


def test_a_proved_balance_completes_the_edge():
    proved = Source(1, *ENDS_DAYS, whole_end=True)
    assert ids([line(10)], [known(7, 10)], own=BEGINS, other=proved) == {0: 7}


ENDS_DAYS = (ENDS.start, ENDS.end)


def test_a_statement_that_follows_another_shares_none_of_its_lines():
    assert ids([line(10, "CORNER COFFEE")], [known(7, 10)], away=frozenset({1})) == {}


FARES = [line(day, "FARE", "-2.80") for day in range(11, 18)]
MET_BY_DAY = {at: 11 + at for at in range(6)}


def test_lines_that_found_a_transaction_make_room_for_one_that_did_not():
    """The same fare every day: one format prints the day after, so equal days meet wrongly."""
    rows = [known(day, day, "FARE", "-2.80") for day in range(10, 17)]
    assert ids(FARES, rows, held=MET_BY_DAY) == {at: 10 + at for at in range(7)}


def test_room_is_made_only_where_both_statements_owe_each_other_the_line():
    rows = [known(day, day, "FARE", "-2.80") for day in range(10, 17)]
    short = Source(1, dt.date(2025, 3, 1), dt.date(2025, 3, 16))
    assert ids(FARES, rows, other=short, held=MET_BY_DAY) == {}


def test_other_currencies_and_undone_lines_are_left_alone():
    assert ids([line(10)], [known(7, 10, currency="EUR")]) == {}
    assert ids([line(10, currency="USD")], [known(7, 10)], currencies={"", "USD"}) == {0: 7}
    assert ids([line(10)], [known(7, 10, stands=False)]) == {}
    assert ids([line(10)], [known(7, 10, is_live=False)]) == {}
