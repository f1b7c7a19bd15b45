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
