"""An installation for the books benchmark: a practice, businesses with the book's accounts, a
file brought in.

Here: what runs inside a child (books_child.py). Not here: reading and posting (books_reads.py,
books_posts.py).
"""

import resource
import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business, User
from ledgerflow.firms.services import firm_create
from ledgerflow.interchange.services import JournalFile, journal_import
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.sealing import seals_make
from ledgerflow.ledger.services import business_open

Task = dict[str, Any]
CHART = "us_sole_proprietor"
CODES_FROM = 100_000
"""The book's accounts are numbered from here on, away from those of the chart."""


def found(_: Task) -> dict[str, Any]:
    """Tables, a person and his practice."""
    call_command("migrate", verbosity=0)
    person = User.objects.create_user("owner@example.com", "correct horse 12")
    firm = firm_create(name="Invented Practice", owner=person)
    return {"firm": firm.pk, "user": person.pk}


def open_businesses(task: Task) -> dict[str, Any]:
    """Businesses of these names, each with a chart and the accounts of the book by their names."""
    made = []
    for name in task["names"]:
        with firm_scope(task["firm"], task["user"]), transaction.atomic():
            business = business_open(firm_id=task["firm"], name=name, chart=CHART)
            Account.objects.bulk_create(
                _account(business, number, account)
                for number, account in enumerate(task["accounts"], CODES_FROM)
            )
        made.append(business.pk)
    return {"businesses": made}


def _account(business: Business, number: int, account: list[str]) -> Account:
    name, kind = account
    return Account(
        firm_id=business.firm_id,
        business=business,
        code=str(number),
        name=name,
        type=kind,
        currency=business.base_currency,
    )


def import_file(task: Task) -> dict[str, Any]:
    """A `ledger.csv` from the file to posted and checked, as a person brings in a journal."""
    path = Path(task["file"])
    with firm_scope(task["firm"], task["user"]):
        with transaction.atomic():
            business = Business.objects.get(pk=task["business"])
        begun = time.perf_counter()
        file = JournalFile(path.name, path.read_bytes())
        imported = journal_import(business=business, file=file)
        seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": round(seconds, 3),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "entries": imported.entries,
        "rss_mb": round(used.ru_maxrss / 1024),
    }


def seal(task: Task) -> dict[str, Any]:
    """Seal all that the practice posted."""
    begun = time.perf_counter()
    made = seals_make(firm_id=task["firm"])
    seconds = time.perf_counter() - begun
    return {"seconds": round(seconds, 2), "seals": made.seals, "entries": made.entries}
