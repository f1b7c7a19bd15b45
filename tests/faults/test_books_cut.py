"""The line is cut while an entry is committed; the retry with the same key posts it once."""

import datetime as dt
import os
import shutil
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, InterfaceError, connection

from ledgerflow.core.scope import firm_scope
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalEntry, MonthBalance
from ledgerflow.ledger.posting import entries_post, entry_post
from tests.faults.books_checks import books_faults
from tests.faults.cutting_proxy import cutting_proxy
from tests.raw_sql import connect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def line():
    """The application's connection goes through a proxy; its server stays where it is."""
    folder = Path(tempfile.mkdtemp(prefix="lfc-", dir="/tmp"))
    given = connection.settings_dict
    server = given["HOST"]
    with cutting_proxy(folder, server, given["PORT"]) as proxy:
        connection.close()
        given["HOST"] = str(folder)
        try:
            yield proxy
        finally:
            connection.close()
            given["HOST"] = server
    shutil.rmtree(folder)


def drafts(books, count):
    with books.scope():
        accounts = list(Account.objects.filter(is_heading=False).values_list("pk", flat=True)[:2])
    lines = (LineDraft(accounts[0], Decimal(7), "USD"), LineDraft(accounts[1], Decimal(-7), "USD"))
    day = dt.date(2025, 3, 14)
    return [EntryDraft(day, "Cut", lines, f"cut:{n}") for n in range(count)]


def one_call(books, business, some):
    with firm_scope(books.place.firm_id, books.user.pk):
        entry_post(business=business, draft=some[0])


def in_a_transaction(books, business, some):
    with books.scope():
        entry_post(business=business, draft=some[0])


def many(books, business, some):
    with firm_scope(books.place.firm_id, books.user.pk):
        entries_post(business=business, drafts=some)


@pytest.mark.parametrize("server_hears", [True, False])
@pytest.mark.parametrize(
    ("post", "word", "count"),
    [(one_call, b"cut:0", 1), (in_a_transaction, b"COMMIT", 1), (many, b"COMMIT", 30)],
    ids=["one call", "COMMIT of one", "COMMIT of many"],
)
def test_a_cut_commit_is_retried_with_the_same_key(
    make_books, line, post, word, count, server_hears
):
    books = make_books()
    some = drafts(books, count)
    with books.scope():
        business = books.business
    line.cut_at(word, server_hears=server_hears)
    with pytest.raises((DatabaseError, InterfaceError)):
        post(books, business, some)
    assert line.cuts == 1
    connection.close()
    wait_for_the_server(books)
    post(books, business, some)
    with books.scope():
        assert JournalEntry.objects.count() == count
        assert sum(m.lines for m in MonthBalance.objects.all()) == count * 2
    raw = connect(firm=books.place.firm_id, user=books.user.pk)
    assert books_faults(raw) == {}
    raw.close()


def wait_for_the_server(books):
    """The cut session ends by itself: it commits what it heard, or rolls back."""
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.02)
    raise AssertionError("the cut session is still there")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"])
@pytest.mark.parametrize("day", [dt.date(2025, 3, 9), dt.date(2025, 11, 2), dt.date(2025, 1, 31)])
def test_business_days_do_not_move_with_a_time_zone_or_a_clock_change(make_books, zone, day):
    books = make_books()
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        one = drafts(books, 1)[0]
        with books.scope():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
            draft = EntryDraft(day, one.description, one.lines, one.idempotency_key)
            entries_post(business=books.business, drafts=[draft])
            entry_post(
                business=books.business,
                draft=EntryDraft(day, one.description, one.lines, "second"),
            )
            assert set(JournalEntry.objects.values_list("date", flat=True)) == {day}
            months = MonthBalance.objects.values_list("month", "lines")
            assert set(months) == {(day.replace(day=1), 2)}
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
