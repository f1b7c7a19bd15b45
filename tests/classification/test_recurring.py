"""What recurs, how much is expected, when next, and what is missing."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from ledgerflow.classification.cadence import BY_NAME, step
from ledgerflow.classification.recurring import Occurrence, Series, recurring_of

AMOUNT = "-50"


def rows(
    name: str = "monthly", count: int = 6, amount: str = AMOUNT, start: str = "2025-01-06", *,
    first: int = 1, payee: str = "northwind", skip: tuple[int, ...] = (),
) -> list[Occurrence]:  # fmt: skip
    begin = dt.date.fromisoformat(start)
    return [
        Occurrence(
            first + n,
            step(begin, BY_NAME[name], n, begin.day),
            Decimal(amount),
            "USD",
            payee,
            "Northwind",
        )
        for n in range(count)
        if n not in skip
    ]


def only(found: list[Occurrence], as_of: str) -> Series:
    (series,) = recurring_of(found, dt.date.fromisoformat(as_of)).series
    return series


@pytest.mark.parametrize(
    ("name", "count", "as_of", "expected"),
    [
        ("weekly", 6, "2025-02-12", "2025-02-17"),
        ("fortnightly", 5, "2025-03-04", "2025-03-17"),
        ("monthly", 4, "2025-04-07", "2025-05-06"),
        ("quarterly", 4, "2025-10-07", "2026-01-06"),
        ("half-yearly", 3, "2026-01-07", "2026-07-06"),
        ("yearly", 2, "2026-01-07", "2027-01-06"),
    ],
)
def test_each_cadence_and_its_next_date(name: str, count: int, as_of: str, expected: str) -> None:
    series = only(rows(name, count), as_of)
    assert (series.cadence, series.next_date.isoformat()) == (name, expected)
    assert (series.state, series.missed) == ("running", ())


def test_a_payment_is_missed_only_after_its_tolerance_then_ended() -> None:
    six = rows()
    assert only(six, "2025-07-09").state == "running"
    late = only(six, "2025-07-10")
    assert (late.state, late.missed) == ("missed", (dt.date(2025, 7, 6),))
    assert late.next_date == dt.date(2025, 8, 6)
    assert only(six, "2025-08-10").state == "ended"
    assert len(only(six, "2030-01-01").missed) == 2, "an ended one misses no more"


def test_nothing_after_the_date_is_seen() -> None:
    series = only(rows(count=12), "2025-06-20")
    assert (len(series.transaction_ids), series.last_date) == (6, dt.date(2025, 6, 6))


def test_what_was_skipped_is_counted() -> None:
    series = only(rows(count=8, skip=(3,)), "2025-08-07")
    assert (series.skipped, len(series.transaction_ids)) == (1, 7)


def test_a_new_price_is_told_and_expected() -> None:
    series = only(
        [*rows(), *rows(count=2, amount="-60", start="2025-07-06", first=7)], "2025-08-07"
    )
    (change,) = series.price_changes
    assert (change.date, change.before, change.after) == (dt.date(2025, 7, 6), -50, -60)
    assert (series.amount_low, series.amount_high) == (-60, -60)


def test_varying_amounts_give_a_range() -> None:
    bills = [
        Occurrence(n, dt.date(2025, n, 12), Decimal(amount), "USD", "water works")
        for n, amount in enumerate(("-70", "-81", "-75", "-90", "-66", "-73", "-79"), 1)
    ]
    series = only(bills, "2025-07-13")
    assert (series.amount_low, series.amount_high) == (-66, -90)
    assert series.price_changes == ()


def test_income_recurs_too_and_apart_from_payments() -> None:
    both = [*rows(), *rows(amount="900", first=101)]
    found = recurring_of(both, dt.date(2025, 6, 7))
    assert sorted(s.is_income for s in found.series) == [False, True]


def test_each_transaction_knows_its_series() -> None:
    found = recurring_of([*rows(), *rows(count=1, payee="once", first=99)], dt.date(2025, 6, 7))
    assert found.series_key(1) == found.series[0].key == "northwind|USD|out|monthly|1"
    assert found.series_key(99) == ""


def test_without_a_payee_or_an_amount_nothing_recurs() -> None:
    nobody = rows(payee="")
    assert recurring_of(nobody, dt.date(2025, 7, 1)).series == ()
    assert recurring_of(rows(amount="0"), dt.date(2025, 7, 1)).series == ()


def test_the_order_of_rows_changes_nothing() -> None:
    mixed = [*rows(), *rows("weekly", 9, "-20", first=50), *rows(payee="other", first=90)]
    found = recurring_of(mixed, dt.date(2025, 7, 1))
    random.Random(3).shuffle(mixed)  # noqa: S311
    assert recurring_of(mixed, dt.date(2025, 7, 1)) == found
