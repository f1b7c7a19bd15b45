"""Places among an account's lines are written and read; rows carry the balance on."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.registerlines import LinesRead, OtherAccount, RegisterPlace


def test_a_place_is_written_and_read_and_stands_in_order():
    place = RegisterPlace(dt.date(2025, 3, 31), 17, 2)
    assert str(place) == "2025-03-31.17.2"
    assert RegisterPlace.read(str(place)) == place
    assert RegisterPlace(dt.date(2025, 3, 31)) < place < RegisterPlace(dt.date(2025, 3, 31), 18, 1)


@pytest.mark.parametrize(
    "text",
    ["", "17", "2025-03-31.17", "2025-02-30.1.1", "2025-03-31.-1.1", f"2025-03-31.1.{'9' * 19}"],
)
def test_what_is_no_place_is_refused(text):
    with pytest.raises(InputError, match="is no place in a register"):
        RegisterPlace.read(text)


def test_rows_carry_the_balance_on_from_the_opening():
    day = dt.date(2025, 1, 2)
    facts = [(day, 1, 11, 1, "normal", "Rent", ""), (day, 2, 12, 3, "normal", "Both", "split")]
    found = [
        (*facts[0], Decimal(-30), ["6110"], ["Rent"]),
        (*facts[1], Decimal(50), None, None),
    ]
    read = LinesRead(Decimal(100), 0, 2, found)
    rows = read.rows(Decimal(100))
    assert read.amount == 20
    assert [row.balance for row in rows] == [70, 120]
    assert rows[0].others == (OtherAccount("6110", "Rent"),)
    assert rows[1].others == ()
    assert rows[1].place == RegisterPlace(day, 12, 3)
