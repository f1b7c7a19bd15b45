"""What would close a gap: likeliest first, bounded, never applied."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement, PrintedTotals
from ledgerflow.statements.proof import prove
from ledgerflow.statements.repairs import REPAIRS_MAX, Break, Discrepancy, repairs_of

DAY = dt.date(2025, 3, 1)


def line(row: int, amount: str, balance: str | None = None, text: str = "x") -> ParsedLine:
    printed = None if balance is None else Decimal(balance)
    return ParsedLine(row, DAY, Decimal(amount), text, balance=printed)


def at(start: int, end: int, gap: str, *more: Break) -> Discrepancy:
    return Discrepancy({}, (Break(start, end, Decimal(gap)), *more), 1 + len(more))


def proof(*lines, opening="100", closing="0", **more):
    return prove(
        ParsedStatement(
            "1", "USD", lines,
            opening=Balance(Decimal(opening), DAY), closing=Balance(Decimal(closing), DAY), **more,
        )
    )  # fmt: skip


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
    gap = str(Decimal(right) - Decimal(printed))
    first = repairs_of([line(1, printed, "100")], at(0, 0, gap))[0]
    assert (first.kind, first.row, first.amount) == (kind, 1, Decimal(right))
    assert (first.position, first.old_amount) == (0, Decimal(printed))


def test_a_line_that_stands_twice_is_proposed_to_go_and_its_twin_is_named():
    lines = [line(1, "-5.00"), line(2, "-5.00", "90")]
    first = repairs_of(lines, at(0, 1, "5"))[0]
    assert (first.kind, first.row, first.position) == ("duplicate_line", 2, 1)
    assert "twin (row 1)" in first.message


def test_a_twin_may_stand_outside_of_the_broken_stretch():
    lines = [line(4, "-5.00", "95"), line(4, "-5.00", "95")]
    first = repairs_of(lines, at(1, 1, "5"))[0]
    assert (first.kind, first.position) == ("duplicate_line", 1)


def test_a_line_that_stands_again_further_on_breaks_the_chain_twice():
    again = line(4, "-5.00", "95")
    lines = [line(2, "-5.00", "95"), line(3, "40.00", "135"), again, line(5, "-9.00", "126")]
    first = proof(*lines, closing="126").repairs[0]
    assert (first.kind, first.row, first.position) == ("duplicate_line", 4, 2)


def test_a_missing_line_lies_between_two_rows():
    lines = [line(1, "-5.00", "95"), line(2, "-7.00", "58")]
    found = repairs_of(lines, at(1, 1, "-30"))
    missing = next(r for r in found if r.kind == "missing_line")
    assert (missing.amount, missing.after_row, missing.before_row) == (Decimal(-30), 1, 2)
    assert (missing.position, missing.date) == (1, DAY)
    assert missing.message == "A line of -30 is missing between rows 1 and 2."


@pytest.mark.parametrize(
    ("place", "where", "position"),
    [
        (Break(0, 0, Decimal(-30)), "before row 1", 0),
        (Break(2, 1, Decimal(-30)), "behind row 2", 2),
    ],
)
def test_at_the_edges_it_lies_before_or_behind(place, where, position):
    lines = [line(1, "-5.00", "95"), line(2, "-7.00", "88")]
    missing = next(
        r for r in repairs_of(lines, Discrepancy({}, (place,), 1)) if r.kind == "missing_line"
    )
    assert (missing.message, missing.position) == (f"A line of -30 is missing {where}.", position)


def test_positions_count_in_the_files_own_order():
    lines = [line(3, "-5.00", "95"), line(2, "-7.00", "58")]  # oldest first; the file turns them
    place = Discrepancy({}, (Break(1, 1, Decimal(-30)),), 1, newest_first=True)
    found = {r.kind: r.position for r in repairs_of(lines, place)}
    assert (found["missing_line"], found["misread_digit"]) == (1, 0)


def test_opposite_gaps_one_after_the_other_mean_a_misread_balance():
    lines = [line(1, "-5.00", "96"), line(2, "-7.00", "88")]
    first = repairs_of(lines, at(0, 0, "1", Break(1, 1, Decimal(-1))))[0]
    assert (first.kind, first.amount, first.old_amount) == (
        "misread_balance", Decimal(95), Decimal(96),
    )  # fmt: skip


def test_no_gap_needs_no_repair_and_proposals_are_bounded():
    lines = [line(n, "-5.00", text=str(n)) for n in range(500)]
    assert repairs_of(lines, Discrepancy({})) == ()
    assert repairs_of(lines, Discrepancy({"closing": Decimal(0)})) == ()
    assert len(repairs_of(lines, Discrepancy({"closing": Decimal(-3)}))) == REPAIRS_MAX


def test_real_twins_are_proposed_once_and_strangers_of_one_amount_not_at_all():
    lines = [line(1, "-5.00"), line(2, "-5.00"), line(3, "-5.00"), line(4, "-5.00", text="y")]
    found = repairs_of(lines, Discrepancy({"closing": Decimal(5)}))
    assert [r.row for r in found if r.kind == "duplicate_line"] == [3]


def test_one_total_alone_tells_what_it_can():
    lines = (line(1, "40.00"), line(2, "30.00"))
    only_in = prove(ParsedStatement("1", "USD", lines, totals=PrintedTotals(money_in=Decimal(40))))
    assert (only_in.verdict, only_in.repairs[0].kind, only_in.repairs[0].row) == (
        "not_proved", "flipped_sign", 2,
    )  # fmt: skip
    lines = (line(1, "-40.00"), line(2, "-30.00"))
    out = prove(ParsedStatement("1", "USD", lines, totals=PrintedTotals(money_out=Decimal(40))))
    assert (out.repairs[0].kind, out.repairs[0].row) == ("flipped_sign", 2)


def test_a_total_that_all_else_contradicts_may_be_misread_itself():
    totals = PrintedTotals(money_in=Decimal("41.00"), money_out=Decimal("30.00"))
    only = proof(line(1, "40.00"), line(2, "-30.00"), closing="110", totals=totals)
    assert [(r.kind, r.old_amount, r.amount) for r in only.repairs] == [
        ("misread_money_in", Decimal("41.00"), Decimal("40.00"))
    ]


def test_a_closing_balance_that_all_running_ones_contradict_may_be_misread():
    found = proof(line(1, "-5.00", "95"), line(2, "-7.00", "88"), closing="38").repairs
    assert {r.kind for r in found[:2]} == {"misread_closing", "missing_line"}
    misread = next(r for r in found if r.kind == "misread_closing")
    assert (misread.amount, misread.position) == (Decimal(88), None)


def test_an_opening_balance_that_all_running_ones_contradict_may_be_misread():
    found = proof(line(1, "-5.00", "95"), line(2, "-7.00", "88"), opening="700", closing="88")
    misread = next(r for r in found.repairs if r.kind == "misread_opening")
    assert misread.amount == Decimal(100)


def test_without_running_balances_no_balance_is_called_misread():
    found = proof(line(1, "-5.00"), line(2, "-7.00"), closing="38").repairs
    assert found
    assert not [r for r in found if r.kind.startswith("misread_") and r.kind != "misread_digit"]
