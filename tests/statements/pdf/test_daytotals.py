"""Totals of days as headings."""

from ledgerflow.statements.pdf.daytotals import with_day_totals
from tests.statements.pdf.drawn import scanned

DAYS = """
01 MAR 2024   Total in    + 200.00
              Shop          200.00
02 MAR 2024   Total in     + 50.00
              Shop           50.00
"""


def marked(text):
    return [s.is_day_total for s in with_day_totals(scanned(text))]


def test_totals_of_several_days_head_their_rows():
    assert marked(DAYS) == [True, False, True, False]


def test_the_total_of_one_day_is_a_total():
    assert marked("\n".join(DAYS.splitlines()[:3])) == [False, False]


def test_totals_behind_dated_rows_are_totals():
    text = """
01 MAR 2024   Shop          200.00
31 MAR 2024   Total out     200.00
01 APR 2024   Shop           50.00
30 APR 2024   Total out      50.00
"""
    assert not any(marked(text))
