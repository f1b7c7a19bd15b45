"""The PostgreSQL server that LedgerFlow and its peers share while they are measured.

Here: starting it with stated settings, commits without waiting, the disk's flush, sizes, memory.
Not here: what runs on it. It is the embedded server of an installation, started with more memory
than the product gives itself; everything that makes a commit durable stays on.
"""

import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from ledgerflow import embedded
from ledgerflow.embedded import cluster
from ledgerflow.embedded.address import ServerAddress

SETTINGS = {
    "shared_buffers": "2GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "30min",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "autovacuum": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
SHOWN = ("server_version", *SETTINGS)
TABLES = r"^(ledger|audit)_"
FLUSHES = 200
SAMPLE_SECONDS = 0.1


@contextmanager
def serving(state_dir: Path) -> Iterator[ServerAddress]:
    """The installation's server with SETTINGS until the block ends."""
    usual = cluster.server_settings
    kept = {name: value for name, value in SETTINGS.items() if name != "synchronous_commit"}
    cluster.server_settings = lambda socket_dir: usual(socket_dir) | kept
    try:
        with embedded.running(state_dir) as address:
            yield address
    finally:
        cluster.server_settings = usual


def superuser(address: ServerAddress, database: str = "postgres") -> psycopg.Connection:
    """An autocommit connection that may do everything."""
    return psycopg.connect(
        host=str(address.socket_dir),
        port=address.port,
        dbname=database,
        user=address.superuser,
        password=address.superuser_password,
        autocommit=True,
    )


def settings_shown(address: ServerAddress) -> dict[str, str]:
    """What the server says of the settings that matter."""
    with superuser(address) as connection:
        row = {}
        for name in SHOWN:
            found = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            assert found is not None
            row[name] = str(found[0])
        return row


@contextmanager
def commits_without_waiting(address: ServerAddress) -> Iterator[None]:
    """synchronous_commit off for every session, old and new, inside the block."""
    _set_everywhere(address, "ALTER SYSTEM SET synchronous_commit = off")
    try:
        yield
    finally:
        _set_everywhere(address, "ALTER SYSTEM RESET synchronous_commit")


def _set_everywhere(address: ServerAddress, statement: LiteralString) -> None:
    with superuser(address) as connection:
        connection.execute(statement)
        connection.execute("SELECT pg_reload_conf()")
    time.sleep(0.2)  # until every backend has read it


def database_make(address: ServerAddress, name: str) -> dict[str, str]:
    """A fresh database of the owner's; the PG* variables that lead to it."""
    with superuser(address) as connection:
        names = (sql.Identifier(name), sql.Identifier(address.owner_user))
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(names[0]))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
    return {
        "PGHOST": str(address.socket_dir),
        "PGPORT": str(address.port),
        "PGUSER": address.owner_user,
        "PGPASSWORD": address.owner_password,
        "PGDATABASE": name,
    }


def checkpoint(address: ServerAddress) -> None:
    """Write out what is dirty, so that the next figure does not pay for the last one."""
    with superuser(address) as connection:
        connection.execute("CHECKPOINT")


def flush_ms(folder: Path) -> float:
    """The middle time of fdatasync after 8 kB were appended in that folder, in milliseconds."""
    path, times = folder / "flush.bin", []
    handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        for _ in range(FLUSHES):
            os.write(handle, b"x" * 8192)
            begun = time.perf_counter()
            os.fdatasync(handle)
            times.append(time.perf_counter() - begun)
    finally:
        os.close(handle)
        path.unlink()
    return round(statistics.median(times) * 1000, 3)


def table_bytes(address: ServerAddress) -> dict[str, int]:
    """Bytes of every table of the ledger and the audit, with indexes and what is out of line."""
    with superuser(address, address.database) as connection:
        rows = connection.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relname ~ %s AND relnamespace = 'public'::regnamespace",
            [TABLES],
        ).fetchall()
    return {str(name): int(size) for name, size in rows}


class ServerMemory:
    """Watches the anonymous memory of the server's processes: what is theirs beyond the shared."""

    def __init__(self, address: ServerAddress) -> None:
        pid = (address.data_dir / "postmaster.pid").read_text(encoding="ascii").split()[0]
        self._postmaster = int(pid)
        self._stop = threading.Event()
        self._most_kb = 0
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "ServerMemory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def most_mb(self) -> int:
        """The most that was seen at one moment."""
        return round(self._most_kb / 1024)

    def _watch(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            processes = [self._postmaster, *_children(self._postmaster)]
            self._most_kb = max(self._most_kb, sum(map(_anonymous_kb, processes)))


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in text.split()]


def _anonymous_kb(pid: int) -> int:
    """RssAnon of a process; 0 when it has ended meanwhile."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("RssAnon:")]
    return int(found[0]) if found else 0
