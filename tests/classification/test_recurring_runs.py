"""Which rows of one payee belong together."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.cadence import BY_NAME, step
from ledgerflow.classification.recurring_runs import Occurrence, runs_of


def series(
    first: int, start: str, amount: str, count: int, name: str = "monthly"
) -> list[Occurrence]:
    begin = dt.date.fromisoformat(start)
    return [
        Occurrence(
            first + n, step(begin, BY_NAME[name], n, begin.day), Decimal(amount), "USD", "streamly"
        )
        for n in range(count)
    ]


def found(*rows: list[Occurrence]) -> list[tuple[str, list[int]]]:
    together = sorted((row for part in rows for row in part), key=lambda r: (r.date, r.id))
    runs = sorted(runs_of(together), key=lambda run: run.rows[0].id)
    return [(run.fit.cadence.name, [row.id for row in run.rows]) for run in runs]


def test_one_subscription_whose_price_changes_stays_one() -> None:
    rows = series(1, "2025-01-05", "-9.99", 6), series(7, "2025-07-05", "-12.99", 2)
    assert found(*rows) == [("monthly", list(range(1, 9)))]


def test_two_subscriptions_of_one_payee_are_two() -> None:
    rows = series(1, "2025-01-05", "-9.99", 6), series(101, "2025-01-05", "-29", 6)
    assert found(*rows) == [("monthly", list(range(1, 7))), ("monthly", list(range(101, 107)))]


def test_the_same_amount_twice_a_month_is_two() -> None:
    rows = series(1, "2025-01-03", "-10", 8), series(101, "2025-01-20", "-10", 8)
    assert found(*rows) == [("monthly", list(range(1, 9))), ("monthly", list(range(101, 109)))]


def test_a_subscription_is_found_among_purchases_of_the_same_payee() -> None:
    bought = [
        Occurrence(500 + n, dt.date(2025, 1, 2) + dt.timedelta(days), Decimal(amount), "USD", "s")
        for n, (days, amount) in enumerate(
            [(3, "-41.20"), (19, "-7.95"), (20, "-88.10"), (71, "-15.49"), (90, "-23.00")]
        )
    ]
    rows = series(1, "2025-01-05", "-14.99", 5), bought
    assert found(*rows) == [("monthly", [1, 2, 3, 4, 5])]


def test_a_dearer_one_after_a_break_belongs_to_the_subscription() -> None:
    bought = [Occurrence(900, dt.date(2025, 1, 28), Decimal("-80"), "USD", "streamly")]
    rows = series(1, "2025-01-05", "-14.99", 6), series(7, "2025-07-05", "-16.99", 1), bought
    assert found(*rows) == [("monthly", [1, 2, 3, 4, 5, 6, 7])]


def test_coffee_at_one_price_on_any_day_is_not_recurring() -> None:
    offsets = [0, 2, 3, 9, 10, 17, 25, 26, 40, 41, 49, 60, 66, 67]
    rows = [
        Occurrence(n, dt.date(2025, 1, 2) + dt.timedelta(days), Decimal(-4), "USD", "cafe")
        for n, days in enumerate(offsets)
    ]
    assert found(rows) == []
