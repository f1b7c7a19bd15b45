"""Which of several explanations comes first."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairing.plausible import Plausibility
from ledgerflow.statements.repairing.ranking import Ranking
from ledgerflow.statements.repairing.records import Break, Candidate, Discrepancy

DAY = dt.date(2025, 3, 1)


def line(row, amount, raw=""):
    return ParsedLine(row, DAY + dt.timedelta(row), Decimal(amount), f"SHOP {row}", raw=raw)


LINES = [line(1, "-45.10"), line(2, "-31.16"), line(3, "-12.05"), line(4, "800.00")]


def score(candidate, found, lines=LINES, **more):
    return Ranking(lines, found, Plausibility(lines)).score(candidate, **more)


def digit(at, new):
    return Candidate("misread_digit", LINES[at].amount, Decimal(new), at)


def missing(amount):
    return Candidate("missing_line", None, Decimal(amount))


def closing(gap, **more):
    return Discrepancy({"closing": Decimal(gap), **{k: Decimal(v) for k, v in more.items()}})


def test_a_figure_that_stays_unexplained_outweighs_everything():
    wanted, found = digit(0, "-48.10"), closing("-3")
    contradicted = closing("-3", money_out="0")
    assert score(wanted, found) - score(wanted, contradicted) > 11


def test_a_wrong_count_means_a_line_too_few_and_not_a_wrong_digit():
    found = closing("-3", count="1")
    assert score(missing("-3.00"), found) > score(digit(0, "-48.10"), found)
    found = closing("-3", count="0")
    assert score(missing("-3.00"), found) < score(digit(0, "-48.10"), found)


def test_totals_of_one_direction_clear_the_lines_of_the_other():
    found = closing("-3", money_in="0", money_out="3")
    gained = Candidate("misread_digit", Decimal("800.00"), Decimal("797.00"), 3)
    assert score(digit(0, "-48.10"), found) > score(gained, found) + 10


def test_what_a_row_prints_speaks_for_its_amount():
    printed = [replace(LINES[0], raw="x,-48.10"), *LINES[1:]]
    found = closing("-3")
    assert score(digit(0, "-48.10"), found, printed) > score(digit(0, "-48.10"), found) + 5


def test_a_digit_lost_at_the_front_is_the_rarer_slip():
    again = [*LINES, line(5, "-5.10"), line(6, "-85.10"), line(7, "-5.10"), line(8, "-85.10")]
    lost = score(digit(0, "-5.10"), closing("40"), again)
    assert lost < score(digit(0, "-85.10"), closing("-40"), again)


def test_numbers_that_show_the_gap_speak_for_a_missing_line():
    found = closing("-3")
    assert score(missing("-3.00"), found, certain=True) > score(missing("-3.00"), found) + 2


def test_a_twin_is_the_stranger_the_rarer_its_amount():
    twins = [*LINES, line(5, "-31.16"), line(6, "-20.00"), line(7, "-20.00"), line(8, "-20.00")]
    rare = Candidate("duplicate_line", Decimal("-31.16"), None, 4)
    usual = Candidate("duplicate_line", Decimal("-20.00"), None, 7)
    assert score(rare, closing("31.16"), twins) > score(usual, closing("20"), twins)


def test_a_balance_misread_explains_two_breaks_at_once():
    balances = [replace(x, balance=Decimal(100)) for x in LINES]
    found = Discrepancy(
        {"closing": Decimal(0)}, (Break(1, 1, Decimal(3)), Break(2, 2, Decimal(-3))), 2
    )
    misread = Candidate(
        "misread_balance", Decimal(100), Decimal(103), 1, frozenset({"running"}), mends=2
    )
    assert score(misread, found, balances) > score(missing("3.00"), found, balances) + 10
    unlike = replace(misread, new=Decimal("163.58"))
    assert score(unlike, found, balances) < score(misread, found, balances)
