"""From a numbered proposal to what a person accepts."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.statements.accepting import amendment_of, proposals
from ledgerflow.statements.outcome import outcome_to_dict
from ledgerflow.statements.parsed import Balance, ParsedFile, ParsedLine, ParsedStatement
from ledgerflow.statements.proof import prove

FIRST = dt.date(2025, 3, 1)


def statement(*said, closing):
    lines = tuple(
        ParsedLine(row, FIRST + dt.timedelta(row), Decimal(amount), "x")
        for row, amount in enumerate(said, 2)
    )
    ends = (Balance(Decimal(0), FIRST), Balance(Decimal(closing), FIRST + dt.timedelta(20)))
    return ParsedStatement("1", "USD", lines, opening=ends[0], closing=ends[1])


def outcome(*statements):
    proofs = [prove(s) for s in statements]
    return outcome_to_dict(ParsedFile("invented", statements), proofs)


FLIPPED = outcome(
    statement("5.00", closing="5.00"),
    statement("5.10", "7.30", closing="-2.20"),
    statement("-12.34", closing="-20"),
)


def number_of(kind, said=FLIPPED):
    return next(n for n, (_, r) in enumerate(proposals(said), 1) if r["kind"] == kind)


def test_numbers_count_through_all_statements_of_a_file_as_they_are_shown():
    shown = [
        repair["number"] for one in FLIPPED["statements"] for repair in one["proof"]["repairs"]
    ]
    assert shown == list(range(1, len(proposals(FLIPPED)) + 1))
    assert {at for at, _ in proposals(FLIPPED)} == {1, 2}


def test_a_proposal_is_accepted_exactly_as_it_was_shown():
    found = amendment_of(FLIPPED, number_of("flipped_sign"))
    assert (found.statement, found.kind, found.position, found.row) == (1, "flipped_sign", 1, 3)
    assert (found.old, found.new) == (Decimal("7.30"), Decimal("-7.30"))


def test_a_doubled_line_has_nothing_it_should_say():
    twice = statement("5.00", "5.00", closing="5.00")
    same_day = [line.__class__(line.row, FIRST, line.amount, "x") for line in twice.lines]
    said = outcome(ParsedStatement("1", "USD", tuple(same_day), "", "", twice.opening,
                                   twice.closing))  # fmt: skip
    found = amendment_of(said, number_of("duplicate_line", said))
    assert (found.row, found.old, found.new) == (3, Decimal("5.00"), None)


def test_a_missing_line_takes_its_day_and_text_from_the_person():
    number = next(
        n
        for n, (at, r) in enumerate(proposals(FLIPPED), 1)
        if (at, r["kind"]) == (2, "missing_line")
    )
    day = FIRST + dt.timedelta(4)
    found = amendment_of(FLIPPED, number, date=day, description=" TEA \n HOUSE ")
    assert (found.new, found.date, found.description) == (Decimal("-7.66"), day, "TEA HOUSE")
    for told, code in (
        ({}, "repair_needs_line"),
        ({"date": day}, "repair_needs_line"),
        ({"description": "TEA"}, "repair_needs_line"),
        ({"date": FIRST - dt.timedelta(1), "description": "TEA"}, "repair_day"),
        ({"date": FIRST + dt.timedelta(21), "description": "TEA"}, "repair_day"),
    ):
        with pytest.raises(InputError) as caught:
            amendment_of(FLIPPED, number, **told)
        assert caught.value.code == code


def test_only_a_missing_line_is_told_a_day_or_a_text():
    with pytest.raises(InputError) as caught:
        amendment_of(FLIPPED, number_of("flipped_sign"), description="TEA")
    assert caught.value.code == "repair_needs_line"


@pytest.mark.parametrize("number", [0, -1, 99])
def test_a_number_that_is_not_offered_is_refused_with_those_that_are(number):
    with pytest.raises(InputError, match="there are: 1 to") as caught:
        amendment_of(FLIPPED, number)
    assert caught.value.code == "unknown_repair"


def test_without_proposals_there_is_nothing_to_accept():
    with pytest.raises(InputError, match="there are: none"):
        amendment_of({"error": {"code": "unreadable"}}, 1)
