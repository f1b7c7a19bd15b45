"""kill -9 anywhere in an import: nothing half, nothing doubled, nothing lost.

FAULT_ROUNDS sets how many kills there are; FAULT_SEED repeats the moments of an earlier run.
"""

import datetime as dt
import os
import random
import signal
import time
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count, F

from ledgerflow.audit.models import Batch
from ledgerflow.classification.rule_services import RuleFields, rule_add
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_balances, account_by_key
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import undecided
from ledgerflow.statements.models import (
    BankTransaction,
    LineMatch,
    Statement,
    StatementFile,
    StatementLine,
)
from ledgerflow.statements.storage import path_of
from tests.published import checking
from tests.statement_files import BankAccountHistory, Row, csv_file

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "12"))
FIRST = dt.date(2025, 1, 1)
DAYS = 6
"""Days a file covers; the next one begins two days before it ends."""


def history(rounds):
    """Three rows a day, two of them twins."""
    rows = []
    for day in range(rounds * (DAYS - 2) + DAYS):
        date = FIRST + dt.timedelta(day)
        rows += [Row(date, Decimal("-4.00"), "CORNER COFFEE")] * 2
        rows.append(Row(date, Decimal(day + 1), f"CLIENT {day}"))
    return BankAccountHistory("0004477001", Decimal(1000), tuple(rows))


@pytest.fixture
def studio(zygote, make_books):
    books = make_books()
    with books.scope():
        checking(books)
        for word, key in (("COFFEE", "meals"), ("CLIENT", "sales")):
            rule_add(
                business=books.business,
                fields=RuleFields(
                    name=word,
                    conditions=[{"field": "description", "op": "contains", "value": word}],
                    account=account_by_key(books.business, key),
                ),
            )
    return books


def request(books, path):
    return {
        "do": "import",
        "firm": books.place.firm_id,
        "business": books.place.business_id,
        "user": books.user.pk,
        "file": str(path),
        "account": "Checking",
    }


def check_nothing_is_half(books):
    """What must hold at every moment, also right after a kill."""
    with books.scope():
        counted = Statement.objects.annotate(n=Count("lines"))
        assert not counted.exclude(n=F("line_count")).exists()
        assert LineMatch.objects.count() == StatementLine.objects.count()
        assert not BankTransaction.objects.filter(matches=None).exists()
        published = StatementFile.objects.filter(state="published")
        assert published.count() == Statement.objects.count()
        assert Decision.objects.count() == JournalEntry.objects.count()
        for file in StatementFile.objects.all():
            assert path_of(file.firm_id, file.stored_as).stat().st_size == file.size_bytes
        assert not Batch.objects.filter(kind="import", files=None).exists()


def check_all_is_there(books, account, last):
    """Facts, books and originals are those of an import that nobody disturbed."""
    with books.scope():
        expected = Counter((r.date, r.amount, r.text) for r in account.rows if r.date <= last)
        rows = BankTransaction.objects.values_list("date", "amount", "description")
        assert Counter(rows.filter(is_live=True)) == expected
        assert not BankTransaction.objects.filter(is_live=False).exists()
        assert not undecided(books.business).exists()
        assert set(StatementFile.objects.values_list("state", flat=True)) == {"published"}
        booked = {b.name: b.amount for b in account_balances(books.business)}
        assert booked["Checking"] == sum(r.amount for r in account.rows if r.date <= last)
        stored = {str(name) for name in StatementFile.objects.values_list("stored_as", flat=True)}
        folder = path_of(books.place.firm_id, "x").parent
        assert {path.name for path in folder.iterdir()} == stored, "no file without an owner"


def wait_for_other_connections(name):
    """The killed child's backend ends a moment later; its locks go with it."""
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
                [name],
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.02)
    raise AssertionError("a killed import still holds its connection")


def test_an_import_killed_anywhere_is_finished_by_running_it_again(studio, zygote, tmp_path):
    seed = int(os.environ.get("FAULT_SEED", random.randrange(10**6)))  # noqa: S311
    print(f"FAULT_SEED={seed} FAULT_ROUNDS={ROUNDS}")  # noqa: T201  shown when the test fails
    chance = random.Random(seed)  # noqa: S311
    account = history(ROUNDS)
    took = None
    killed = 0
    for number in range(ROUNDS + 1):
        first = FIRST + dt.timedelta(number * (DAYS - 2))
        last = first + dt.timedelta(DAYS - 1)
        path = tmp_path / f"{number}.csv"
        path.write_bytes(csv_file(account, first, last))
        if took is not None:
            moment = chance.uniform(0, took)
            killed += zygote.run(**request(studio, path), kill_after=moment) == -signal.SIGKILL
            wait_for_other_connections(connection.settings_dict["NAME"])
            check_nothing_is_half(studio)
        began = time.monotonic()
        zygote.run(**request(studio, path))
        took = min(took or 9, time.monotonic() - began)
        check_nothing_is_half(studio)
        check_all_is_there(studio, account, last)
    assert killed >= ROUNDS * 2 // 3, "most kills must come while the import still runs"
    with studio.scope():
        assert StatementFile.objects.count() == ROUNDS + 1
