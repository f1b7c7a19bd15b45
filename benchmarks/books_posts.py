"""Posting through the public services, timed: one by one, in batches, as one of several clients.

Here: what runs inside a child (books_child.py). Not here: the processes (books_ours.py).
"""

import datetime as dt
import gc
import itertools
import random
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from benchmarks.books_cpu import cpu_seconds
from benchmarks.books_file import entries_of
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.posting import entries_post
from ledgerflow.ledger.services import entry_post

WARM = 50
Task = dict[str, Any]
Row = tuple[dt.date, str, list[tuple[str, Any]]]


def posts(task: Task) -> dict[str, Any]:
    """One entry a transaction through `entry_post`, drafts made on the way: entries a second.

    And CPU milliseconds of client and server for each.
    """
    business, accounts = _business(task["firm"], task["business"])
    rows = _rows(Path(task["file"]), task["entries"] + WARM)
    run = uuid.uuid4().hex
    with firm_scope(task["firm"], task["user"]):
        for number, row in enumerate(rows[:WARM]):
            entry_post(business=business, draft=_draft(row, accounts, f"{run}:{number}"))
        gc.collect()
        backend = connection.connection.info.backend_pid
        used, begun = cpu_seconds(backend), time.perf_counter()
        for number, row in enumerate(rows[WARM:], WARM):
            entry_post(business=business, draft=_draft(row, accounts, f"{run}:{number}"))
        seconds, used = time.perf_counter() - begun, cpu_seconds(backend) - used
    return {
        "rate": round(task["entries"] / seconds, 1),
        "cpu_ms": round(used * 1000 / task["entries"], 3),
    }


def batches(task: Task) -> dict[str, Any]:
    """Batches of a size through `entries_post`: with making the drafts ("rate") and without."""
    business, accounts = _business(task["firm"], task["business"])
    rows = _rows(Path(task["file"]), task["entries"])
    size, run = task["batch"], uuid.uuid4().hex
    making = writing = 0.0
    with firm_scope(task["firm"], task["user"]):
        entries_post(business=business, drafts=[_draft(rows[0], accounts, f"{run}:warm")])
        gc.collect()
        for start in range(0, len(rows), size):
            begun = time.perf_counter()
            drafts = [
                _draft(row, accounts, f"{run}:{number}")
                for number, row in enumerate(rows[start : start + size], start)
            ]
            made = time.perf_counter()
            posted = entries_post(business=business, drafts=drafts)
            writing += time.perf_counter() - made
            making += made - begun
            assert posted.count == len(drafts), posted
    return {
        "rate": round(len(rows) / (making + writing), 1),
        "write_rate": round(len(rows) / writing, 1),
    }


def client(task: Task) -> dict[str, Any]:
    """Post for some seconds to businesses chosen at random; says when it is ready to begin."""
    firm = task["firm"]
    places = [_business(firm, business) for business in task["businesses"]]
    rows = itertools.cycle(_rows(Path(task["file"]), 2_000))
    chance = random.Random(task["number"])  # noqa: S311  a choice, no secret
    keys = (f"{uuid.uuid4().hex}:{number}" for number in itertools.count())
    with firm_scope(firm, task["user"]):
        for place in places[:WARM]:
            _post_to(place, rows, keys)
        print("ready", flush=True)
        sys.stdin.readline()
        gc.collect()
        done, begun = 0, time.perf_counter()
        until = begun + task["seconds"]
        while time.perf_counter() < until:
            _post_to(chance.choice(places), rows, keys)
            done += 1
        seconds = time.perf_counter() - begun
    return {"posts": done, "seconds": round(seconds, 3)}


def _post_to(
    place: tuple[Business, dict[str, Account]], rows: Iterator[Row], keys: Iterator[str]
) -> None:
    business, accounts = place
    entry_post(business=business, draft=_draft(next(rows), accounts, next(keys)))


def _business(firm: int, number: int) -> tuple[Business, dict[str, Account]]:
    """A business and its accounts by the book's names."""
    with firm_scope(firm), transaction.atomic():
        business = Business.objects.get(pk=number)
        found = Account.objects.filter(business=business, is_heading=False)
        return business, {one.name: one for one in found}


def _rows(path: Path, limit: int) -> list[Row]:
    return [
        (dt.date.fromisoformat(date), payee, lines)
        for date, payee, lines in entries_of(path, limit)
    ]


def _draft(row: Row, accounts: dict[str, Account], key: str) -> EntryDraft:
    date, payee, lines = row
    drafts = tuple(LineDraft(accounts[name].pk, amount, "USD") for name, amount in lines)
    return EntryDraft(date=date, description=payee, lines=drafts, idempotency_key=key)
