"""kill -9 of a writer at random points: no partial entry, none lost, balances exact."""

import os
import random
import signal
import sys

import pytest

from ledgerflow.ledger.models import Account, JournalEntry
from tests.faults.books_checks import books_faults
from tests.faults.test_killed_import import wait_for_other_connections
from tests.raw_sql import connect

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "8"))


@pytest.mark.parametrize("many", [False, True], ids=["one by one", "in batches"])
def test_a_killed_writer_leaves_whole_entries_and_goes_on_where_it_was(
    make_books, zygote, tmp_path, many
):
    books = make_books()
    seed = int(os.environ.get("FAULT_SEED", "0")) or random.SystemRandom().randrange(10**6)
    sys.stdout.write(f"seed {seed}\n")
    chance = random.Random(seed)  # noqa: S311
    with books.scope():
        open_ones = Account.objects.filter(is_heading=False, is_active=True).order_by("code")
        accounts = list(open_ones.values_list("pk", flat=True)[:4])
    told = tmp_path / "told"
    request = {
        "do": "post",
        "firm": books.place.firm_id,
        "user": books.user.pk,
        "business": books.place.business_id,
        "accounts": accounts,
        "prefix": "killed",
        "first": 0,
        "count": 1_000_000,
        "many": many,
        "acknowledged": str(told),
    }
    killed = 0
    for _ in range(ROUNDS):
        code = zygote.run(**request, kill_after=chance.uniform(0.02, 0.6))
        killed += code == -signal.SIGKILL
        wait_for_other_connections(connect_name())
        acknowledged = {int(line) for line in told.read_text().split()} if told.exists() else set()
        with books.scope():
            keys = JournalEntry.objects.values_list("idempotency_key", flat=True)
            there = {int(key.removeprefix("killed:")) for key in keys}
        assert acknowledged <= there
        raw = connect(firm=books.place.firm_id, user=books.user.pk)
        assert books_faults(raw) == {}
        raw.close()
    assert killed == ROUNDS
    assert zygote.run(**request | {"count": max(there, default=0) + 50}) == 0
    with books.scope():
        assert JournalEntry.objects.count() == max(there, default=0) + 50


def connect_name():
    from django.db import connection

    return connection.settings_dict["NAME"]
