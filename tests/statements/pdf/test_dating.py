"""Order of day and month, and years that are not printed."""

import datetime as dt

from ledgerflow.statements.pdf.dating import Calendar, calendar_of, is_period
from ledgerflow.statements.pdf.days import read_day
from tests.statements.pdf.drawn import scanned


def calendar(text):
    scans = scanned(text)
    return calendar_of(scans, [s for s in scans if s.figures and s.leading])


def test_the_period_gives_the_year_also_over_its_end():
    found = calendar("From December 15, 2023 to January 15, 2024\nDec 28  Shop  5.00")
    assert found.date(read_day("Dec 28")) == dt.date(2023, 12, 28)
    assert found.date(read_day("Jan 03")) == dt.date(2024, 1, 3)


def test_a_period_that_shares_its_month():
    found = calendar("1 to 31 March 2024")
    assert (found.start, found.end) == (dt.date(2024, 3, 1), dt.date(2024, 3, 31))


def test_a_period_in_one_word():
    assert calendar("Period 01/03/2024-31/03/2024").end == dt.date(2024, 3, 31)


def test_the_order_that_fits_the_period_is_taken():
    text = "Statement 07/01/2024 - 07/31/2024\n07/02  Shop  5.00\n07/05  Shop  6.00"
    assert calendar(text).order == "mdy"


def test_days_that_rise_decide_without_a_period():
    text = "Statement date 30 June 2024\n02/06  A  1.00\n05/06  B  1.00\n09/06  C  1.00"
    assert calendar(text).order == "dmy"


def test_an_order_that_nothing_decides_is_left_open():
    assert calendar("05/06/2024  A  1.00").open_order


def test_the_statement_s_own_day_gives_the_year():
    found = calendar("Statement date 18 JAN 2024\nPayment due date 12 FEB 2024\n20 DEC  A  1.00")
    assert found.date(read_day("20 DEC")) == dt.date(2023, 12, 20)


def test_a_stated_month_gives_the_year_where_nothing_else_does():
    assert calendar("Kontoauszug 3/2024").reference == dt.date(2024, 3, 31)


def test_no_year_at_all_gives_no_date():
    assert Calendar().date(read_day("05/06")) is None


def test_a_value_day_lies_near_its_booking():
    near = Calendar().near(read_day("02.01."), dt.date(2023, 12, 28))
    assert near == dt.date(2024, 1, 2)


def test_a_row_that_joins_two_days_is_a_period():
    assert is_period(scanned("January 11, 2024 through February 9, 2024")[0])
    assert not is_period(scanned("02/10  02/11  Shop")[0])
