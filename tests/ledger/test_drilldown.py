"""The entries behind a figure: all of them, once, in pages that cost the same everywhere."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import place_for
from ledgerflow.firms.models import User
from ledgerflow.firms.services import firm_create
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.drilldown import EntryPlace, entries_behind
from ledgerflow.ledger.models import Account, JournalLine
from ledgerflow.ledger.selectors import account_balances, account_by_key
from ledgerflow.ledger.services import account_add, business_open, entry_post
from tests.conftest import Books
from tests.ledger.posted import post
from tests.raw_sql import connect

JANUARY = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 1, 31)}


def ids_of(books, *keys):
    return [account_by_key(books.business, key).pk for key in keys]


def behind(books, *keys, start=None, end=None, **how):
    """The page of these accounts; call inside the scope."""
    return entries_behind(
        books.business, account_ids=ids_of(books, *keys), start=start, end=end, **how
    )


def numbers(page):
    return [e.entry.number for e in page.entries]


def every_page(books, *keys, limit, **asked):
    """All pages from the first to the last."""
    pages = [behind(books, *keys, limit=limit, **asked)]
    while pages[-1].next:
        pages.append(behind(books, *keys, limit=limit, after=pages[-1].next, **asked))
    return pages


@pytest.fixture
def studio(books):
    """Five entries, posted in another order than their days."""
    with books.scope():
        post(books, "2025-02-03", ("meals", 7), ("owner_draw", -7), text="February")
        post(books, "2025-01-20", ("meals", 5), ("owner_draw", -5), text="Late January")
        post(books, "2025-01-02", ("supplies", 3), ("owner_draw", -3), text="Paint")
        post(
            books,
            "2025-01-20",
            *(("meals", 2), ("meals", 4), ("supplies", 1), ("owner_draw", -7)),
            text="Both",
        )
        post(books, "2024-12-31", ("meals", 11), ("owner_draw", -11), text="Last year")
    return books


def test_entries_come_by_day_and_number_with_all_their_lines(studio):
    with studio.scope():
        page = behind(studio, "meals")
    assert [e.entry.description for e in page.entries] == [
        "Last year",
        "Late January",
        "Both",
        "February",
    ]
    both = page.entries[2]
    assert [line.amount for line in both.lines] == [2, 4]
    assert [(x.account.key, x.amount) for x in both.others] == [("supplies", 1), ("owner_draw", -7)]
    assert (page.previous, page.next) == (None, None)


def test_the_sum_of_all_is_the_figure_and_an_entry_counts_once(studio):
    with studio.scope():
        page = behind(studio, "meals", "supplies", **JANUARY)
        figures = account_balances(studio.business, **JANUARY)
    expected = sum(b.amount for b in figures if b.key in ("meals", "supplies"))
    (only,) = page.sums
    assert only.total == only.amount == expected == Decimal(15)
    assert (only.lines, only.total_lines, len(page.entries)) == (5, 5, 3)
    assert only.currency == "USD"
    assert page.is_whole


def test_a_page_shows_its_own_sum_beside_the_whole(studio):
    with studio.scope():
        page = behind(studio, "meals", limit=2)
    (only,) = page.sums
    assert (only.amount, only.lines) == (Decimal(16), 2)
    assert (only.total, only.total_lines) == (Decimal(29), 5)
    assert not page.is_whole


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages_forward_and_back_meet_every_entry_once(studio, limit):
    with studio.scope():
        whole = numbers(behind(studio, "meals", "supplies"))
        pages = every_page(studio, "meals", "supplies", limit=limit)
        assert [n for page in pages for n in numbers(page)] == whole
        assert pages[0].previous is None
        back = behind(studio, "meals", "supplies", limit=limit, before=pages[-1].previous)
        assert numbers(back) == numbers(pages[-2])
        assert back.next == pages[-2].next
        assert back.previous == pages[-2].previous


def test_an_entry_posted_later_on_an_earlier_day_moves_no_page(studio):
    with studio.scope():
        first = behind(studio, "meals", limit=2)
        post(studio, "2025-01-01", ("meals", 1), ("owner_draw", -1))
        assert [e.entry.description for e in behind(studio, "meals", after=first.next).entries] == [
            "Both",
            "February",
        ]


def test_closing_entries_are_left_out_where_the_figure_leaves_them_out(studio):
    with studio.scope():
        post(studio, "2025-12-31", ("meals", -18), ("owner_draw", 18), kind="closing")
        year = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)}
        closed = behind(studio, "meals", **year)
        profit = behind(studio, "meals", without_closing=True, **year)
    sums = [(s.amount, s.lines, s.total, s.total_lines) for p in (closed, profit) for s in p.sums]
    assert sums == [(0, 5, 0, 5), (18, 4, 18, 4)]


def test_days_and_places_outside_are_empty_and_say_the_figure_all_the_same(studio):
    with studio.scope():
        later = behind(studio, "meals", after=EntryPlace(dt.date(2030, 1, 1), 1))
        earlier = behind(studio, "meals", before=EntryPlace(dt.date(2000, 1, 1), 1))
        nothing = behind(studio, "meals", start=dt.date(2026, 1, 1))
    assert [p.entries for p in (later, earlier, nothing)] == [(), (), ()]
    assert [s.total for p in (later, earlier, nothing) for s in p.sums] == [29, 29, 0]
    assert (earlier.previous, later.next) == (None, None)


def test_accounts_of_another_business_are_none_of_this_one(studio, make_books):
    other = make_books(name="Other Books")
    with studio.scope():
        ids = ids_of(studio, "meals")
    with other.scope(), pytest.raises(AccessError, match="not all of the accounts"):
        entries_behind(
            other.business, account_ids=[*ids_of(other, "meals"), *ids], start=None, end=None
        )


def test_a_sister_business_of_the_same_firm_is_another_one(studio):
    with studio.scope():
        ids = ids_of(studio, "meals")
        sister = business_open(
            firm_id=studio.place.firm_id, name="Sister", chart="us_sole_proprietor"
        )
        with pytest.raises(AccessError, match="The books of Sister"):
            entries_behind(sister, account_ids=ids, start=None, end=None)


def test_accounts_of_two_currencies_have_a_sum_each(studio):
    with studio.scope():
        euros = [
            account_add(
                business=studio.business, heading_key="bank_accounts", name=name, currency="EUR"
            )
            for name in ("Euro", "Euro 2")
        ]
        lines = (
            LineDraft(euros[0].pk, Decimal(9), "EUR"),
            LineDraft(euros[1].pk, Decimal(-9), "EUR"),
        )
        draft = EntryDraft(dt.date(2025, 1, 3), "Between", lines, "between")
        entry_post(business=studio.business, draft=draft)
        ids = [euros[0].pk, *ids_of(studio, "meals")]
        page = entries_behind(studio.business, account_ids=ids, limit=3, **JANUARY)
    sums = [(s.currency, s.amount, s.lines, s.total, s.total_lines) for s in page.sums]
    assert sums == [("EUR", 9, 1, 9, 1), ("USD", 11, 3, 11, 3)]
    assert page.is_whole


def test_a_place_is_written_and_read():
    place = EntryPlace(dt.date(2025, 3, 31), 17)
    assert str(place) == "2025-03-31.17"
    assert EntryPlace.read(str(place)) == place


@pytest.mark.parametrize(
    "text",
    ["", "17", "2025-03-31", "2025-03-31.", "2025-02-30.1", "2025-03-31.-1", f"x.{'9' * 19}"],
)
def test_what_is_no_place_is_refused(text):
    with pytest.raises(InputError, match="is no place among entries"):
        EntryPlace.read(text)


ENTRIES = 10_000
FILL = """
WITH entry AS (
    INSERT INTO ledger_journalentry (firm_id, business_id, date, kind, description,
                                     idempotency_key, request_hash, line_count)
    SELECT %(firm)s, %(business)s, date '2023-01-01' + (n * 7919 %% 730)::int, 'normal',
           'Invented ' || n, 'fill:' || n, sha256(n::text::bytea), 2
      FROM generate_series(1::bigint, %(entries)s) AS n
    RETURNING id, date, number)
INSERT INTO ledger_journalline (firm_id, business_id, entry_id, position, account_id, date,
                                amount, currency, note)
SELECT %(firm)s, %(business)s, id, side,
       CASE side WHEN 1 THEN (%(accounts)s::bigint[])[2 + number %% (%(count)s - 1)]
                 ELSE (%(accounts)s::bigint[])[1] END,
       date, CASE side WHEN 1 THEN 1 + number %% 100 ELSE -1 - number %% 100 END, 'USD', ''
  FROM entry, generate_series(1, 2) AS side
"""


@pytest.fixture(scope="module")
def busy(django_db_setup, django_db_blocker):
    """Two years of 10,000 entries, all of them against one account; removed after the module."""
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    with django_db_blocker.unblock():
        try:
            user = User.objects.create_user("busy@example.com", "correct horse 12")
            firm = firm_create(name="Busy Practice", owner=user)
            with firm_scope(firm.pk, user.pk), transaction.atomic():
                business = business_open(
                    firm_id=firm.pk, name="Busy Studio", chart="us_sole_proprietor"
                )
                usable = Account.objects.filter(business=business, is_heading=False)
                accounts = list(usable.order_by("code").values_list("pk", flat=True))
            values = {"firm": firm.pk, "business": business.pk, "entries": ENTRIES}
            with connect(firm=firm.pk, user=user.pk) as raw:
                raw.execute(FILL, values | {"accounts": accounts, "count": len(accounts)})
            with connect(owner=True) as raw:
                raw.execute("ANALYZE ledger_journalentry, ledger_journalline")
            yield Books(place_for(user, business.pk), user), accounts
        finally:
            call_command("flush", interactive=False, verbosity=0)
            connection.close()


FEBRUARY = {"start": dt.date(2024, 2, 1), "end": dt.date(2024, 2, 29)}
QUESTIONS = {
    "one busy account": (slice(0, 1), {}),
    "one account and month": (slice(3, 4), FEBRUARY),
    "a year of every cost": (slice(1, None), {"start": dt.date(2024, 1, 1)}),
    "everything from the middle": (slice(None), {"after": EntryPlace(dt.date(2024, 1, 1), 4000)}),
    "everything back from the end": (slice(None), {"before": EntryPlace(dt.date(2024, 12, 30), 9)}),
    "all but closing": (slice(None), {"without_closing": True}),
}  # fmt: skip


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_page_reads_lines_by_account_and_day_and_never_the_whole_table(busy, question):
    books, accounts = busy
    chosen, how = QUESTIONS[question]
    asked = {"start": None, "end": None, **how}
    with books.scope():
        business = books.business
        with CaptureQueriesContext(connection) as caught:
            page = entries_behind(business, account_ids=accounts[chosen], **asked)
        read = [q["sql"] for q in caught if "ledger_journal" in q["sql"] and "SUM(" not in q["sql"]]
        plans = [plan_of(sql) for sql in read]
    assert len(page.entries) > 5
    assert "journalline_by_account" in plans[0]
    assert [p for p in plans if "Seq Scan on ledger_journal" in p] == []
    assert len(caught) == 5


@pytest.mark.django_db
def test_the_pages_of_a_busy_account_hold_all_of_it_once(busy):
    books, accounts = busy
    asked = {"account_ids": accounts[:1], "start": dt.date(2024, 12, 1), "end": None, "limit": 60}
    with books.scope():
        pages = [entries_behind(books.business, **asked)]
        while pages[-1].next:
            pages.append(entries_behind(books.business, after=pages[-1].next, **asked))
        lines = JournalLine.objects.filter(account=accounts[0], date__gte=dt.date(2024, 12, 1))
        expected = list(
            lines.values_list("date", "entry__number").order_by("date", "entry__number")
        )
    assert [(e.entry.date, e.entry.number) for p in pages for e in p.entries] == expected
    assert sum(p.sums[0].amount for p in pages) == pages[0].sums[0].total
    assert sum(p.lines for p in pages) == pages[0].total_lines == len(expected) > 300
