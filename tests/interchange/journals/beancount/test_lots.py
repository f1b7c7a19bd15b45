"""A sale takes the lots that its account's booking method says."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.beancount.lots import Lots, NoLot
from ledgerflow.interchange.journals.beancount.records import Cost, Opened, Posting

DAYS = [dt.date(2024, 1, day) for day in (1, 2, 3)]


def held(method):
    """Three lots of ten: at 5, 7 and 6."""
    lots = Lots({"Assets:B": Opened(1, DAYS[0], frozenset(), method)}, "STRICT")
    for day, price in zip(DAYS, (5, 7, 6), strict=True):
        bought = Posting(1, "Assets:B", Decimal(10), "HOOL", Cost(Decimal(price), None, "USD"))
        lots.add(bought, Decimal(price), "USD", day)
    return lots


def sale(units, cost=None):
    return Posting(9, "Assets:B", Decimal(-units), "HOOL", cost or Cost())


@pytest.mark.parametrize(
    ("method", "weights"), [("FIFO", [-50, -35]), ("LIFO", [-60, -35]), ("HIFO", [-70, -30])]
)
def test_methods_take_lots_in_their_order(method, weights):
    lots = held(method)
    assert lots.takes_out(sale(15))
    assert [weight for weight, _ in lots.take(sale(15))] == weights


def test_a_strict_account_wants_the_lot_named_unless_all_go():
    with pytest.raises(NoLot, match="3 lots fit"):
        held("STRICT").take(sale(15))
    assert held("STRICT").take(sale(4, Cost(Decimal(7)))) == [(-28, "USD")]
    assert held("STRICT").take(sale(4, Cost(date=DAYS[2]))) == [(-24, "USD")]
    assert sum(w for w, _ in held("STRICT").take(sale(30))) == -180
    with pytest.raises(NoLot, match="no lot fits"):
        held("STRICT").take(sale(1, Cost(Decimal(8))))
    with pytest.raises(NoLot, match="less than"):
        held("FIFO").take(sale(31))


def test_without_a_method_nothing_is_matched():
    assert not held("NONE").takes_out(sale(5))
    with pytest.raises(NoLot, match="AVERAGE"):
        held("AVERAGE").take(sale(5))


def test_a_lot_that_is_there_grows():
    lots = held("STRICT")
    lots.add(
        Posting(1, "Assets:B", Decimal(2), "HOOL", Cost(Decimal(5))), Decimal(5), "USD", DAYS[0]
    )
    assert lots.take(sale(12, Cost(Decimal(5)))) == [(-60, "USD")]
