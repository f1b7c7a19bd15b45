"""Fills an installation with the books of a practice until the database has a given size.

Here: 40 businesses, three years of entries each, of two to four lines. They are posted in sets of
thousands by the application's role with every trigger, key and policy on, so that what is filled
is what posting one by one would have left. Not here: measuring (bench_backup.py).
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import psycopg

from benchmarks.steady_posts import SCOPE, Ledger
from ledgerflow.embedded import ServerAddress
from tests.served import EMAIL, Served

BUSINESSES = 40
SET = 2_500
THREADS = 2

OPEN = f"""
import json
import django
django.setup()
from django.db import transaction
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Firm, User
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.services import business_open
person = User.objects.get(email={EMAIL!r})
made = []
with firm_scope(None, person.pk), transaction.atomic():
    firm = Firm.objects.get()
for number in range({BUSINESSES}):
    with firm_scope(firm.pk, person.pk), transaction.atomic():
        business = business_open(
            firm_id=firm.pk, name=f"Invented business {{number}}", chart="us_sole_proprietor"
        )
        open_ones = Account.objects.filter(business=business, is_heading=False, is_active=True)
        accounts = list(open_ones.values_list("pk", flat=True))
        made.append([firm.pk, business.pk, accounts])
print(json.dumps(made))
"""
VERIFY = """
import json
import django
django.setup()
from ledgerflow.firms.access import operator_place_by_id
from ledgerflow.pipeline.verify import books_verify
bad = []
for firm, business in {pairs}:
    report = books_verify(operator_place_by_id(firm, business))
    bad += [check.name for check in report.checks if not check.ok]
print(json.dumps(bad))
"""
FILL = """
WITH entry AS (
    INSERT INTO ledger_journalentry
        (firm_id, business_id, date, kind, description, idempotency_key, request_hash)
    SELECT %(firm)s, %(business)s, date '2023-01-01' + (hashint8(n) & 1023)::int, 'normal',
           (ARRAY['STAPLES', 'AMZN MKTP US', 'SHELL OIL', 'SQ *CORNER MARKET', 'STRIPE TRANSFER',
                  'COASTAL CLEANING CO', 'NORTHSIDE CPA'])[1 + (hashint8(n) & 65535) %% 7]
           || ' #' || (hashint8(n + 7) & 9999) || ' SEATTLE WA',
           'fill:' || n, sha256(n::text::bytea)
      FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
    RETURNING id, firm_id, business_id, date),
line AS (
    SELECT entry.*, k, lines, (1 + (hashint8extended(id, k) & 262143))::numeric / 100 AS amount
      FROM entry,
           LATERAL (SELECT 2 + (hashint8(id) & 1) + (hashint8(id + 1) & 1)) AS many (lines),
           generate_series(1, lines) AS k)
INSERT INTO ledger_journalline
    (firm_id, business_id, entry_id, position, account_id, date, amount, currency, note)
SELECT firm_id, business_id, id, k,
       (%(accounts)s::bigint[])[1 + (hashint8extended(id, k + 9) & 65535) %% %(count)s], date,
       CASE WHEN k < lines THEN amount
                ELSE amount - sum(amount) OVER (PARTITION BY id) END,
       'USD', ''
  FROM line
"""


def businesses_open(served: Served) -> list[Ledger]:
    """A practice's businesses, each with its chart."""
    return [Ledger(f, b, tuple(accounts)) for f, b, accounts in json.loads(served.run_code(OPEN))]


def fill(
    address: ServerAddress, ledgers: list[Ledger], megabytes: int, tell: Callable[[str], None]
) -> int:
    """Post until the database has this size; the number of entries."""
    entries = 0
    turns = enumerate(cycle(ledgers))
    with ThreadPoolExecutor(THREADS) as pool:
        while (size := database_bytes(address) / 1e6) < megabytes:
            tell(f"{entries} entries, {size:.0f} MB")
            sets = list(islice(turns, len(ledgers)))
            list(pool.map(lambda one: _post_set(address, *one), sets))
            entries += SET * len(sets)
    with _connect(address, address.superuser, address.superuser_password) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
    return entries


def books_faults(served: Served, ledgers: list[Ledger]) -> list[str]:
    """Checks of `ledgerflow verify` that do not hold, of all businesses."""
    pairs = [(one.firm, one.business) for one in ledgers]
    groups = [pairs[start : start + 5] for start in range(0, len(pairs), 5)]
    answers = [json.loads(served.run_code(VERIFY.format(pairs=group))) for group in groups]
    return [str(name) for answer in answers for name in answer]


def database_bytes(address: ServerAddress) -> int:
    """pg_database_size."""
    with _connect(address, address.backup_user, address.backup_password) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


def _post_set(address: ServerAddress, turn: int, ledger: Ledger) -> None:
    with _connect(address, address.app_user, address.app_password) as connection:
        values = {"firm": ledger.firm, "business": ledger.business, "first": turn * SET}
        values |= {"last": turn * SET + SET - 1, "count": len(ledger.accounts)}
        with connection.transaction():
            connection.execute(SCOPE, [str(ledger.firm)])
            connection.execute(FILL, {**values, "accounts": list(ledger.accounts)})


def _connect(address: ServerAddress, user: str, password: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(address.socket_dir),
        port=address.port,
        dbname=address.database,
        user=user,
        password=password,
        autocommit=True,
    )
