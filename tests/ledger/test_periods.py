"""Locking and opening months, one and many: in order, with reasons, and never inside a year."""

import datetime as dt

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import InputError, LockedPeriod, RuleError
from ledgerflow.ledger.models import Period
from ledgerflow.ledger.periods import (
    months_between,
    months_said,
    open_months,
    period_lock,
    period_open_for_closing,
    periods_hold,
    periods_lock,
    periods_unlock,
)
from tests.ledger.test_services import paid

JANUARY, FEBRUARY, MARCH = (dt.date(2025, month, 1) for month in (1, 2, 3))


def lock(books, start, end=None, **more):
    return periods_lock(
        business=books.business, start=start, end=end or start, reason="agreed", **more
    )


def unlock(books, start, end=None, reason="a late invoice"):
    return periods_unlock(business=books.business, start=start, end=end or start, reason=reason)


def locked(books):
    rows = Period.objects.filter(business=books.business, is_locked=True).order_by("start")
    return [period.start for period in rows]


def close_year(books, year, action="year_close"):
    event_record(
        firm_id=books.place.firm_id,
        business_id=books.place.business_id,
        action=action,
        subject="fiscal_year",
        subject_id=year,
        detail={"start": f"{year}-01-01", "end": f"{year}-12-31"},
    )


def test_a_range_of_months_is_locked_at_once_and_told_month_by_month(books):
    with books.scope():
        changed = lock(books, JANUARY, MARCH)
        assert [p.start for p in changed] == [JANUARY, FEBRUARY, MARCH] == locked(books)
        told = AuditEvent.objects.filter(action="period_lock", reason="agreed")
        assert {e.subject_id for e in told} == {p.pk for p in changed}
        for number, day in enumerate((dt.date(2025, 1, 31), dt.date(2025, 3, 1))):
            with pytest.raises(LockedPeriod):
                paid(books, key=f"late {number}", date=day)
        assert paid(books, date=dt.date(2025, 4, 1)).number


def test_a_month_that_is_locked_already_keeps_its_lock(books):
    with books.scope():
        first = period_lock(business=books.business, month=FEBRUARY, reason="filed")
        assert [p.start for p in lock(books, JANUARY, MARCH)] == [JANUARY, MARCH]
        again = Period.objects.get(pk=first.pk)
        assert (again.locked_at, again.reason) == (first.locked_at, "filed")


def test_months_are_locked_in_order_unless_somebody_insists(books):
    with books.scope():
        paid(books, date=dt.date(2024, 11, 5))
        paid(books, key="k2", date=dt.date(2025, 1, 5))
        with pytest.raises(RuleError, match="2024-11, 2025-01") as refused:
            lock(books, MARCH)
        assert refused.value.code == "earlier_months_open"
        assert locked(books) == []
        lock(books, MARCH, anyway=True)
        lock(books, dt.date(2024, 11, 1))
        assert open_months(books.business, before=MARCH) == [JANUARY]
        lock(books, JANUARY)
        lock(books, FEBRUARY)
        assert open_months(books.business, before=dt.date(2026, 1, 1)) == []


def test_months_without_entries_ask_for_no_order(books):
    with books.scope():
        assert [p.start for p in lock(books, MARCH)] == [MARCH]


def test_a_range_is_opened_with_a_reason_and_only_what_was_locked_is_told(books):
    with books.scope():
        lock(books, JANUARY)
        lock(books, MARCH)
        with pytest.raises(InputError, match="2025-01 to 2025-03 again needs a reason"):
            unlock(books, JANUARY, MARCH, reason=" ")
        assert [p.start for p in unlock(books, JANUARY, MARCH)] == [JANUARY, MARCH]
        assert locked(books) == []
        assert AuditEvent.objects.filter(action="period_unlock").count() == 2


def test_a_month_of_a_closed_year_opens_only_with_the_year(books):
    with books.scope():
        lock(books, JANUARY, dt.date(2025, 12, 1))
        lock(books, dt.date(2026, 1, 1))
        close_year(books, 2025)
        with pytest.raises(RuleError, match="The fiscal year 2025") as refused:
            unlock(books, dt.date(2025, 12, 1), dt.date(2026, 1, 1))
        assert refused.value.code == "month_of_closed_year"
        assert "ledgerflow reopen 2025" in refused.value.hint
        assert len(locked(books)) == 13
        assert unlock(books, dt.date(2026, 1, 1))
        close_year(books, 2025, action="year_reopen")
        assert unlock(books, dt.date(2025, 12, 1))


def test_opening_for_the_closing_entries_touches_a_locked_month_only(books):
    with books.scope():
        period_open_for_closing(business=books.business, month=MARCH, reason="closing")
        assert not AuditEvent.objects.filter(subject="period").exists()
        lock(books, MARCH)
        period_open_for_closing(business=books.business, month=MARCH, reason="closing")
        assert locked(books) == []


def test_holding_makes_the_rows_that_are_missing_in_order(books):
    with books.scope():
        paid(books, date=dt.date(2025, 6, 1))
        held = periods_hold(
            business=books.business, start=dt.date(2024, 11, 9), end=dt.date(2025, 2, 3)
        )
        assert [p.start for p in held] == months_between(dt.date(2024, 11, 1), FEBRUARY)
        assert not any(p.is_locked for p in held)


def test_a_range_that_runs_backwards_is_none():
    with pytest.raises(InputError, match="no range"):
        months_between(MARCH, JANUARY)
    assert months_between(dt.date(2024, 12, 31), JANUARY) == [dt.date(2024, 12, 1), JANUARY]


def test_many_months_are_said_shortly():
    assert months_said([JANUARY]) == "2025-01"
    assert months_said([JANUARY, FEBRUARY, MARCH], shown=1) == "2025-01 and 2 more"
