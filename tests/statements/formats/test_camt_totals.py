"""Control totals: what a bank counts, and in which sense."""

from decimal import Decimal

import pytest

from ledgerflow.statements.formats.camt_entries import Rows
from ledgerflow.statements.formats.camt_faults import Found
from ledgerflow.statements.formats.camt_totals import states_nothing, totals_of
from ledgerflow.statements.formats.camt_tree import Record
from ledgerflow.statements.parsed import PrintedTotals


def totals(
    printed: dict[str, str],
    booked: tuple[str, ...] = ("-12.50", "100.00"),
    pending=(),
    parts=(1, 1),
) -> tuple[PrintedTotals, list[str]]:
    rows = Rows(owner=("", ""), is_report=False)
    rows.booked = [(1, None, Decimal(amount)) for amount in booked]
    rows.pending = [(1, None, Decimal(amount)) for amount in pending]
    rows.parts_in, rows.parts_out = parts
    statement, found = Record("Stmt", 1), Found()
    statement.update(printed)
    return totals_of(statement, rows, found), [f.code for f in found.capped()]


def test_sums_and_counts_are_handed_to_the_proof_as_printed():
    printed = {"All/Nb": "3", "In/Nb": "2", "In/Sum": "99", "Out/Nb": "1", "Out/Sum": "12.50"}
    expected = PrintedTotals(Decimal(99), Decimal("12.50"), 2, 1, 3)
    assert totals(printed) == (expected, [])


def test_nothing_printed_is_nothing_to_compare():
    assert totals({}) == (PrintedTotals(), [])


@pytest.mark.parametrize(("direction", "net"), [("CRDT", "87.50"), ("DBIT", "87.50")])
def test_sum_and_net_tell_the_two_sides(direction, net):
    found, _ = totals({"All/Sum": "112.50", "All/Net": net, "All/Ind": direction})
    sides = (Decimal("100.00"), Decimal("12.50"))
    assert (found.money_in, found.money_out) == (sides if direction == "CRDT" else sides[::-1])


def test_a_sum_that_is_the_net_printed_twice_tells_nothing():
    found, _ = totals({"All/Sum": "87.50", "All/Net": "87.50", "All/Ind": "CRDT"})
    assert found == PrintedTotals()


def test_a_count_of_single_payments_is_left_out_with_a_note():
    found, codes = totals({"All/Nb": "8", "In/Nb": "1", "Out/Nb": "7"}, parts=(1, 7))
    assert (found, codes) == (PrintedTotals(count_in=1), ["camt_totals_parts"])


def test_totals_with_pending_entries_are_left_out_with_a_note():
    found, codes = totals({"In/Nb": "2", "In/Sum": "150.00"}, pending=("50.00",), parts=(1, 1))
    assert (found, codes) == (PrintedTotals(), ["camt_totals_pending"])


def test_an_entry_of_nothing_may_be_counted_on_either_side():
    assert totals({"In/Nb": "2", "All/Nb": "3"}, ("0.00", "-12.50", "100.00")) == (
        PrintedTotals(count=3),
        [],
    )
    assert totals({"In/Nb": "3"}, ("0.00", "-12.50", "100.00"))[0].count_in == 3


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [("All/Nb", "two", "camt_bad_count"), ("In/Sum", "1e5", "camt_bad_amount")],
)
def test_a_total_that_is_no_number_is_a_fault(key, value, code):
    assert totals({key: value})[1] == [code]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ({"All/Nb": "0"}, True),
        ({"In/Nb": "0", "Out/Nb": "0"}, True),
        ({"In/Nb": "0"}, False),
        ({}, False),
    ],
)
def test_the_bank_says_that_nothing_moved_by_counting_none(printed, expected):
    statement = Record("Stmt", 1)
    statement.update(printed)
    assert states_nothing(statement) is expected
