"""Months as headings."""

from ledgerflow.statements.pdf.monthheads import with_months
from tests.statements.pdf.drawn import scanned


def test_a_number_below_a_month_is_its_day():
    found = with_months(scanned("January 2024\n3   Shop   5.00\nFebruary 2024\n1   Shop   6.00"))
    days = [(s.leading[0].day.first, s.leading[0].day.second) for s in found if s.figures]
    assert days == [(3, 1), (1, 2)]


def test_without_a_month_a_number_is_no_day():
    assert with_months(scanned("3   Shop   5.00"))[0].leading == ()
