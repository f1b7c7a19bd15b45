"""kill -9 anywhere in a look at the inbox: every file is in the inbox or in the archive.

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

from ledgerflow.statements.models import BankTransaction, StatementFile
from tests.faults.test_killed_import import wait_for_other_connections
from tests.published import checking
from tests.statement_files import BankAccountHistory, Row, csv_file

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "6"))
FIRST = dt.date(2025, 1, 1)
DAYS = 5


def history(rounds):
    """Three rows a day, two of them twins."""
    rows = []
    for day in range((rounds + 1) * 2 * DAYS):
        date = FIRST + dt.timedelta(day)
        rows += [Row(date, Decimal("-4.00"), "CORNER COFFEE")] * 2
        rows.append(Row(date, Decimal(day + 1), f"CLIENT {day}"))
    return BankAccountHistory("0004477001", Decimal(1000), tuple(rows))


@pytest.fixture
def studio(zygote, make_books):
    books = make_books(auto_accept=False)
    with books.scope():
        checking(books)
    return books


def where_files_lie(folder):
    """Each file's bytes, and in how many places they are."""
    return Counter(
        path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )


def test_a_look_killed_anywhere_loses_no_file_and_the_next_look_makes_it_good(
    studio, zygote, tmp_path
):
    seed = int(os.environ.get("FAULT_SEED", random.randrange(10**6)))  # noqa: S311
    print(f"FAULT_SEED={seed} FAULT_ROUNDS={ROUNDS}")  # noqa: T201  shown when the test fails
    chance = random.Random(seed)  # noqa: S311
    account = history(ROUNDS)
    folder = tmp_path / "inbox"
    folder.mkdir()
    request = {
        "do": "inbox",
        "firm": studio.place.firm_id,
        "business": studio.place.business_id,
        "user": studio.user.pk,
        "folder": str(folder),
        "account": "Checking",
    }
    dropped, took, killed = [], None, 0
    for number in range(ROUNDS + 1):
        for part in (0, 1):
            first = FIRST + dt.timedelta((number * 2 + part) * DAYS)
            data = csv_file(account, first, first + dt.timedelta(DAYS - 1))
            (folder / f"{number}-{part}.csv").write_bytes(data)
            dropped.append(data)
        if took is not None:
            moment = chance.uniform(0, took)
            killed += zygote.run(**request, kill_after=moment) == -signal.SIGKILL
            wait_for_other_connections(connection.settings_dict["NAME"])
            assert set(where_files_lie(folder)) == set(dropped), "no file is lost, none is half"
        began = time.monotonic()
        assert zygote.run(**request) == 0
        took = min(took or 9, time.monotonic() - began)
        assert where_files_lie(folder / "archive") == Counter(dropped)
        assert [p for p in folder.iterdir() if p.is_file()] == []
    assert killed >= ROUNDS // 2, "most kills must come while the look still goes on"
    with studio.scope():
        assert StatementFile.objects.count() == len(dropped)
        assert BankTransaction.objects.filter(is_live=True).count() == len(account.rows)
