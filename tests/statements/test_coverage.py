"""What a month of statements is called: proved, not proved, partial, missing, and its marks."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest

from ledgerflow.statements.coverage import Beginning, Cover, months_covered

TODAY = dt.date(2025, 9, 15)
_ids = itertools.count(1)


def day(text):
    return dt.date.fromisoformat(text)


def cover(start, end, verdict="proved", **more):
    """A statement from a file of its own."""
    number = next(_ids)
    return Cover(number, more.pop("file", number), day(start), day(end), verdict, **more)


def grid(*covers, today=TODAY, beginning=None):
    """{"2025-01": month} up to the last month with a statement."""
    months = months_covered(covers, today=today, beginning=beginning)
    return {f"{m.first:%Y-%m}": m for m in months if m.state != "awaited"}


def states(*covers, **how):
    return {name: m.state for name, m in grid(*covers, **how).items()}


def test_a_month_is_proved_when_every_day_of_it_lies_in_proved_statements():
    whole = cover("2025-01-01", "2025-01-31")
    halves = cover("2025-02-01", "2025-02-10"), cover("2025-02-11", "2025-02-28")
    assert states(whole, *halves) == {"2025-01": "proved", "2025-02": "proved"}


def test_periods_that_cross_months_prove_the_months_between_them():
    found = grid(
        cover("2025-01-16", "2025-02-15"),
        cover("2025-02-16", "2025-03-15"),
        cover("2025-03-16", "2025-04-15"),
    )
    assert {name: m.state for name, m in found.items()} == {
        "2025-01": "partial",
        "2025-02": "proved",
        "2025-03": "proved",
        "2025-04": "partial",
    }
    assert found["2025-01"].gaps == ((day("2025-01-01"), day("2025-01-15")),)
    assert found["2025-04"].gaps == ((day("2025-04-16"), day("2025-04-30")),)


def test_a_day_without_a_statement_makes_a_month_partial():
    (month,) = grid(cover("2025-01-01", "2025-01-14"), cover("2025-01-16", "2025-01-31")).values()
    assert (month.state, month.days, month.proved_days) == ("partial", 31, 30)
    assert month.gaps == ((day("2025-01-15"), day("2025-01-15")),)


def test_months_between_statements_are_missing_and_those_after_them_awaited():
    found = months_covered(
        [cover("2025-01-01", "2025-01-31"), cover("2025-04-01", "2025-04-30")], today=TODAY
    )
    assert [m.state for m in found] == ["proved", *["missing"] * 2, "proved", *["awaited"] * 4]
    assert found[-1].first == day("2025-08-01"), "the month that runs is not waited for"


@pytest.mark.parametrize("verdict", ["not_proved", "not_provable"])
def test_what_only_unproved_statements_cover_is_not_proved(verdict):
    (month,) = grid(
        cover("2025-01-01", "2025-01-20"), cover("2025-01-21", "2025-01-31", verdict)
    ).values()
    assert (month.state, month.proved_days, month.unproved_days) == ("not_proved", 20, 11)
    assert ("not_provable" in month.marks) is (verdict == "not_provable")


def test_a_proved_statement_of_the_same_days_makes_up_for_one_that_is_not():
    found = grid(
        cover("2025-01-01", "2025-01-31", "not_provable"), cover("2025-01-01", "2025-01-31")
    )
    assert found["2025-01"].state == "proved"


def test_a_contradiction_weighs_more_than_what_only_lacks_proof():
    found = grid(
        cover("2025-01-01", "2025-01-20", "not_provable"),
        cover("2025-01-21", "2025-01-31", "not_proved"),
    )
    assert found["2025-01"].marks == ()


def test_a_file_that_waits_is_seen_and_proves_nothing():
    found = grid(
        cover("2025-01-01", "2025-01-31"),
        cover("2025-02-01", "2025-02-28", "not_proved", is_live=False),
        cover("2025-03-01", "2025-03-31", "proved", is_live=False),
    )
    assert [(m.state, m.marks) for m in found.values()] == [
        ("proved", ()),
        ("not_proved", ("waiting",)),
        ("not_proved", ("waiting",)),
    ]


def test_an_unproved_day_is_told_before_a_missing_one():
    found = grid(cover("2025-01-01", "2025-01-10", "not_proved"))
    assert found["2025-01"].state == "not_proved"
    assert found["2025-01"].gaps == ((day("2025-01-11"), day("2025-01-31")),)


def test_an_account_that_opens_in_mid_month_lacks_nothing_before():
    opened = cover("2025-01-13", "2025-01-31", opening=Decimal(0), closing=Decimal(5))
    assert grid(opened)["2025-01"].days == 19
    assert states(opened) == {"2025-01": "proved"}
    unknown = cover("2025-01-13", "2025-01-31", opening=Decimal(7))
    assert states(unknown) == {"2025-01": "partial"}


def test_a_stated_balance_says_from_when_on_statements_are_expected():
    first = cover("2025-03-01", "2025-03-31", opening=Decimal(9))
    start = Beginning(day("2025-01-15"), Decimal(8))
    assert states(first, beginning=start) == {
        "2025-01": "missing",
        "2025-02": "missing",
        "2025-03": "proved",
    }
    assert grid(first, beginning=start)["2025-01"].days == 16
    late = Beginning(day("2025-06-30"), Decimal(8))
    assert states(first, beginning=late) == {"2025-03": "proved"}


def test_equal_balances_carry_the_proof_over_days_without_a_statement():
    january = cover("2025-01-01", "2025-01-28", opening=Decimal(1), closing=Decimal("3303.50"))
    february = cover("2025-02-05", "2025-02-28", opening=Decimal("3303.50"), closing=Decimal(4))
    found = grid(january, february)
    assert [(m.state, m.marks) for m in found.values()] == [("proved", ("carried",))] * 2
    broken = cover("2025-02-05", "2025-02-28", opening=Decimal("3303.51"), closing=Decimal(4))
    assert states(january, broken) == {"2025-01": "partial", "2025-02": "partial"}


def test_a_stated_balance_carries_up_to_the_first_line():
    first = cover("2025-01-06", "2025-01-31", opening=Decimal(1000))
    assert states(first, beginning=Beginning(day("2024-12-31"), Decimal(1000))) == {
        "2025-01": "proved"
    }
    assert states(first, beginning=Beginning(day("2024-12-31"), Decimal(999))) == {
        "2025-01": "partial"
    }


def test_unproved_balances_carry_nothing():
    found = states(
        cover("2025-01-01", "2025-01-28", closing=Decimal(3)),
        cover("2025-02-05", "2025-02-28", "not_proved", opening=Decimal(3)),
    )
    assert found == {"2025-01": "partial", "2025-02": "not_proved"}


def test_the_running_month_is_judged_up_to_its_last_statement():
    found = months_covered([cover("2025-08-01", "2025-09-10")], today=TODAY)
    assert [(m.state, m.marks, m.days) for m in found] == [
        ("proved", (), 31),
        ("proved", ("running",), 10),
    ]


def test_two_files_that_cover_the_same_days_overlap_in_the_months_of_these_days():
    found = grid(
        cover("2025-01-01", "2025-02-10", lines=9), cover("2025-02-08", "2025-03-31", lines=9)
    )
    assert [m.marks for m in found.values()] == [(), ("overlapping",), ()]


def test_periods_that_meet_on_one_day_do_not_overlap():
    found = grid(
        cover("2025-01-01", "2025-01-31", lines=9), cover("2025-01-31", "2025-02-28", lines=9)
    )
    assert [m.marks for m in found.values()] == [(), ()]


def test_two_statements_of_one_file_are_no_overlap():
    found = grid(
        cover("2025-01-01", "2025-01-31", file=7, lines=3),
        cover("2025-01-10", "2025-01-31", file=7, lines=3),
    )
    assert found["2025-01"].marks == ()


def test_a_statement_that_tells_nothing_new_is_a_duplicate_and_no_overlap():
    found = grid(
        cover("2025-01-01", "2025-02-28", lines=9),
        cover("2025-02-03", "2025-02-20", lines=4, repeated=True),
    )
    assert [m.marks for m in found.values()] == [(), ("duplicate",)]


def test_an_empty_statement_is_a_duplicate_when_another_covers_all_its_days():
    year = cover("2025-01-01", "2025-12-31", lines=9)
    empty = cover("2025-02-01", "2025-02-28", lines=0)
    assert grid(year, empty)["2025-02"].marks == ("duplicate",)
    longer = cover("2024-12-01", "2025-01-31", lines=0)
    assert grid(year, longer)["2025-01"].marks == ("overlapping",)


def test_the_order_of_the_statements_does_not_matter():
    known = [
        cover("2025-01-01", "2025-01-20", lines=2, opening=Decimal(0), closing=Decimal(4)),
        cover("2025-01-25", "2025-02-11", lines=2, opening=Decimal(4), closing=Decimal(5)),
        cover("2025-02-10", "2025-02-28", "not_provable", lines=2),
        cover("2025-04-10", "2025-04-28", "not_proved", is_live=False),
    ]
    expected = months_covered(known, today=TODAY)
    for order in itertools.permutations(known):
        assert months_covered(order, today=TODAY) == expected


def test_misread_years_make_no_endless_grid():
    found = months_covered(
        [cover("0001-01-01", "9999-12-31"), cover("2025-08-01", "2025-08-31")], today=TODAY
    )
    assert [m.first for m in found] == [day("2025-08-01")]
    far = Beginning(day("0001-01-01"), Decimal(0))
    assert len(months_covered([cover("2025-08-01", "2025-08-31")], today=TODAY, beginning=far)) < (
        1300
    )


def test_without_statements_there_is_no_grid():
    assert months_covered([], today=TODAY) == []
