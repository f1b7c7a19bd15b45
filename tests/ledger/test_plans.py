"""Reading the books touches what it needs and never all lines, whatever PostgreSQL plans.

PostgreSQL counts what a transaction reads of a table, inside functions too: that is looked at
here, and not a plan that may be another one tomorrow.
"""

import datetime as dt
import itertools

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import place_for
from ledgerflow.firms.models import User
from ledgerflow.firms.services import firm_create
from ledgerflow.ledger.drilldown import entries_behind
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import (
    account_balances,
    account_register,
    balances_recomputed,
    general_ledger,
    month_amounts,
)
from ledgerflow.ledger.services import business_open
from tests.conftest import Books
from tests.raw_sql import connect

ENTRIES = (10_000, 300, 300)
DAYS = 730
FILL = """
WITH entry AS (
    INSERT INTO ledger_journalentry (firm_id, business_id, date, kind, description,
                                     idempotency_key, request_hash, line_count)
    SELECT %(firm)s, %(business)s, date '2023-01-01' + (n * 7919 %% %(days)s)::integer,
           CASE WHEN n %% 5000 = 0 THEN 'closing' ELSE 'normal' END,
           'Invented', 'fill:' || n, sha256(n::text::bytea), 2
      FROM generate_series(1, %(entries)s) AS n
    RETURNING id, date, split_part(idempotency_key, ':', 2)::integer AS n)
INSERT INTO ledger_journalline (firm_id, business_id, entry_id, position, account_id, date,
                                amount, currency, note)
SELECT %(firm)s, %(business)s, id, side,
       (%(accounts)s::bigint[])[CASE side WHEN 1 THEN 2 + n / 7 %% (%(count)s - 1) ELSE 1 END],
       date, CASE side WHEN 1 THEN 1 + n %% 100 ELSE -1 - n %% 100 END, 'USD', ''
  FROM entry, generate_series(1, 2) AS side
"""
LINES = "ledger_journalline"
READ_SQL = """
SELECT relname, seq_scan, seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables
 WHERE relname = ANY(%s)"""
TABLES = [LINES, "ledger_journalentry", "ledger_daybalance", "ledger_monthbalance"]


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker):
    """One large business and two small ones of a firm; removed after the module."""
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    with django_db_blocker.unblock():
        try:
            user = User.objects.create_user("plans@example.com", "correct horse 12")
            firm = firm_create(name="Invented Practice", owner=user)
            made = [_filled(firm, user, number, count) for number, count in enumerate(ENTRIES)]
            with connect(owner=True) as raw:
                raw.execute(f"ANALYZE {', '.join(TABLES)}, ledger_account")
            yield made[0]
        finally:
            call_command("flush", interactive=False, verbosity=0)
            connection.close()


def _filled(firm, user, number, entries):
    with firm_scope(firm.pk, user.pk), transaction.atomic():
        business = business_open(firm_id=firm.pk, name=f"No. {number}", chart="us_sole_proprietor")
        usable = Account.objects.filter(business=business, is_heading=False).order_by("code")
        accounts = list(usable.values_list("pk", flat=True))
    values = {"firm": firm.pk, "business": business.pk, "entries": entries, "days": DAYS}
    with connect(firm=firm.pk, user=user.pk) as raw:
        raw.execute(FILL, values | {"accounts": accounts, "count": len(accounts)})
    return Books(place_for(user, business.pk), user)


def counters():
    with connection.cursor() as cursor:
        cursor.execute(READ_SQL, [TABLES])
        return {name: (scans, rows) for name, scans, rows in cursor.fetchall()}


def reading(call):
    """What a call reads of each table, as (whole scans, rows), and in how many queries."""
    before = counters()
    with CaptureQueriesContext(connection) as caught:
        result = call()
        if not isinstance(result, list | tuple):
            result = [result]
    after = counters()
    read = {
        name: (after[name][0] - before[name][0], after[name][1] - before[name][1])
        for name in TABLES
    }
    return result, read, len(caught)


YEAR = {"start": dt.date(2024, 1, 1), "end": dt.date(2024, 12, 31)}
CUT = {"start": dt.date(2023, 2, 12), "end": dt.date(2024, 7, 19)}


@pytest.mark.parametrize("without_closing", [False, True])
@pytest.mark.parametrize("days", [{}, YEAR, CUT])
def test_balances_read_months_and_a_few_days_and_no_lines_but_closing_ones(
    practice, days, without_closing
):
    with practice.scope():
        business = practice.business
        found, read, queries = reading(
            lambda: account_balances(business, without_closing=without_closing, **days)
        )
    assert len(found) > 40
    assert queries == 1
    scans, lines = read[LINES]
    assert scans == 0
    assert lines <= (10 if without_closing else 0)
    assert read["ledger_daybalance"][0] == 0
    if days is CUT:
        assert 0 < read["ledger_daybalance"][1] < 1000


@pytest.mark.parametrize("days", [YEAR, CUT])
def test_amounts_by_month_read_no_lines(practice, days):
    with practice.scope():
        business = practice.business
        found, read, queries = reading(
            lambda: month_amounts(business, types=("income", "expense"), **days)
        )
    assert len(found) > 300
    assert queries == 1
    assert read[LINES] == (0, 0)


def test_a_register_page_reads_the_lines_of_a_few_days(practice):
    with practice.scope():
        business = practice.business
        busiest = Account.objects.filter(business=business, is_heading=False).earliest("code")
        middle = account_register(business, busiest, on=dt.date(2024, 2, 1), limit=40).next
        for how in (
            {},
            {"on": dt.date(2023, 7, 1)},
            {"after": middle},
            {"before": middle},
            {"until": dt.date(2024, 5, 31)},
        ):
            (page,), read, queries = reading(
                lambda how=how: account_register(business, busiest, **how)
            )
            assert (len(page.rows), queries) == (50, 1)
            scans, lines = read[LINES]
            # Some 14 lines a day on this account: the page, its days, and its entries' lines.
            assert scans == 0
            assert lines < 300


def test_a_general_ledger_asks_twice_and_once_an_account_and_reads_only_its_days(practice):
    month = {"start": dt.date(2024, 2, 1), "end": dt.date(2024, 2, 29)}
    with practice.scope():
        business = practice.business
        found, read, queries = reading(
            lambda: [list(one.lines) for one in general_ledger(business, **month)]
        )
    assert queries == 2 + len(found)
    lines = sum(map(len, found))
    assert lines > 500
    assert read[LINES][0] == 0
    assert read[LINES][1] < 5 * lines


def test_the_entries_behind_a_figure_are_sought_by_account_and_day(practice):
    with practice.scope():
        business = practice.business
        accounts = Account.objects.filter(business=business, is_heading=False)
        ids = list(accounts.order_by("code").values_list("pk", flat=True))
        (page,), read, queries = reading(
            lambda: entries_behind(business, account_ids=ids[1:6], **YEAR)
        )
    assert len(page.entries) == 50
    assert queries <= 5
    assert read[LINES][0] == 0
    assert read[LINES][1] < 2500


def test_only_recomputing_reads_every_line_once(practice):
    with practice.scope():
        business = practice.business
        found, read, queries = reading(lambda: balances_recomputed(business))
        assert found == account_balances(business)
    assert queries == 1
    assert read[LINES][1] >= 2 * ENTRIES[0]


def test_the_fill_is_what_the_tests_believe(practice):
    with practice.scope():
        found = account_balances(practice.business)
    assert sum(b.lines for b in found) == 2 * ENTRIES[0]
    codes = [b.code for b in found]
    assert all(a < b for a, b in itertools.pairwise(codes))
