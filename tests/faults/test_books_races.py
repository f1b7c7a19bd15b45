"""Many writers at once: no deadlock that anybody sees, and nothing lands after a lock."""

import datetime as dt
import threading
import time
from decimal import Decimal

import pytest
from django.db import close_old_connections, connection, transaction

from ledgerflow.core.errors import LockedPeriod
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.posting import entry_post
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import period_lock
from tests.faults.books_checks import books_faults
from tests.raw_sql import connect

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 16
TURNS = 12
KEYS = ("supplies", "meals", "owner_draw", "office_expense")


def accounts_of(books):
    with books.scope():
        return [account_by_key(books.business, key).pk for key in KEYS]


def draft(debit, credit, day, key):
    lines = (LineDraft(debit, Decimal(3), "USD"), LineDraft(credit, Decimal(-3), "USD"))
    return EntryDraft(day, "Race", lines, key)


def all_at_once(work, count):
    """Run `work(n)` in `count` threads that start together; what they raised."""
    gate, raised = threading.Barrier(count), []

    def run(number):
        try:
            gate.wait(30)
            work(number)
        except Exception as error:  # noqa: BLE001  # shown by the test
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def deadlocks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def checked(books):
    raw = connect(firm=books.place.firm_id, user=books.user.pk)
    found = books_faults(raw)
    raw.close()
    return found


def test_sixteen_writers_on_reversed_pairs_never_meet_a_deadlock(make_books):
    """Each transaction posts twice, half of them in the opposite order of accounts and years."""
    books = make_books()
    accounts = accounts_of(books)
    before = deadlocks()

    def write(number):
        for turn in range(TURNS):
            one, other = accounts[turn % 4], accounts[(turn + 1 + number % 3) % 4]
            days = [dt.date(2000 + turn, 5, 5), dt.date(2020 - turn, 6, 6)]
            pairs = [(one, other, days[0]), (other, one, days[1])]
            if number % 2:
                pairs.reverse()
            with books.scope():
                business = Business.objects.get(pk=books.place.business_id)
                for place, (debit, credit, day) in enumerate(pairs):
                    key = f"{number}:{turn}:{place}"
                    entry_post(business=business, draft=draft(debit, credit, day, key))

    assert all_at_once(write, WRITERS) == []
    time.sleep(0.2)  # the server's counters follow a moment later
    assert deadlocks() == before
    with books.scope():
        assert JournalEntry.objects.count() == WRITERS * TURNS * 2
    assert checked(books) == {}


def test_nothing_lands_in_a_month_after_its_lock_is_committed(make_books):
    books = make_books()
    accounts = accounts_of(books)
    day = dt.date(2025, 3, 14)
    locked, refused = threading.Event(), []
    counted = {}

    def write(number):
        if number == 0:
            time.sleep(0.3)
            with books.scope():
                period_lock(business=books.business, month=day, reason="race")
            with books.scope():
                counted["at the lock"] = JournalEntry.objects.count()
            locked.set()
            return
        turn = 0
        with firm_scope(books.place.firm_id, books.user.pk):
            with transaction.atomic():
                business = Business.objects.get(pk=books.place.business_id)
            while turn < 2_000:
                after = locked.is_set()
                try:
                    key = f"{number}:{turn}"
                    entry_post(business=business, draft=draft(*accounts[:2], day, key))
                except LockedPeriod as error:
                    refused.append(error)
                    return
                assert not after, "an entry landed after the lock"
                turn += 1

    assert all_at_once(write, 5) == []
    assert len(refused) == 4
    with books.scope():
        assert JournalEntry.objects.count() == counted["at the lock"] > 0
    assert checked(books) == {}
    close_old_connections()
