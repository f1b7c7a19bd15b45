"""A dump taken while 500 entries a second are posted restores equal, to the last row."""

import sys
import time

import pytest
from django.db import connection

from benchmarks.steady_posts import Ledger, posting
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ops.backup.create import backup_create
from ledgerflow.ops.backup.digests import digests_of
from ledgerflow.ops.backup.restore import backup_restore
from ledgerflow.ops.backup.scratch import drop_database
from ledgerflow.ops.backup.target import configured_target
from tests.ops.backup.booked import two_firms

pytestmark = pytest.mark.django_db(transaction=True)

RATE = 500
RUN_UP_SECONDS = 3.0
FAULTS = """
    SELECT (SELECT count(*) FROM (SELECT entry_id FROM ledger_journalline
                                   GROUP BY firm_id, entry_id, currency
                                  HAVING sum(amount) <> 0 OR count(*) < 2) AS unbalanced),
           (SELECT count(*) FROM ledger_journalline l
             WHERE NOT EXISTS (SELECT FROM ledger_journalentry e
                                WHERE (e.firm_id, e.id) = (l.firm_id, l.entry_id))),
           (SELECT count(*) FROM ledger_journalentry e
             WHERE NOT EXISTS (SELECT FROM ledger_journalline l
                                WHERE (l.firm_id, l.entry_id) = (e.firm_id, e.id)))
"""


def ledger_of(books):
    """Where to post to."""
    with books.scope():
        accounts = Account.objects.filter(is_heading=False, is_active=True, currency="USD")
        numbers = tuple(accounts.values_list("pk", flat=True))
    return Ledger(books.place.firm_id, books.place.business_id, numbers)


def committed(target):
    with target.connection("backup") as reader:
        return reader.execute("SELECT count(*) FROM ledger_journalentry").fetchone()[0]


def test_a_dump_during_500_posts_a_second_restores_equal(make_books, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    ledgers = [ledger_of(books) for books in two_firms(make_books)]
    target = configured_target()
    at_first = committed(target)
    with posting(ledgers, RATE, target.environment("app")) as posts:
        time.sleep(RUN_UP_SECONDS)
        before, begin = committed(target), time.time()
        entry = backup_create(kind="full", folder=tmp_path / "backups")
        end, after = time.time(), committed(target)
        commits = posts.stop()
    rate, seconds = commits.rate(begin, end), end - begin
    sys.stdout.write(f"{rate:.0f} posts/s during {seconds:.1f} s of dump and proof\n")

    assert entry.is_verified, "restored into a scratch database while posting went on"
    assert commits.between(begin, end) > 0
    dumped = entry.manifest.digests.tables[JournalEntry._meta.db_table].rows
    assert before <= dumped <= after, "the snapshot is of a moment of the backup"
    assert committed(target) == at_first + len(commits.times), "no post was lost by it"

    name = f"{connection.settings_dict['NAME']}_loaded"
    drop_database(target, name)
    try:
        assert backup_restore(entry, into=name).rows > dumped
        with target.connection("backup", name) as restored:
            assert digests_of(restored).tables == entry.manifest.digests.tables
            assert restored.execute(FAULTS).fetchone() == (0, 0, 0)
    finally:
        drop_database(target, name)
