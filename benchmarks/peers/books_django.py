"""Runs one task of a peer that is a Django app, in the peers' environment.

Here: the settings of each peer, its database from PG* variables, and a clock for all of them. Not
here: any peer's own calls (books_hordak.py, books_django_ledger.py). Run as
`python -m benchmarks.peers.books_django PEER TASK`, TASK being JSON {"do": name, ...}; it prints
one line of JSON.
"""

import gc
import importlib
import json
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.books_cpu import cpu_seconds

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["PGHOST"],
        "PORT": os.environ["PGPORT"],
        "USER": os.environ["PGUSER"],
        "PASSWORD": os.environ["PGPASSWORD"],
        "NAME": os.environ["PGDATABASE"],
        "CONN_MAX_AGE": None,
    }
}
CONTRIB = ["django.contrib.auth", "django.contrib.contenttypes"]
APPS = {"hordak": ["mptt", "djmoney", "hordak"], "django_ledger": ["django_ledger"]}
SETTINGS: dict[str, dict[str, Any]] = {
    "hordak": {
        "HORDAK_INTERNAL_CURRENCY": "USD",
        "DEFAULT_CURRENCY": "USD",
        "CURRENCIES": ["USD"],
    },
    "django_ledger": {"LOGIN_URL": "/", "ROOT_URLCONF": "django_ledger.urls"},
}


def main() -> None:
    """Do what the task names and print what came of it."""
    peer, task = sys.argv[1], json.loads(sys.argv[2])
    start(peer)
    tasks = importlib.import_module(f"benchmarks.peers.books_{peer}").TASKS
    print(json.dumps(tasks[task["do"]](task)), flush=True)


def start(peer: str) -> None:
    """Set Django up for a peer; its connection is kept open."""
    import django
    from django.conf import settings

    logging.disable(logging.CRITICAL)
    settings.configure(
        DATABASES=DATABASES,
        INSTALLED_APPS=[*CONTRIB, *APPS[peer]],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="of-a-benchmark",  # noqa: S106  nothing is signed
        USE_TZ=True,
        TIME_ZONE="UTC",
        **SETTINGS[peer],
    )
    django.setup()


def middle_ms(work: Callable[[], object], times: int, seconds_max: float = 60.0) -> float:
    """The middle time of a call in milliseconds, after one that warms up.

    Slow ones are called less often; the first call of a very slow one is its only one.
    """
    begun = time.perf_counter()
    work()
    first = time.perf_counter() - begun
    if first * times > seconds_max:
        times = max(1, int(seconds_max / first))
    if first > seconds_max:
        return round(first * 1000, 3)
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return round(statistics.median(found) * 1000, 3)


def rate(work: Callable[[Any], object], items: list[Any]) -> dict[str, float]:
    """Calls a second over all items, and CPU milliseconds of client and server for each."""
    from django.db import connection

    gc.collect()
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    used, begun = cpu_seconds(backend), time.perf_counter()
    for item in items:
        work(item)
    seconds, used = time.perf_counter() - begun, cpu_seconds(backend) - used
    return {
        "rate": round(len(items) / seconds, 1),
        "cpu_ms": round(used * 1000 / len(items), 3),
    }


if __name__ == "__main__":
    main()
