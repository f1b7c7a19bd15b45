"""1,000 is read where a directive or the number itself leaves no doubt."""

from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.arithmetic import BadSum
from ledgerflow.interchange.journals.hledger.marks import Marks, OpenMark


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("1,000,000", "1000000"), ("0.125", "0.125"),
     (".5", "0.5"), ("12,5", "12.5"), ("1234.567", "1234.567"), ("1 000,25", "1000.25"),
     ("10.", "10"), ("1,00,000.00", "100000.00"), ("007", "7")],
)  # fmt: skip
def test_numbers_with_one_reading(text, value):
    assert Marks().number(text, "EUR") == Decimal(value)


@pytest.mark.parametrize("text", ["1,000", "1.000", "12.345", "999,999"])
def test_numbers_with_two_readings_are_asked_for(text):
    marks = Marks()
    with pytest.raises(OpenMark):
        marks.number(text, "EUR")
    assert marks.still_open == 1


def test_a_directive_decides_for_its_commodity_or_for_all():
    marks = Marks()
    marks.state("EUR", "1.000,00")
    assert marks.number("1.000", "EUR") == 1000
    with pytest.raises(BadSum):
        marks.number("12.50", "EUR")
    assert not marks.takes_points
    marks = Marks()
    marks.state_all(".")
    assert marks.number("1,000", "USD") == 1000
    assert marks.takes_points


def test_what_a_first_look_has_seen_helps_where_programs_agree():
    marks = Marks()
    marks.number("12.50", "EUR")
    seen = Marks(marks.seen())
    assert seen.number("1.000", "EUR") == 1
    with pytest.raises(OpenMark):
        seen.number("1,000", "EUR")
