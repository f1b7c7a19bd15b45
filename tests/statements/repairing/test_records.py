"""What one changed line does to every printed figure."""

from decimal import Decimal

import pytest

from ledgerflow.statements.repairing.records import Break, Candidate, Discrepancy

TEN, FIVE = Decimal(10), Decimal(5)


def effects(old, new):
    return {
        name: int(value) for name, value in Candidate("misread_digit", old, new).effects.items()
    }


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (TEN, -TEN, {"closing": -20, "money_in": -10, "money_out": 10}),
        (-FIVE, -TEN, {"closing": -5, "money_in": 0, "money_out": 5}),
        (None, TEN, {"closing": 10, "money_in": 10, "money_out": 0}),
        (-FIVE, None, {"closing": 5, "money_in": 0, "money_out": -5}),
    ],
)
def test_money_moves_by_what_the_line_changes(old, new, wanted):
    assert effects(old, new).items() >= wanted.items()


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [(TEN, -TEN, (0, -1, 1)), (None, TEN, (1, 1, 0)), (-FIVE, None, (-1, 0, -1)),
     (TEN, FIVE, (0, 0, 0))],
)  # fmt: skip
def test_lines_are_counted_by_their_direction(old, new, counts):
    found = effects(old, new)
    assert (found["count"], found["count_in"], found["count_out"]) == counts


def test_a_misread_figure_leaves_all_lines_as_they_are():
    misread = Candidate("misread_closing", TEN, FIVE, settles=frozenset({"closing"}))
    assert misread.effects == {}


def test_only_a_break_right_behind_the_first_follows_it():
    first, near, far = (Break(a, b, TEN) for a, b in ((0, 2), (3, 3), (5, 6)))
    assert Discrepancy({}, (first, near), 2).following == near
    assert Discrepancy({}, (first, far), 2).following is None
    assert Discrepancy({}).place is None
