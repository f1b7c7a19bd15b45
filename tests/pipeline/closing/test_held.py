"""Closings and postings at the same moment, with real transactions."""

import datetime as dt
import threading

import pytest
from django.db import connection

from ledgerflow.core.errors import ConflictError, LedgerFlowError, LockedPeriod
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.periods import periods_hold, periods_lock
from ledgerflow.pipeline.closing.years import year_close
from tests.ledger.test_services import paid

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = dt.date(2027, 1, 2)
MARCH = dt.date(2025, 3, 1)


def in_thread(work, outcomes):
    """Run `work` in a thread with a connection of its own; what it gave or raised is kept."""

    def run():
        try:
            outcomes.append(work())
        except LedgerFlowError as error:
            outcomes.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_two_closings_of_a_year_at_once_close_it_once(books):
    with books.scope():
        paid(books, date=MARCH)
    outcomes = []
    threads = [
        in_thread(
            lambda: year_close(books.place, 2025, user_id=books.user.pk, today=TODAY), outcomes
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.join(30)
    refused = [one for one in outcomes if isinstance(one, LedgerFlowError)]
    assert len(outcomes) == 2
    assert [type(error) for error in refused] == [ConflictError]
    with books.scope():
        assert JournalEntry.objects.filter(kind="closing").count() == 1


def test_a_posting_waits_for_the_closing_and_is_refused(books):
    outcomes = []

    def post():
        with books.scope():
            return paid(books, date=MARCH)

    with books.scope():
        periods_hold(business=books.business, start=MARCH, end=MARCH)
        thread = in_thread(post, outcomes)
        thread.join(0.3)
        assert thread.is_alive()
        periods_lock(business=books.business, start=MARCH, end=MARCH, reason="closed")
    thread.join(30)
    (refused,) = outcomes
    assert isinstance(refused, LockedPeriod)
    with books.scope():
        assert not JournalEntry.objects.exists()
