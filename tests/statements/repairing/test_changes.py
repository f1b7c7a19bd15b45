"""What could have happened to a line, found from the gap alone."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairing import changes as module
from ledgerflow.statements.repairing.changes import changes, digits_kind

DAY = dt.date(2025, 3, 1)


def found(said, gap):
    lines = [ParsedLine(row, DAY, Decimal(amount), "x") for row, amount in enumerate(said, 1)]
    return [(c.kind, c.at, str(c.new)) for c in changes(lines, 0, Decimal(gap))]


@pytest.mark.parametrize(
    ("said", "right", "kind"),
    [
        ("50.00", "-50.00", "flipped_sign"),
        ("-1250.00", "-12.50", "shifted_point"),
        ("-12.50", "-1250.00", "shifted_point"),
        ("-45.10", "-54.10", "swapped_digits"),
        ("-45.10", "-48.10", "misread_digit"),
        ("2.00", "52.00", "misread_digit"),
        ("52.00", "2.00", "misread_digit"),
        ("0.00", "5.00", "misread_digit"),
        ("10.05", "10.50", "swapped_digits"),
    ],
)
def test_each_slip_is_told_by_its_kind(said, right, kind):
    gap = Decimal(right) - Decimal(said)
    (only,) = found([said], gap)
    assert (only[0], Decimal(only[2])) == (kind, Decimal(right))


def test_only_lines_that_close_the_gap_are_named():
    assert found(["-45.10", "-7.00", "12.00"], "-3.00") == [("misread_digit", 0, "-48.10")]


def test_a_gap_of_many_digits_is_no_slip_of_a_digit():
    assert found(["-45.10", "-7.00", "1234.00"], "-123.45") == []


@pytest.mark.parametrize(
    ("old", "new"), [("5.00", "0.00"), ("5.00", "-5.10"), ("12.00", "21.01"), ("1.00", "2.01")]
)
def test_other_differences_are_none_of_these_slips(old, new):
    assert digits_kind(Decimal(old), Decimal(new)) is None


def test_far_lines_are_only_searched_for_what_is_a_rare_coincidence(monkeypatch):
    monkeypatch.setattr(module, "DIGITS_LINES_MAX", 2)
    assert found(["-9.00"] * 2 + ["-45.10", "1.50"], "-3.00") == [("flipped_sign", 3, "-1.50")]
