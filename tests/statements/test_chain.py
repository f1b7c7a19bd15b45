"""Closing balances that follow from earlier known ones."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.chain import Anchor, Link, prove_chain

STATED = Anchor(dt.date(2024, 12, 31), Decimal(1000), "stated by a person")


def month(number, closing, *, own="not_provable", opening=None):
    start = dt.date(2025, number, 1)
    end = dt.date(2025, number + 1, 1) - dt.timedelta(1)
    opening = None if opening is None else Decimal(opening)
    return Link(number, own, f"{own} alone", start, end, opening, Decimal(closing), end)


def moves(*pairs):
    return [(dt.date.fromisoformat(day), Decimal(amount)) for day, amount in pairs]


JANUARY = moves(("2025-01-10", "-100"), ("2025-01-20", "40"))
FEBRUARY = moves(("2025-02-10", "-40"))


def judged(links, transactions, stated=None):
    return [v.verdict for v in prove_chain(links, transactions, stated)]


def test_a_closing_balance_alone_proves_nothing():
    assert judged([month(1, 940)], JANUARY) == ["not_provable"]


def test_a_stated_balance_proves_the_month_after_it():
    (verdict,) = prove_chain([month(1, 940)], JANUARY, STATED)
    assert verdict.verdict == "proved"
    assert "1000.00 on 2024-12-31 (stated by a person)" in verdict.reason


def test_the_proof_goes_on_from_month_to_month():
    both = [month(1, 940), month(2, 900)]
    assert judged(both, JANUARY + FEBRUARY, STATED) == ["proved", "proved"]


def test_a_missing_line_is_named_as_a_gap():
    (verdict,) = prove_chain([month(1, 950)], JANUARY, STATED)
    assert verdict.verdict == "not_proved"
    assert "10.00 is missing" in verdict.reason


def test_a_missing_month_breaks_the_chain_instead_of_bridging_it():
    """The balance may fit by chance; days that no statement covers prove nothing."""
    assert judged([month(1, 940), month(3, 940)], JANUARY, STATED) == ["proved", "not_provable"]


def test_a_statement_that_proves_itself_is_an_anchor_for_the_next():
    both = [month(1, 940, own="proved"), month(2, 900)]
    assert judged(both, JANUARY + FEBRUARY) == ["proved", "proved"]


def test_a_statement_that_does_not_prove_is_no_anchor():
    both = [month(1, 940, own="not_proved"), month(2, 900)]
    assert judged(both, JANUARY + FEBRUARY) == ["not_proved", "not_provable"]


def test_a_balance_of_the_same_day_does_not_prove_itself():
    twice = [month(1, 940, own="proved"), month(1, 941)]
    assert judged(twice, JANUARY) == ["proved", "not_provable"]


def test_overlapping_periods_are_one_covered_stretch():
    overlap = Link(
        2, "not_provable", "", dt.date(2025, 1, 15), dt.date(2025, 2, 28), None, Decimal(900),
        dt.date(2025, 2, 28),
    )  # fmt: skip
    assert judged([month(1, 940), overlap], JANUARY + FEBRUARY, STATED) == ["proved", "proved"]


@pytest.mark.parametrize("larger_first", [True, False])
def test_two_balances_known_for_one_day_give_one_answer_in_any_order(larger_first):
    day = dt.date(2025, 1, 31)
    known = [
        Link(n, "proved", "", dt.date(2025, 1, 1), day, None, Decimal(amount), day)
        for n, amount in ((8, 940), (9, 941))
    ]
    links = [*(known if larger_first else known[::-1]), month(2, 901)]
    assert judged(links, JANUARY + FEBRUARY)[-1] == "proved"


PROVED = {"own": "proved"}


def test_what_proves_itself_must_open_where_the_month_before_closed():
    good = [month(1, 940, **PROVED, opening=1000), month(2, 900, **PROVED, opening=940)]
    assert judged(good, JANUARY + FEBRUARY) == ["proved", "proved"]
    torn = [month(1, 940, **PROVED, opening=1000), month(2, 910, **PROVED, opening=950)]
    first, second = prove_chain(torn, JANUARY + FEBRUARY)
    assert (first.verdict, second.verdict) == ("proved", "not_proved")
    assert "opens with 950.00" in second.reason
    assert "940.00 on 2025-01-31 (the statement before)" in second.reason
    assert "no day lies between: 10.00 is missing" in second.reason


def test_the_contradiction_is_told_once_and_not_again_in_every_later_month():
    three = [
        month(1, 940, **PROVED, opening=1000),
        month(2, 910, **PROVED, opening=950),
        month(3, 910, **PROVED, opening=910),
    ]
    assert judged(three, JANUARY + FEBRUARY) == ["proved", "not_proved", "proved"]


def test_a_balance_that_a_person_stated_is_held_against_the_opening_too():
    assert judged([month(1, 950, **PROVED, opening=1010)], JANUARY, STATED) == ["not_proved"]


def test_over_days_that_no_statement_covers_it_is_told_but_stays_proved():
    apart = [month(1, 940, **PROVED, opening=1000), month(3, 900, **PROVED, opening=900)]
    first, third = prove_chain(apart, JANUARY + FEBRUARY[:0])
    assert (first.verdict, third.verdict) == ("proved", "proved")
    assert third.reason == (
        "proved alone It opens with 900.00 after 940.00 on 2025-01-31 (the statement before):"
        " lines of -40.00 are missing between."
    )


def test_what_another_statement_says_of_the_days_between_is_counted():
    """February came as a file that prints no balance: its lines lead from January to March."""
    lines_only = Link(
        2, "not_provable", "", dt.date(2025, 2, 1), dt.date(2025, 2, 28), None, None, None
    )
    january, march = month(1, 940, **PROVED, opening=1000), month(3, 900, **PROVED, opening=900)
    known = {v.id: v for v in prove_chain([january, lines_only, march], JANUARY + FEBRUARY)}
    assert (known[3].verdict, known[3].reason) == ("proved", "proved alone")
    torn = month(3, 905, **PROVED, opening=905)
    known = {v.id: v.verdict for v in prove_chain([january, lines_only, torn], JANUARY + FEBRUARY)}
    assert known[3] == "not_proved"


def test_an_opening_inside_of_a_day_that_another_file_reports_is_not_judged():
    """The last fifty rows of an account begin in the middle of a day."""
    cut = Link(
        2, "proved", "alone", dt.date(2025, 1, 20), dt.date(2025, 2, 28), Decimal(925),
        Decimal(900), dt.date(2025, 2, 28),
    )  # fmt: skip
    assert judged([month(1, 940, **PROVED, opening=1000), cut], JANUARY) == ["proved", "proved"]


def test_two_closings_of_one_day_contradict_only_when_neither_fits():
    day = dt.date(2025, 1, 31)
    morning, evening = (
        Link(n, "proved", "", day, day, Decimal(opening), Decimal(closing), day)
        for n, opening, closing in ((7, 1000, 960), (8, 960, 940))
    )
    assert judged([morning, evening, month(2, 900, **PROVED, opening=940)], [])[-1] == "proved"
    assert judged([morning, evening, month(2, 900, **PROVED, opening=941)], [])[-1] == "not_proved"
