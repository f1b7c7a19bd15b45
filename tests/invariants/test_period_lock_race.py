"""Locking a month against posting into it: after the lock commits, nothing lands."""

import datetime as dt
import threading

import psycopg
import pytest

from ledgerflow.core.errors import LockedPeriod
from tests.invariants.test_entries import post
from tests.raw_sql import meaning

pytestmark = pytest.mark.django_db

LOCK = """INSERT INTO ledger_period (firm_id, business_id, start, is_locked, reason)
          VALUES (%(firm)s, %(business)s, %(start)s, true, 'race')
          ON CONFLICT (firm_id, business_id, start) DO UPDATE SET is_locked = true"""


def month(number: int) -> dt.date:
    """Each test races in a year of its own: the rows of a year's months come together."""
    return dt.date(1990 + number, 3, 1)


def lock(raw, own, start):
    raw.execute(LOCK, {"firm": own.firm, "business": own.business, "start": start})


def in_thread(work):
    """Start `work`; (thread, what it raised)."""
    raised = []

    def run():
        try:
            work()
        except psycopg.Error as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.2)
    return thread, raised


@pytest.mark.parametrize("row_is_there", [False, True])
def test_a_posting_that_waits_for_the_lock_is_refused(app, second_app, own, row_is_there):
    start = month(1 + row_is_there)
    if row_is_there:
        post(app, own, {"date": start, "idempotency_key": f"before {start}"}, date=start)
        app.commit()
    lock(app, own, start)
    thread, raised = in_thread(
        lambda: post(second_app, own, {"date": start, "idempotency_key": "late"}, date=start)
    )
    assert thread.is_alive(), "the posting waits for the lock"
    app.commit()
    thread.join(10)
    (error,) = raised
    assert error.diag.constraint_name == "period_locked"
    assert type(meaning(error)) is LockedPeriod


@pytest.mark.parametrize("row_is_there", [False, True])
def test_a_lock_waits_for_the_posting_that_came_first(app, second_app, own, row_is_there):
    start = month(3 + row_is_there)
    if row_is_there:
        post(app, own, {"date": start, "idempotency_key": f"before {start}"}, date=start)
        app.commit()
    entry = post(app, own, {"date": start, "idempotency_key": f"first {start}"}, date=start)
    thread, raised = in_thread(lambda: lock(second_app, own, start))
    assert thread.is_alive(), "the lock waits for the posting"
    app.commit()
    thread.join(10)
    assert raised == []
    second_app.commit()
    found = second_app.execute("SELECT id FROM ledger_journalentry WHERE id = %s", [entry])
    assert found.fetchone()[0] == entry
    with pytest.raises(psycopg.Error) as late:
        post(app, own, {"date": start, "idempotency_key": "late"}, date=start)
    assert late.value.diag.constraint_name == "period_locked"


def test_two_postings_into_a_new_month_do_not_wait_for_each_other_for_ever(app, second_app, own):
    start = month(5)
    post(app, own, {"date": start, "idempotency_key": "one"}, date=start)
    thread, raised = in_thread(
        lambda: post(second_app, own, {"date": start, "idempotency_key": "two"}, date=start)
    )
    app.commit()
    thread.join(10)
    assert not thread.is_alive()
    assert raised == []
    second_app.rollback()


def test_a_repeatable_read_posting_does_not_slip_under_a_lock_it_cannot_see(app, second_app, own):
    start = month(6)
    second_app.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    second_app.execute("SELECT count(*) FROM ledger_period")
    lock(app, own, start)
    app.commit()
    with pytest.raises(psycopg.Error):
        post(second_app, own, {"date": start, "idempotency_key": "late"}, date=start)
