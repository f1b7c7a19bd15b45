"""What would close a gap: likeliest first, bounded, never applied."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairs import PER_KIND_MAX, REPAIRS_MAX, Break, repairs_of

DAY = dt.date(2025, 3, 1)


def line(row: int, amount: str, balance: str | None = None, text: str = "x") -> ParsedLine:
    printed = None if balance is None else Decimal(balance)
    return ParsedLine(row, DAY, Decimal(amount), text, balance=printed)


@pytest.mark.parametrize(
    ("printed", "right", "kind"),
    [
        ("50.00", "-50.00", "flipped_sign"),
        ("-1250.00", "-12.50", "shifted_point"),
        ("-12.50", "-1250.00", "shifted_point"),
        ("-45.10", "-54.10", "swapped_digits"),
        ("-45.10", "-48.10", "misread_digit"),
    ],
)
def test_a_wrong_amount_is_proposed_as_it_should_be(printed: str, right: str, kind: str):
    gap = Decimal(right) - Decimal(printed)
    first = repairs_of([line(1, printed, "100")], Break(0, 0, gap), gap)[0]
    assert (first.kind, first.row, first.amount) == (kind, 1, Decimal(right))


def test_a_line_that_stands_twice_is_proposed_to_go():
    lines = [line(1, "-5.00"), line(2, "-5.00", "90")]
    first = repairs_of(lines, Break(0, 1, Decimal(5)), Decimal(5))[0]
    assert first.kind == "duplicate_line"
    assert "twin" in first.message


def test_a_missing_line_lies_between_two_rows():
    lines = [line(1, "-5.00", "95"), line(2, "-7.00", "58")]
    found = repairs_of(lines, Break(1, 1, Decimal(-30)), Decimal(-30))
    missing = next(r for r in found if r.kind == "missing_line")
    assert (missing.amount, missing.after_row, missing.before_row) == (Decimal(-30), 1, 2)


def test_opposite_gaps_one_after_the_other_mean_a_misread_balance():
    lines = [line(1, "-5.00", "96"), line(2, "-7.00", "88")]
    place, following = Break(0, 0, Decimal(1)), Break(1, 1, Decimal(-1))
    first = repairs_of(lines, place, Decimal(1), following)[0]
    assert (first.kind, first.amount) == ("misread_balance", Decimal(95))


def test_no_gap_needs_no_repair_and_proposals_are_bounded():
    lines = [line(n, "-5.00") for n in range(500)]
    assert repairs_of(lines, None, None) == ()
    assert repairs_of(lines, None, Decimal(0)) == ()
    found = repairs_of(lines, None, Decimal(5))
    assert len(found) <= REPAIRS_MAX
    assert sum(r.kind == "duplicate_line" for r in found) == PER_KIND_MAX
