"""Accepted repairs applied to what a file says, exactly where they were accepted."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.statements.amending import (
    ADDED,
    Amendment,
    amend,
    amend_file,
    amendment_from_dict,
    proofs_of_amended,
)
from ledgerflow.statements.parsed import (
    Balance,
    ParsedFile,
    ParsedLine,
    ParsedStatement,
    PrintedTotals,
)
from ledgerflow.statements.proof import Proof

FIRST = dt.date(2025, 3, 1)
LINES = tuple(
    ParsedLine(row, FIRST + dt.timedelta(day), Decimal(amount), text, raw=f"{row},{text},{amount}",
               balance=Decimal(balance))
    for row, day, amount, text, balance in (
        (2, 0, "-4.00", "TEA", "96.00"), (3, 0, "-4.00", "TEA", "96.00"),
        (4, 5, "50.00", "CLIENT", "146.00"), (5, 9, "-21.00", "PAPER", "134.00"),
    )
)  # fmt: skip
STATEMENT = ParsedStatement(
    "1", "USD", LINES, opening=Balance(Decimal(100), FIRST), closing=Balance(Decimal("134.00")),
    totals=PrintedTotals(money_in=Decimal("51.00")),
)  # fmt: skip


def amended(kind, position=None, row=None, old=None, new=None, **more):
    amounts = [None if x is None else Decimal(x) for x in (old, new)]
    return amend(STATEMENT, Amendment(0, kind, position, row, *amounts, **more))


def test_an_amount_changes_and_the_line_keeps_what_the_bank_said():
    result = amended("swapped_digits", 3, 5, "-21.00", "-12.00")
    line = result.lines[3]
    assert line.amount == Decimal("-12.00")
    assert line.raw == "5,PAPER,-21.00 [amended by repair: the amount was read as -21.00]"
    assert replace(line, amount=LINES[3].amount, raw=LINES[3].raw) == LINES[3]
    assert result.lines[:3] == LINES[:3]


def test_a_doubled_line_goes_and_its_twin_stays():
    result = amended("duplicate_line", 1, 3, "-4.00")
    assert [i.row for i in result.lines] == [2, 4, 5]


def test_a_missing_line_comes_to_its_place_and_says_who_it_is_from():
    day = FIRST + dt.timedelta(7)
    result = amended("missing_line", 3, None, None, "9.00", date=day, description="REFUND")
    line = result.lines[3]
    assert [i.row for i in result.lines] == [2, 3, 4, 0, 5]
    assert (line.date, line.amount, line.description) == (day, 9, "REFUND")
    assert (line.bank_type, ADDED in line.raw, line.balance) == (ADDED, True, None)


@pytest.mark.parametrize(("newest_first", "at"), [(False, 3), (True, 1)])
def test_without_a_place_it_goes_behind_the_lines_of_its_day(newest_first, at):
    lines = LINES[::-1] if newest_first else LINES
    turned = replace(STATEMENT, lines=lines, newest_first=newest_first)
    day = FIRST + dt.timedelta(5)
    found = amend(turned, Amendment(0, "missing_line", new=Decimal(9), date=day, description="X"))
    assert found.lines[at].row == 0


def test_printed_figures_are_amended_where_they_were_misread():
    assert amended("misread_balance", 3, 5, "134.00", "125.00").lines[3].balance == 125
    assert amended("misread_opening", None, None, "100", "108").opening == Balance(
        Decimal(108), FIRST
    )
    assert amended("misread_closing", None, None, "134.00", "125").closing.amount == 125
    assert amended("misread_money_in", None, None, "51.00", "50.00").totals.money_in == 50


@pytest.mark.parametrize(
    "wrong",
    [
        ("swapped_digits", 3, 4, "-21.00", "-12.00"),
        ("swapped_digits", 3, 5, "-22.00", "-12.00"),
        ("swapped_digits", 9, 5, "-21.00", "-12.00"),
        ("swapped_digits", -1, 5, "-21.00", "-12.00"),
        ("swapped_digits", 3, 5, "-21.00", None),
        ("swapped_digits", None, None, "-21.00", "-12.00"),
        ("misread_balance", 3, 5, "133.00", "125.00"),
        ("misread_opening", None, None, "99", "108"),
        ("misread_money_out", None, None, "51.00", "50.00"),
        ("missing_line", 3, None, None, "9.00"),
    ],
)
def test_what_does_not_fit_any_more_is_an_error_and_never_applied(wrong):
    with pytest.raises(InputError) as caught:
        amended(*wrong)
    assert caught.value.code == "repair_unfit"


def test_a_place_outside_of_the_lines_is_an_error():
    with pytest.raises(InputError, match="no place 7 among 4 lines"):
        amended("missing_line", 7, None, None, "9.00", date=FIRST, description="X")


def test_repairs_are_applied_in_order_each_on_what_the_one_before_left():
    file = ParsedFile("invented", (replace(STATEMENT, lines=()), STATEMENT))
    steps = [
        Amendment(1, "duplicate_line", 1, 3, Decimal("-4.00")),
        Amendment(1, "swapped_digits", 2, 5, Decimal("-21.00"), Decimal("-12.00")),
    ]
    result = amend_file(file, steps)
    assert [i.amount for i in result.statements[1].lines] == [-4, 50, -12]
    assert result.statements[0] == file.statements[0]
    with pytest.raises(InputError, match="no statement 3"):
        amend_file(file, [replace(steps[0], statement=2)])
    assert amend_file(file, []) == file


@pytest.mark.parametrize(
    "one",
    [
        Amendment(0, "misread_digit", 3, 5, Decimal("-21.00"), Decimal("-12.00")),
        Amendment(2, "missing_line", None, None, None, Decimal(9), FIRST, "X"),
    ],
)
def test_an_amendment_is_stored_and_read_back_equal(one):
    assert amendment_from_dict(one.as_dict()) == one


@pytest.mark.parametrize(
    "harm", [{"kind": "drop table"}, {"new": "NaN"}, {"old": "··2345.00"}, {"date": "today"}]
)
def test_a_stored_amendment_that_was_changed_is_refused(harm):
    data = Amendment(0, "misread_digit", 3, 5, Decimal(1), Decimal(2)).as_dict() | harm
    with pytest.raises(InputError) as caught:
        amendment_from_dict(data)
    assert caught.value.code == "repair_unfit"


def test_each_says_what_was_done():
    assert Amendment(0, "duplicate_line", 1, 3, Decimal(-4)).message == (
        "Row 3 (-4) left out: it stands twice."
    )
    assert (
        "not in the file"
        in Amendment(0, "missing_line", new=Decimal(9), date=FIRST, description="X").message
    )
    assert Amendment(0, "flipped_sign", 3, 5, Decimal(-4), Decimal(4)).message == (
        "Row 5: 4 instead of -4 (flipped sign)."
    )


def test_a_proof_tells_how_many_repairs_it_rests_on():
    proofs = (Proof("proved", "All agrees."), Proof("proved", "All agrees."))
    one = Amendment(1, "flipped_sign", 3, 5, Decimal(-4), Decimal(4))
    first, second = proofs_of_amended(proofs, [one, one])
    assert first.reason == "All agrees."
    assert second.reason == "All agrees. With 2 repairs that a person accepted."
