"""Fifty simulated bookkeepers on a seeded installation: errors, latency, memory.

Here: the installation, locust beside it, the table and the JSON. Not here: what a bookkeeper does
(load_users.py). As shipped: `ledgerflow serve` with its embedded database and its worker. Needs
build/bench-venv (scripts/bench_env.sh). Run: python -m benchmarks.load_web --state FOLDER.
"""

import argparse
import csv
import datetime as dt
import json
import os
import platform
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.seeding import seed
from tests.served import PASSWORD, ROOT, Served

RESULT = Path("build") / "load.json"
LOCUST = ROOT / "build" / "bench-venv" / "bin" / "locust"
USERS, MINUTES = 50, 10
SPAWN_A_SECOND = 0.4
"""Slower than the limit on signing in from one address."""

P95_MAX, GROWTH_MAX = 400.0, 10.0
WARM_SECONDS = 180.0
"""After all have signed in and caches are filled: from here on memory is compared."""

PREPARE = """
import django, json
django.setup()
from ledgerflow.core.scope import firm_scope
from django.db import connection, transaction
from ledgerflow.firms.access import operator_places
from ledgerflow.firms.models import Business, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.statements.models import BankAccount
from ledgerflow.statements.upload_models import AccountMonth
from django.db.models import Sum
places = operator_places()
firm = places[0].firm_id
with firm_scope(firm), transaction.atomic():
    for number in range({users}):
        email = f"load{{number}}@example.com"
        if not User.objects.filter(email=email).exists():
            user = User.objects.create_user(email, {password!r})
            membership_grant(firm_id=firm, user=user, role="bookkeeper")
    sizes = dict(AccountMonth.objects.values_list("business_id").annotate(n=Sum("count")))
    order = sorted(sizes, key=lambda b: -sizes[b])
    banks, registers = {{}}, {{}}
    for account in BankAccount.objects.order_by("-pk"):
        banks[account.business_id] = account.pk
        registers[account.business_id] = account.ledger_account_id
print(json.dumps([order, banks, registers, sizes[order[0]]]))
"""


@dataclass
class Page:
    """One kind of request: how many, how many failed, milliseconds."""

    name: str
    requests: int
    failures: int
    p50: float
    p95: float
    p99: float


@dataclass
class Run:
    """What was measured, and whether it is what was asked."""

    machine: str = ""
    cores: int = 0
    users: int = 0
    minutes: float = 0.0
    transactions: int = 0
    businesses: int = 0
    pages: list[Page] = field(default_factory=list)
    memory_mb_warm: float = 0.0
    memory_mb_end: float = 0.0
    memory_growth_percent: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def all(self) -> Page:
        """Everything together."""
        return next(page for page in self.pages if page.name == "Aggregated")

    @property
    def holds(self) -> bool:
        """True when nothing failed and latency and memory kept within what is asked."""
        return (
            self.all.failures == 0
            and self.all.p95 <= P95_MAX
            and self.memory_growth_percent <= GROWTH_MAX
        )


def memory_mb(served: Served) -> float:
    """What the installation's own processes hold, shared pages shared out; without PostgreSQL."""
    total = 0
    for pid in served.processes():
        try:
            if Path(f"/proc/{pid}/comm").read_text().startswith("postgres"):
                continue
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:  # it ended meanwhile
            continue
        total += next(int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:"))
    return total / 1024


def installation(folder: Path | None, transactions: int, businesses: int) -> Served:
    """The seeded installation of the folder, or a new one, served."""
    served = Served.make() if folder is None else Served(folder)
    if not served.state_dir.exists():
        seed(served, transactions, businesses)
    return served.start()


def measure(served: Served, users: int, minutes: float) -> Run:
    """Let them work."""
    told = served.run_code(PREPARE.format(users=users, password=PASSWORD), seconds=300)
    order, banks, registers, count = json.loads(told)
    run = Run(
        machine=platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        users=users,
        minutes=minutes,
        transactions=count,
        businesses=len(order),
    )
    stop = threading.Event()
    samples: list[float] = []

    def watch() -> None:
        began = time.monotonic()
        while not stop.wait(10.0):
            if time.monotonic() - began >= min(WARM_SECONDS, minutes * 20):
                samples.append(memory_mb(served))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    prefix = ROOT / "build" / "load"
    subprocess.run(
        [
            *(str(LOCUST), "--headless", "--only-summary", "-f", "benchmarks/load_users.py"),
            *("-u", str(users), "-r", str(SPAWN_A_SECOND), "-t", f"{int(minutes * 60)}s"),
            *("--host", f"http://127.0.0.1:{served.port}", "--csv", str(prefix)),
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "LOAD_BUSINESSES": json.dumps(order),
            "LOAD_BANK_ACCOUNTS": json.dumps(banks),
            "LOAD_REGISTERS": json.dumps(registers),
            "LOAD_PASSWORD": PASSWORD,
        },
        check=True,
    )
    stop.set()
    watcher.join()
    run.pages = _pages(Path(f"{prefix}_stats.csv"))
    run.faults = _faults(Path(f"{prefix}_failures.csv"))
    if samples:
        run.memory_mb_warm, run.memory_mb_end = round(samples[0], 1), round(samples[-1], 1)
        run.memory_growth_percent = round((samples[-1] / samples[0] - 1) * 100, 1)
    return run


def _pages(path: Path) -> list[Page]:
    with path.open(newline="") as rows:
        return [
            Page(
                row["Name"],
                int(row["Request Count"]),
                int(row["Failure Count"]),
                float(row["50%"] or 0),
                float(row["95%"] or 0),
                float(row["99%"] or 0),
            )
            for row in csv.DictReader(rows)
        ]


def _faults(path: Path) -> list[str]:
    if not path.exists():
        return []
    with path.open(newline="") as rows:
        return [f"{r['Occurrences']} x {r['Name']}: {r['Error']}" for r in csv.DictReader(rows)]


def show(run: Run) -> None:
    """The table."""
    table = Table(title=f"{run.users} bookkeepers, {run.minutes:g} minutes, {run.cores} cores")
    for name in ("page", "requests", "failed", "p50 ms", "p95 ms", "p99 ms"):
        table.add_column(name, justify="left" if name == "page" else "right")
    for page in run.pages:
        table.add_row(
            page.name,
            *(f"{page.requests:,}", str(page.failures)),
            *(f"{page.p50:.0f}", f"{page.p95:.0f}", f"{page.p99:.0f}"),
        )
    console = Console()
    console.print(table)
    console.print(
        f"Memory {run.memory_mb_warm} MB warm, {run.memory_mb_end} MB at the end"
        f" ({run.memory_growth_percent:+} %)."
    )
    for fault in run.faults[:10]:
        console.print(fault, style="red")
    console.print("Holds." if run.holds else "Does not hold.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 where it does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--state", type=Path, help="a folder with a seeded state/; kept")
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--businesses", type=int, default=400)
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--json", type=Path, default=RESULT)
    asked = parser.parse_args(arguments)
    served = installation(asked.state, asked.transactions, asked.businesses)
    try:
        run = measure(served, asked.users, asked.minutes)
    finally:
        served.stop()
        if asked.state is None:
            served.discard()
    show(run)
    made = {"measured": dt.datetime.now(tz=dt.UTC).date().isoformat(), "holds": run.holds} | asdict(
        run
    )
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(made, indent=2) + "\n")
    return 0 if run.holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
