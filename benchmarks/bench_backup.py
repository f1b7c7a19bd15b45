"""Backup, proof and restore of a big database while people work: how long, how much slower.

Here: the order of the measurements, the table and the JSON. Not here: the books (many_books.py),
the visitor (visitor.py), the posts (steady_posts.py). Everything runs as shipped: `ledgerflow
serve` with its embedded database, `ledgerflow backup ...` as a process of its own. Run from the
project's root: python -m benchmarks.bench_backup --megabytes 1100.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.many_books import books_faults, businesses_open, database_bytes, fill
from benchmarks.steady_posts import Ledger, posting
from benchmarks.visitor import Latency, Visitor, latency
from ledgerflow import embedded
from tests.served import ROOT, SERVE, Served

RATE = 500
QUIET_SECONDS = 60.0
ROUNDS = 3
SLOWER_MAX = 2.0
TOTAL_SECONDS_MAX = 600.0
RESTORED = "bench_restored"
RESULT = Path("build") / "backup.json"


@dataclass(frozen=True)
class Phase:
    """One stretch of time, with the pages that were opened and the entries posted in it."""

    name: str
    begin: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it took."""
        return round(self.end - self.begin, 1)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0, or 1 where a promise is not kept."""
    options = _options(arguments)
    console = Console(width=max(110, Console().width))
    served = Served.make()
    try:
        found = _measured(served, options, console.print)
    finally:
        served.discard()
    _print(console, found)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for complaint in found["complaints"]:
        console.print(f"[red]{complaint}[/red]")
    return 1 if found["complaints"] else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_backup", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--quiet-seconds", type=float, default=QUIET_SECONDS)
    parser.add_argument("--json", type=Path, default=RESULT)
    return parser.parse_args(arguments)


def _measured(
    served: Served, options: argparse.Namespace, tell: Callable[[str], None]
) -> dict[str, Any]:
    load = os.getloadavg()[0]
    served.start()
    served.seed()
    with embedded.running(served.state_dir) as address:
        ledgers = businesses_open(served)
        begun = time.monotonic()
        entries = fill(address, ledgers, options.megabytes, tell)
        filled = time.monotonic() - begun
        faults = books_faults(served, ledgers)
        size = database_bytes(address)
        served.sign_in()
        tell("The visitor alone, then a backup, its proof and a restore.")
        calm = _with_visitor(served, ledgers[0], address, options.quiet_seconds)
        tell(f"A backup and its proof while {RATE} entries a second are posted.")
        busy = _with_posts(served, ledgers, address, options.quiet_seconds)
    return _found(calm, busy, faults) | {
        "machine": {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "load_before": round(load, 2),
        },
        "database": {
            "bytes": size,
            "entries": entries,
            "businesses": len(ledgers),
            "fill_seconds": round(filled, 1),
            "faults_of_verify": faults,
        },
    }


def _with_visitor(
    served: Served, ledger: Ledger, address: embedded.ServerAddress, quiet: float
) -> dict[str, Any]:
    """Phases without posts, several times, for enough pages in each; the dump's size."""
    visitor = Visitor(served, _pages(ledger)).enter()
    phases = [_timed("alone", lambda: time.sleep(quiet))]
    for _ in range(ROUNDS):
        phases += _backup_phases(served)
        phases.append(_timed("restore", lambda: _restore(served, address)))
    visitor.leave()
    dump = next(_folder(served).glob("*.dump"))
    return {
        "phases": {
            name: _phase([one for one in phases if one.name == name], visitor)
            for name in ("alone", "dump", "verify", "restore")
        },
        "dump_bytes": dump.stat().st_size,
        "page_faults": visitor.faults,
    }


def _with_posts(
    served: Served, ledgers: list[Ledger], address: embedded.ServerAddress, quiet: float
) -> dict[str, Any]:
    """Dump and proof while entries are posted: the rate reached in each, milliseconds of a post."""
    environment = {
        "PGHOST": str(address.socket_dir),
        "PGPORT": str(address.port),
        "PGUSER": address.app_user,
        "PGPASSWORD": address.app_password,
        "PGDATABASE": address.database,
    }
    with posting(ledgers, RATE, environment) as posts:
        time.sleep(2)  # until they are connected and in step
        phases = [_timed("alone", lambda: time.sleep(quiet)), *_backup_phases(served)]
        commits = posts.stop()
    found = {}
    for one in phases:
        rate = round(commits.rate(one.begin, one.end), 1)
        found[one.name] = {"seconds": one.seconds, "posts_per_second": rate}
    took = latency(commits.seconds)
    return {"phases": found, "posts": len(commits.times), "post_ms": asdict(took)}


def _backup_phases(served: Served) -> list[Phase]:
    """`create` without its proof, then the proof: together they are what the schedule does.

    Each ends with an error unless all digests are equal.
    """
    return [
        _timed("dump", lambda: _backup(served, "create", "--kind", "full", "--no-verify")),
        _timed("verify", lambda: _backup(served, "verify", "latest")),
    ]


def _timed(name: str, work: Callable[[], object]) -> Phase:
    begin = time.time()
    work()
    return Phase(name, begin, time.time())


def _phase(rounds: Sequence[Phase], visitor: Visitor) -> dict[str, Any]:
    """The slowest round's seconds; the pages of all rounds."""
    pages = visitor.during([(one.begin, one.end) for one in rounds])
    return {
        "seconds": max(one.seconds for one in rounds),
        "pages": {page: asdict(one) for page, one in pages.items()},
    }


def _pages(ledger: Ledger) -> list[str]:
    business = f"/b/{ledger.business}/"
    reports = [
        f"{business}reports/{one}/?year=2025" for one in ("trial-balance", "profit-and-loss")
    ]
    entries = f"{business}books/entries/?accounts={ledger.accounts[0]}&start=2025-01-01"
    return ["/", business, *reports, f"{entries}&end=2025-12-31"]


def _folder(served: Served) -> Path:
    return served.folder / "backups"


def _backup(served: Served, *arguments: str) -> None:
    """A command of `ledgerflow backup`, as a person or the schedule runs it."""
    done = subprocess.run(
        [sys.executable, "-c", SERVE, "backup", *arguments],
        cwd=ROOT,
        env=served.environment | {"LEDGERFLOW_BACKUP_DIR": str(_folder(served))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _restore(served: Served, address: embedded.ServerAddress) -> None:
    """Restore into a database of its own, and drop that."""
    _backup(served, "restore", "latest", "--into", RESTORED)
    with psycopg.connect(
        host=str(address.socket_dir),
        port=address.port,
        dbname="postgres",
        user=address.owner_user,
        password=address.owner_password,
        autocommit=True,
    ) as connection:
        connection.execute(f"DROP DATABASE {RESTORED}")


def _found(calm: dict[str, Any], busy: dict[str, Any], faults: list[str]) -> dict[str, Any]:
    phases = calm["phases"]
    work = {name: phases[name] for name in ("dump", "verify", "restore")}
    total = round(sum(one["seconds"] for one in work.values()), 1)
    slower = {name: _slower(one["pages"], phases["alone"]["pages"]) for name, one in work.items()}
    rate = busy["phases"]["dump"]["posts_per_second"]
    complaints = [f"ledgerflow verify: {fault}" for fault in faults]
    complaints += [f"A page failed: {fault}" for fault in calm["page_faults"][:3]]
    if total > TOTAL_SECONDS_MAX:
        complaints.append(f"Dump, proof and restore took {total} s, more than {TOTAL_SECONDS_MAX}.")
    complaints += [
        f"{page} is {times} x slower (p95) during {name}, more than {SLOWER_MAX} x."
        for name, pages in slower.items()
        for page, times in pages.items()
        if times > SLOWER_MAX
    ]
    if rate < 0.95 * RATE:
        complaints.append(f"Only {rate} posts a second during the dump, not {RATE}.")
    return {
        "total_seconds": total,
        "pages_p95_times_slower": slower,
        "posts_per_second_during_dump": rate,
        "posts_wanted_per_second": RATE,
        "without_posts": calm,
        "with_posts": busy,
        "complaints": complaints,
    }


def _slower(pages: dict[str, Any], alone: dict[str, Any]) -> dict[str, float]:
    """How many times slower the 95th percentile of each page is, and that of all."""
    return {page: round(one["p95"] / alone[page]["p95"], 2) for page, one in pages.items()}


def _print(console: Console, found: dict[str, Any]) -> None:
    size, dump = found["database"]["bytes"] / 1e6, found["without_posts"]["dump_bytes"] / 1e6
    console.print(
        f"{size:.0f} MB, {found['database']['entries']} entries; dump {dump:.0f} MB;"
        f" dump + verify + restore {found['total_seconds']} s"
    )
    table = Table("phase", "seconds", "pages", "p50 ms", "p95 ms", "slowest ms", "posts/s")
    for title, part in (("", "without_posts"), ("posting, ", "with_posts")):
        for name, phase in found[part]["phases"].items():
            pages = astuple(Latency(**phase["pages"]["all"])) if "pages" in phase else ("",) * 4
            cells = (phase["seconds"], *pages, phase.get("posts_per_second", ""))
            table.add_row(f"{title}{name}", *map(str, cells))
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
