"""Which lines are known facts, and which twin."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.dedupe import (
    RULE_BANK_ID,
    RULE_NEW,
    RULE_SAME_ROW,
    KnownTransaction,
    description_key,
    match,
)
from ledgerflow.statements.parsed import ParsedLine

DAY = dt.date(2025, 1, 14)


def line(text="CORNER COFFEE", bank_id="", amount="-4.00", day=DAY):
    return ParsedLine(row=1, date=day, amount=Decimal(amount), description=text, bank_id=bank_id)


def known(number, *texts, ids=(), amount="-4.00", day=DAY, is_live=True):
    keys = frozenset(description_key(t) for t in texts or ("CORNER COFFEE",))
    return KnownTransaction(number, day, Decimal(amount), keys, frozenset(ids), is_live)


def ids(facts, lines):
    return [m.transaction_id for m in match(facts, lines)]


def rules(facts, lines):
    return [m.rule for m in match(facts, lines)]


def test_a_line_never_seen_is_new():
    assert rules([], [line()]) == [RULE_NEW]


def test_the_same_row_of_another_file_is_the_same_fact():
    assert ids([known(7)], [line()]) == [7]
    assert rules([known(7)], [line("corner  coffee")]) == [RULE_SAME_ROW]


def test_two_real_coffees_on_one_day_stay_two():
    assert ids([known(7)], [line(), line()]) == [7, None]
    assert ids([known(7), known(8)], [line(), line()]) == [7, 8]
    assert ids([known(7), known(8)], [line()]) == [7]


@pytest.mark.parametrize(
    "other", [line(amount="-4.01"), line(day=DAY + dt.timedelta(1)), line("TEA HOUSE")]
)
def test_another_amount_day_or_text_is_another_fact(other):
    assert ids([known(7)], [other]) == [None]


def test_a_bank_id_finds_its_fact_among_twins():
    twins = [known(7, ids={"A"}), known(8, ids={"B"})]
    assert ids(twins, [line(bank_id="B")]) == [8]
    assert rules(twins, [line(bank_id="B")]) == [RULE_BANK_ID]


def test_a_text_that_the_bank_changed_is_found_by_its_id():
    assert ids([known(7, "PENDING COFFEE", ids={"A"})], [line(bank_id="A")]) == [7]


def test_an_id_used_again_for_another_amount_or_day_merges_nothing():
    used = [known(7, ids={"A"})]
    assert ids(used, [line(bank_id="A", amount="-9.00")]) == [None]
    assert ids(used, [line(bank_id="A", day=DAY + dt.timedelta(30))]) == [None]


def test_a_new_id_for_the_same_row_is_no_new_fact():
    """Some banks make up fresh ids with every export."""
    assert ids([known(7, ids={"A"})], [line(bank_id="Z")]) == [7]


def test_a_fact_with_two_texts_is_left_to_the_line_that_fits_nothing_else():
    changed = known(7, "PENDING COFFEE", "CORNER COFFEE")
    twin = known(8, "CORNER COFFEE")
    assert ids([changed, twin], [line("CORNER COFFEE"), line("PENDING COFFEE")]) == [8, 7]


def test_an_undone_fact_is_taken_up_only_where_no_live_one_fits():
    undone = known(7, ids={"A"}, is_live=False)
    assert ids([undone, known(8)], [line(bank_id="A")]) == [8]
    assert ids([undone], [line(bank_id="A")]) == [7]
    assert ids([undone, known(8)], [line(bank_id="A"), line()]) == [8, 7]


def test_each_match_says_why():
    reasons = [m.reason for m in match([known(7)], [line(), line("NEW")])]
    assert reasons == ["same day, amount and description", "not seen before"]


def test_a_day_of_many_equal_rows_takes_no_long_time():
    many = [known(n) for n in range(1, 5_001)]
    assert sum(i is not None for i in ids(many, [line()] * 6_000)) == 5_000
