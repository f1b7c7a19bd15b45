"""Which lines are known facts, and which twin."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.dedupe import Match, match
from ledgerflow.statements.knownlines import (
    RULE_BALANCE,
    RULE_BANK_ID,
    RULE_BOUND,
    RULE_NEW,
    RULE_SAME_ROW,
    KnownLine,
    KnownList,
)
from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.sources import Source

DAY = dt.date(2025, 1, 14)


def line(text="CORNER COFFEE", bank_id="", amount="-4.00", day=DAY, **more):
    return ParsedLine(
        row=1, date=day, amount=Decimal(amount), description=text, bank_id=bank_id, **more
    )


def known(number, *texts, ids=(), amount="-4.00", day=DAY, **more):
    """A transaction's lines: one for each text or id."""
    pairs = [(text, "") for text in texts or ("CORNER COFFEE",)]
    pairs = [(pairs[0][0], bank_id) for bank_id in ids] or pairs
    return [KnownLine(number, day, Decimal(amount), text, i, **more) for text, i in pairs]


def found(facts, lines, *claims, **more):
    return match(KnownList(row for fact in facts for row in fact), lines, *claims, **more)


def ids(facts, lines, *claims, **more):
    return [m.transaction_id for m in found(facts, lines, *claims, **more)]


def rules(facts, lines, *claims, **more):
    return [m.rule for m in found(facts, lines, *claims, **more)]


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
def test_another_amount_day_or_text_is_another_fact_where_nothing_is_claimed(other):
    assert ids([known(7)], [other]) == [None]


def test_a_bank_id_finds_its_fact_among_twins():
    twins = [known(7, ids={"A"}), known(8, ids={"B"})]
    assert ids(twins, [line(bank_id="B")]) == [8]
    assert rules(twins, [line(bank_id="B")]) == [RULE_BANK_ID]


def test_a_running_balance_finds_its_fact_among_twins_and_across_words():
    twins = [known(7, balance=Decimal(96)), known(8, balance=Decimal(92))]
    assert ids(twins, [line(balance=Decimal("92.00"))]) == [8]
    other_words = [line("KARTENZAHLUNG 17", balance=Decimal(92))]
    assert ids(twins, other_words) == [8]
    assert rules(twins, other_words) == [RULE_BALANCE]


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
    undone = known(7, ids={"A"}, is_live=False, stands=False)
    assert ids([undone, known(8)], [line(bank_id="A")]) == [8]
    assert ids([undone], [line(bank_id="A")]) == [7]
    assert ids([undone, known(8)], [line(bank_id="A"), line()]) == [8, 7]


def test_an_undone_fact_that_a_person_sorted_is_taken_up_by_its_own_words():
    """The live one is of other words: it must not be given the line that a person took from it."""
    sorted_out = known(7, "TEA", is_live=False, stands=False, pinned=True)
    live = known(8, "COFFEE", pinned=True)
    whole = Source(2, DAY - dt.timedelta(3), DAY + dt.timedelta(3))
    claims = (whole, {0: whole})
    assert ids([sorted_out, live], [line("TEA")], *claims) == [7]
    assert ids([sorted_out, live], [line("COFFEE")], *claims) == [8]


def test_what_a_person_settled_is_so_and_taken_by_no_other_line():
    facts = [known(7), known(8)]
    assert ids(facts, [line(), line()], bound={1: 7}) == [8, 7]
    assert rules(facts, [line(), line()], bound={1: 7})[1] == RULE_BOUND


def test_a_fact_with_lines_on_two_days_is_taken_once():
    next_day = DAY + dt.timedelta(1)
    lines = [line(), line(day=next_day)]
    both = [*known(7, wanders=True), *known(7, day=next_day, wanders=True)]
    assert ids([both], lines) == [7, None]
    assert ids([both, known(8, day=next_day)], lines) == [7, 8]


def test_two_currencies_on_one_account_do_not_mix():
    foreign = known(7, currency="EUR")
    assert ids([foreign], [line()]) == [None]
    assert ids([foreign], [line(currency="EUR")]) == [7]


def test_statements_of_one_day_that_follow_each_other_share_no_line():
    """The second begins with the balance that the first ended with: two equal coffees are two."""
    morning = Source(1, DAY, DAY, Decimal(100), Decimal(96))
    evening = Source(2, DAY, DAY, Decimal(96), Decimal(92))
    coffee = [known(7, source=1)]
    assert ids(coffee, [line()], evening, {1: morning}) == [None]
    assert ids([known(7, source=2)], [line()], morning, {2: evening}) == [None]
    assert ids(coffee, [line()], morning, {1: morning}) == [7]


def test_each_match_says_why():
    matches = found([known(7)], [line(), line("NEW")])
    reasons = ["same day, amount and description", "not seen before"]
    assert [m.reason for m in matches] == reasons
    assert [words[1] for words in matches.words()] == reasons
    assert matches[-1] == Match(1, None, RULE_NEW, "not seen before")
    assert matches[:1] == [Match(0, 7, RULE_SAME_ROW, reasons[0])]


def test_a_day_of_many_equal_rows_takes_no_long_time():
    many = [known(n) for n in range(1, 5_001)]
    assert sum(i is not None for i in ids(many, [line()] * 6_000)) == 5_000
